import Foundation

/// One file of ours, whole and with everything but its code blanked out.
struct SourceFile {
    /// The path below the package's root: `Sources/KraderModel/Money/Won.swift`.
    let path: String
    let text: String
    /// The bytes of `text`, with comments and the contents of string literals turned into blanks:
    /// words in here are code. Lines and columns are the same.
    let code: [UInt8]
    let lines: [String]
    let codeLines: [String]

    init(path: String, text: String) {
        self.path = path
        self.text = text
        code = CodeScanner.code(of: text)
        lines = SourceFile.lines(of: text)
        codeLines = SourceFile.lines(of: String(decoding: code, as: UTF8.self))
    }

    /// The folder below `Sources` or `Tests`: `KraderModel`.
    var target: String {
        let parts = path.split(separator: "/")
        return parts.count > 2 ? String(parts[1]) : ""
    }

    var isTest: Bool { path.hasPrefix("Tests/") }

    private static func lines(of text: String) -> [String] {
        var lines = text.components(separatedBy: "\n")
        if lines.last == "" { lines.removeLast() }
        return lines
    }
}

/// The package on disk, which is read once.
enum Package {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let sources = swiftFiles(below: "Sources")
    static let tests = swiftFiles(below: "Tests")
    /// The files of the pure targets.
    static let pure = sources.filter { TargetMap.shared.layer(of: $0.target) == .pure }

    static func read(_ path: String) -> String? {
        try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// The names of the folders in a folder, sorted.
    static func folders(in path: String) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(
            atPath: root.appendingPathComponent(path).path)
        return (names ?? []).sorted().filter { name in
            var isFolder: ObjCBool = false
            let place = root.appendingPathComponent("\(path)/\(name)").path
            return FileManager.default.fileExists(atPath: place, isDirectory: &isFolder)
                && isFolder.boolValue
        }
    }

    /// The paths of the files below a folder, sorted.
    static func files(below folder: String) -> [String] {
        let names = FileManager.default.enumerator(
            atPath: root.appendingPathComponent(folder).path)
        return (names?.allObjects as? [String] ?? []).sorted().map { "\(folder)/\($0)" }
    }

    private static func swiftFiles(below folder: String) -> [SourceFile] {
        files(below: folder).filter { $0.hasSuffix(".swift") }.compactMap { path in
            read(path).map { SourceFile(path: path, text: $0) }
        }
    }
}
