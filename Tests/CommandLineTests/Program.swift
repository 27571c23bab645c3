import Foundation

/// What a finished program left behind.
struct Finished: Equatable {
    var out: String
    var err: String
    var exit: Int32
}

/// Runs the built `krader`, which lies beside the test bundle.
func krader(_ arguments: [String], input: String = "") throws -> Finished {
    let process = Process()
    process.executableURL = try program()
    process.arguments = arguments
    var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("KRADER_") }
    environment["COLUMNS"] = "200"
    process.environment = environment
    let (out, err, typed) = (Pipe(), Pipe(), Pipe())
    process.standardOutput = out
    process.standardError = err
    process.standardInput = typed
    try process.run()
    typed.fileHandleForWriting.write(Data(input.utf8))
    try typed.fileHandleForWriting.close()
    let text = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let complaint = String(decoding: err.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return Finished(out: text, err: complaint, exit: process.terminationStatus)
}

/// Runs krader with a line split at blanks, for arguments without blanks in them.
func krader(_ line: String, input: String = "") throws -> Finished {
    try krader(line.split(separator: " ").map(String.init), input: input)
}

/// The program that lies beside the test bundle, or the one that `PROGRAM_UNDER_TEST` names: what
/// the optimiser made of it is tested too.
func program() throws -> URL {
    if let path = ProcessInfo.processInfo.environment["PROGRAM_UNDER_TEST"] {
        return URL(fileURLWithPath: path)
    }
    return try binaryFolder().appendingPathComponent("krader")
}

func binaryFolder() throws -> URL {
    let bundle = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(fileURLWithPath: bundle).deletingLastPathComponent()
}
