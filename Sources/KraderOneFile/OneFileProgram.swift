import Glibc
public import KraderDatasets
import KraderJSON
public import KraderRuns

/// A program of krader with the strategies of one file. It is compiled when it must be, else it is
/// taken as it was kept.
public struct OneFileProgram {
    /// The path of the program.
    public let path: String
    /// What the compiler had to say of the file, though it made a program of it.
    public let warnings: String

    /// Makes the program. Throws `ExitFault`: exit 2 for what the file says wrong, with its lines,
    /// and where krader's modules or the compiler are missing.
    public init(
        _ source: StrategySource, optimize: Bool, calls: FolderCalls, control: RunControl
    ) throws {
        let build = try KraderBuild()
        let compiler = try SwiftCompiler()
        let cache = try ProgramCache()
        let flags = SwiftCompiler.flags(optimize: optimize)
        let key = try OneFileProgram.key(source, build, compiler, flags)
        let entry =
            try cache.entry(key)
            ?? cache.add(key, calls: calls) { folder in
                try OneFileProgram.compile(
                    source, build, compiler, flags, in: folder, cache, control)
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
        _ flags: [String], in folder: String, _ cache: ProgramCache,
        _ control: RunControl
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
        ).wait(control)
        let answer = String(decoding: (try? readWholeFile(said)) ?? [], as: UTF8.self)
        let told = ofFile(answer.replacing(folder + "/", with: ""))
        try control.checkCancelled()
        guard end == 0, access("\(folder)/\(ProgramCache.programName)", X_OK) == 0 else {
            throw fault(source, told.isEmpty ? answer : named(source, told), !told.isEmpty, end)
        }
        try write(Array(told.utf8), to: said)
        let size = FileStamp("\(folder)/\(ProgramCache.programName)")?.size ?? 0
        try write(Array("\(size)".utf8), to: folder + "/" + ProgramCache.sizeName)
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
