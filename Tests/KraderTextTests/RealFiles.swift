import Foundation

/// Files recorded or published by others, where they are at hand (`KRADER_TEST_DATA`).
enum RealFiles {
    static let folder: String =
        ProcessInfo.processInfo.environment["KRADER_TEST_DATA"]
        ?? URL(filePath: #filePath).appending(path: "../../../../shared/data").standardized.path()

    static var areThere: Bool { FileManager.default.fileExists(atPath: folder + "/MANIFEST.tsv") }

    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
    }
}
