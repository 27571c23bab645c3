import Foundation
import Glibc
import KraderCommands
import KraderDatasets
import KraderStrategies
import Testing

/// The stand-in of a file system that knows neither exchanging names nor new names only nor locks,
/// as folders of Windows, NFS, sshfs and CIFS.
@Suite("On a file system that knows little") struct PoorFileSystemTests {
    private static func poor(_ number: Int32) -> FolderCalls {
        var calls = FolderCalls.system
        calls.exchange = { _, _ in number }
        calls.renameToNew = { _, _ in number }
        calls.lock = { _ in number }
        return calls
    }

    @Test(
        "runs, imports, generations and exports are put in place, and replaced",
        arguments: [EINVAL, ENOSYS])
    func works(number: Int32) throws {
        let workshop = try Workshop()
        try workshop.write(oneBuyOneSell, to: "s.json")
        #expect(try importSample(workshop, "--name", "d").exit == 0)
        let program = KraderProgram(catalog: .shipped, folderCalls: Self.poor(number))
        func run(_ words: String...) -> Int32 {
            program.run(words.map { $0.hasPrefix("./") ? workshop.url($0).path : $0 })
        }
        for _ in 0..<2 {
            #expect(run("backtest", "./s.json", "--out", "./out", "-q") == 0)
            #expect(run("data", "import", "./prints.csv", "--into", "./e", "--replace") == 0)
            #expect(run("data", "export", "./e", "--to", "./csv", "--replace") == 0)
            #expect(
                run(
                    "data", "generate", "--name", "./g", "--replace", "--set",
                    "synthetic.symbols=1", "--set", "from=2026-03-03", "--set", "to=2026-03-03")
                    == 0)
        }
        #expect(
            try workshop.tree("e")["dataset.json"] == workshop.tree("datasets/d")["dataset.json"])
        #expect(try workshop.result("one-buy").integer("exit") == 0)
        #expect(workshop.names("out/one-buy").count == 1)
        #expect(workshop.names() == ["csv", "datasets", "e", "g", "out", "prints.csv", "s.json"])
    }

    @Test("a run that can't be put in place is not thrown away", arguments: [EINVAL, ENOSYS, EIO])
    func finished(number: Int32) throws {
        let workshop = try Workshop()
        try workshop.write(oneBuyOneSell, to: "s.json")
        var calls = Self.poor(number)
        calls.rename = { _, _ in number }
        let program = KraderProgram(catalog: .shipped, folderCalls: calls)
        let exit = program.run([
            "backtest", workshop.url("s.json").path, "--out", workshop.url("out").path, "-q",
        ])
        #expect(exit == (number == EIO ? 13 : 2))
        let name = try #require(workshop.names("out/one-buy").first)
        #expect(try workshop.bytes("out/one-buy/\(name)/result.json").count > 1_000)
        #expect(try workshop.tree("out/one-buy/\(name)").keys.contains("SHA256SUMS"))
    }
}
