import Glibc
import KraderDatasets
import KraderJSON
import KraderRuns

/// What the build of this program left beside it: modules to compile against, objects to link.
struct KraderBuild {
    /// The path of the program itself.
    let program: String
    let folder: String
    /// Everything that the program was linked from, but its own `main`.
    let objects: [String]
    /// The module maps of the C libraries that krader's modules name.
    let moduleMaps: [String]

    var modules: String { folder + "/Modules" }

    private static let imported = [
        "KraderCommands", "KraderEngine", "KraderModel", "KraderStrategies",
    ]

    /// Finds what the build left. Throws `ExitFault` with exit code 2 that says what to do where
    /// something is missing.
    init() throws {
        guard let program = FolderPath.real("/proc/self/exe") else {
            throw ScratchFolder.fault("find", "/proc/self/exe")
        }
        try self.init(program: program)
    }

    /// - Parameter program: an absolute path without links.
    init(program: String) throws {
        func missing(_ what: String) -> ExitFault {
            ExitFault(
                status: .usage,
                message: "A strategy in one file is compiled against what 'swift build' leaves "
                    + "beside krader, and there is no '\(shown(what, charactersMax: 200))'. Build "
                    + "krader from its sources and run it where it was built "
                    + "(.build/release/krader), or begin a package: krader strategies new NAME.")
        }
        self.program = program
        let slash = program.lastIndex(of: "/") ?? program.startIndex
        folder = String(program[..<slash])
        let name = String(program[slash...].drop { $0 == "/" })
        for module in KraderBuild.imported {
            let path = "\(folder)/Modules/\(module).swiftmodule"
            guard access(path, R_OK) == 0 else { throw missing(path) }
        }
        let list = "\(folder)/\(name).product/Objects.LinkFileList"
        var bytes: [UInt8] = []
        do throws(FileFault) {
            try FileReader.read(list) { bytes += $0 }
        } catch {
            throw missing(list)
        }
        let own = name.map { $0.isLetter || $0.isNumber ? $0 : "_" } + ".build/"
        objects = KraderBuild.objects(listed: bytes).filter { !$0.hasPrefix(String(own)) }
            .map { [folder] in folder + "/" + $0 }
        for object in objects where access(object, R_OK) != 0 { throw missing(object) }
        guard let maps = KraderBuild.moduleMaps(near: folder) else {
            throw missing("Sources/CLibCSV/module.modulemap")
        }
        moduleMaps = maps
    }

    /// The objects by their paths below the build's folder, which may have been moved since. The
    /// list has them where they were, in quotes where a shell would need them. Copies of modules,
    /// which only a debugger asks for, are left out.
    static func objects(listed bytes: [UInt8]) -> [String] {
        bytes.split(separator: 0x0A).compactMap { line in
            let text = String(decoding: line, as: UTF8.self)
                .drop { $0 == "'" || $0 == "\"" }
            let parts = text.split(separator: "/")
            guard let first = parts.lastIndex(where: { $0.hasSuffix(".build") }),
                first < parts.count - 1
            else { return nil }
            var path = parts[first...].joined(separator: "/")
            while path.hasSuffix("'") || path.hasSuffix("\"") { path.removeLast() }
            return path.hasSuffix(".swiftmodule.o") ? nil : path
        }
    }

    /// The module maps in krader's sources: above the build's folder, or where they were when
    /// krader was built.
    private static func moduleMaps(near folder: String) -> [String]? {
        var places: [String] = []
        var above = folder
        while let slash = above.lastIndex(of: "/") {
            above = String(above[..<slash])
            places.append(above + "/Sources")
        }
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        places.append(parts.dropLast(2).joined(separator: "/"))
        for place in places where access(place + "/CLibCSV/module.modulemap", R_OK) == 0 {
            let names = (try? ResultFiles.names(in: place)) ?? []
            return names.flatMap { name in
                ["", "include/"].map { "\(place)/\(name)/\($0)module.modulemap" }
            }
            .filter { access($0, R_OK) == 0 }
        }
        return nil
    }

    /// Adds to a key what differs when any of the build was made anew.
    func add(to key: inout CacheKey) throws {
        try key.add(contentOf: program)
        let files = objects + KraderBuild.imported.map { "\(modules)/\($0).swiftmodule" }
        for path in files { key.add(stampOf: path) }
    }
}
