import Foundation
import Testing

@Suite("The dataset that ships")
struct SampleDatasetTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private var sample: URL { Self.root.appendingPathComponent("datasets/krx-sample") }

    /// The paths of all files below a folder, relative to it.
    private func files(_ folder: URL) -> [String] {
        let all = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
        return (all ?? []).filter {
            let values = try? folder.appendingPathComponent($0).resourceValues(forKeys: [
                .isRegularFileKey
            ])
            return values?.isRegularFile == true
        }.sorted()
    }

    @Test("is what the command in its README makes, byte by byte, and smaller than 5 MB")
    func regenerates() throws {
        let readme = try String(
            contentsOf: sample.appendingPathComponent("README.md"), encoding: .utf8)
        let start = try #require(readme.range(of: "krader data generate"))
        let end = try #require(readme.range(of: "\n```", range: start.lowerBound..<readme.endIndex))
        let command = readme[start.lowerBound..<end.lowerBound]
            .replacingOccurrences(of: "\\\n", with: "")
        // An argument in quotes may have blanks.
        var arguments: [String] = []
        for (place, part) in command.components(separatedBy: "\"").enumerated() {
            arguments += place % 2 == 1 ? [part] : part.split(separator: " ").map(String.init)
        }
        let workshop = try Workshop()
        try FileManager.default.createDirectory(
            at: workshop.url("datasets"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            at: Self.root.appendingPathComponent("datasets/recipes"),
            to: workshop.url("datasets/recipes"))
        let done = try workshop.start(Array(arguments.dropFirst())).finished()
        #expect(done.exit == 0, "\(done.err)")
        let made = workshop.url("datasets/krx-sample")
        let names = files(sample).filter { $0 != "README.md" }
        #expect(names.count > 70)
        #expect(files(made) == names)
        var bytes = 0
        for name in names {
            let here = try Data(contentsOf: sample.appendingPathComponent(name))
            #expect(try Data(contentsOf: made.appendingPathComponent(name)) == here, "\(name)")
            bytes += here.count
        }
        #expect(bytes < 5_000_000)
    }
}
