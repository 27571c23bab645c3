import Glibc
import KraderDatasets
public import KraderEngine
import KraderJSON
import KraderRuns
import KraderScenario

/// A program of krader with the strategies of one file. It is compiled when it must be, else it is
/// taken as it was kept.
public struct OneFileProgram {
    /// The path of the program.
    let path: String
    /// What the compiler had to say of the file, though it made a program of it.
    let warnings: String

    /// Makes the program. Throws `ExitFault`: exit 2 for what the file says wrong, with its lines,
    /// and where krader's modules or the compiler are missing.
    init(_ source: StrategySource, optimize: Bool, calls: FolderCalls) throws {
        let build = try KraderBuild()
        let compiler = try SwiftCompiler()
        let cache = try ProgramCache()
        let flags = SwiftCompiler.flags(optimize: optimize)
        let key = try OneFileProgram.key(source, build, compiler, flags)
        let entry =
            try cache.entry(key)
            ?? cache.add(key, calls: calls) { folder in
                try OneFileProgram.compile(source, build, compiler, flags, in: folder, cache)
            }
        path = entry + "/" + ProgramCache.programName
        let said = (try? readWholeFile(entry + "/" + ProgramCache.saidName)) ?? []
        warnings = OneFileProgram.named(source, String(decoding: said, as: UTF8.self))
    }

    /// The key of all that a program follows from.
    static func key(
        _ source: StrategySource, _ build: KraderBuild, _ compiler: SwiftCompiler,
        _ flags: [String]
    ) throws -> String {
        var key = CacheKey()
        key.add(source.bytes)
        key.add(source.main)
        for flag in flags { key.add(flag) }
        key.add(stampOf: compiler.path)
        try build.add(to: &key)
        return key.text()
    }

    private static func compile(
        _ source: StrategySource, _ build: KraderBuild, _ compiler: SwiftCompiler,
        _ flags: [String], in folder: String, _ cache: ProgramCache
    ) throws {
        // The compiler gets a copy: what is compiled is what the key is made of, whatever is saved
        // meanwhile.
        try write(source.bytes, to: "\(folder)/\(SwiftCompiler.sourceName)")
        try write(Array(source.main.utf8), to: folder + "/main.swift")
        let objects = build.objects.map(SwiftCompiler.quoted).joined()
        try write(Array(objects.utf8), to: folder + "/objects")
        // The build made these modules of the same headers; elsewhere making them takes some
        // seconds once.
        let made = build.folder + "/ModuleCache"
        let modules = access(made, W_OK) == 0 ? made : cache.folder + "/modules"
        let said = folder + "/" + ProgramCache.saidName
        let end = try ChildProgram(
            compiler.path,
            compiler.arguments(build, flags: flags, in: folder, modules: modules), said: said
        ).wait()
        let answer = String(decoding: (try? readWholeFile(said)) ?? [], as: UTF8.self)
        let told = ofFile(answer.replacing(folder + "/", with: ""))
        if Interruption.isRequested {
            throw ExitFault(status: Interruption.status, message: "Interrupted.")
        }
        guard end == 0, access("\(folder)/\(ProgramCache.programName)", X_OK) == 0 else {
            throw fault(source, told.isEmpty ? answer : named(source, told), !told.isEmpty, end)
        }
        try write(Array(told.utf8), to: said)
    }

    /// What the compiler said of the user's file, with the notes that belong to it. What it said of
    /// krader's `main` follows from that.
    static func ofFile(_ said: String) -> String {
        var isKept = false
        return said.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
            if line.hasPrefix(SwiftCompiler.sourceName + ":") {
                isKept = true
            } else if line.hasPrefix("main.swift:") {
                isKept = false
            }
            return isKept
        }.joined(separator: "\n")
    }

    /// The compiler saw a copy; people know the file by the name that they gave.
    private static func named(_ source: StrategySource, _ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasPrefix(SwiftCompiler.sourceName + ":")
                ? source.path + line.dropFirst(SwiftCompiler.sourceName.count) : String(line)
        }.joined(separator: "\n")
    }

    private static func fault(
        _ source: StrategySource, _ text: String, _ isOfFile: Bool, _ end: Int32
    ) -> ExitFault {
        let path = shown(source.path, charactersMax: 200)
        var said = text[...]
        while said.last == "\n" { said.removeLast() }
        if isOfFile {
            return ExitFault(
                status: .usage, message: "'\(path)' does not compile:\n\(said)")
        }
        return ExitFault(
            status: .usage,
            message: "'\(path)' could not be made a program (the compiler ended with \(end)):\n"
                + "\(said)\nIf the compiler is not that with which krader was built, or half of a "
                + "build is newer, build krader anew: swift build -c release.")
    }

    private static func write(_ bytes: [UInt8], to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileFault(path: path, number: errno) }
        defer { close(descriptor) }
        try FileWriter.append(bytes, to: descriptor, path)
    }
}

extension KraderProgram {
    /// Tells of a run that plays none of the user's own strategies, and how it would.
    func noteUnplayed(in run: RunPlan) {
        let kinds = run.scenario.strategies.map(\.kind.name)
        guard let first = own.first, !kinds.contains(where: own.contains) else { return }
        let played = kinds.isEmpty ? "no strategy" : kinds.joined(separator: ", ")
        terminal.note([
            "'\(shown(run.scenario.name))' plays \(played), and not "
                + "\(own.joined(separator: ", ")); "
                + "--set 'strategies=[{\"name\":\"\(first)\"}]' puts it in."
        ])
    }
}

extension OneFileProgram {
    /// Runs as the `main` of such a program: every command of krader, with the file's strategies
    /// beside those that ship. Returns the exit code.
    public static func run(
        _ own: [StrategyKind], beside shipped: StrategyCatalog, _ arguments: [String]
    ) -> Int32 {
        var catalog = shipped
        for kind in own {
            guard catalog[kind.name] == nil else {
                Terminal().complain(
                    "Error: The file's strategy has the name '\(shown(kind.name))', and there is "
                        + "one of that name already; give its 'static let name' another.\n")
                return ExitStatus.usage.rawValue
            }
            catalog.add(kind)
        }
        return KraderProgram(catalog: catalog, own: own.map(\.name)).run(arguments)
    }
}
