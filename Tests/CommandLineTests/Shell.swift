import Foundation

extension Workshop {
    /// Runs a script of the shell in this folder, where `$krader` is the program.
    func shell(_ script: String) throws -> Finished {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script]
        process.currentDirectoryURL = folder
        var environment = ProcessInfo.processInfo.environment.filter {
            !$0.key.hasPrefix("KRADER_")
        }
        environment["krader"] = try program().path
        process.environment = environment
        let (out, err) = (Pipe(), Pipe())
        process.standardOutput = out
        process.standardError = err
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let said = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let complaint = String(
            decoding: err.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let status = process.terminationStatus
        return Finished(
            out: said, err: complaint,
            exit: process.terminationReason == .uncaughtSignal ? 128 + status : status)
    }

    /// Every file below a folder by its path, hidden ones too.
    func tree(_ path: String = "") throws -> [String: Data] {
        var files: [String: Data] = [:]
        let base = url(path).path
        for name in try FileManager.default.subpathsOfDirectory(atPath: base) {
            let kind = try FileManager.default.attributesOfItem(atPath: base + "/" + name)[.type]
            guard kind as? FileAttributeType == .typeRegular else { continue }
            files[name] = try Data(contentsOf: URL(fileURLWithPath: base + "/" + name))
        }
        return files
    }
}

/// Imports a small dataset `d` below `datasets`.
func importSample(_ workshop: Workshop, _ more: String...) throws -> Finished {
    try workshop.write(
        "time,code,price,size\n2026-03-03 09:00:00,005930,70000,1\n", to: "prints.csv")
    return try workshop.start(["data", "import", "prints.csv", "-q"] + more).finished()
}
