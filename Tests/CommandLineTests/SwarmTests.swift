import Foundation
import Testing

@Suite("krader swarm") struct SwarmTests {
    private func krader(_ arguments: String...) throws -> Finished {
        try Workshop().start(["swarm"] + arguments, environment: ["COLUMNS": "80"]).finished()
    }

    @Test("the seed comes first, the worlds behind it are played, and what they reached is told")
    func plays() throws {
        let result = try krader("--worlds", "3", "--seed", "1", "--symbols", "2", "--jobs", "2")
        #expect(result.exit == 0)
        #expect(result.err.hasPrefix("The first seed is 1.\n"))
        #expect(result.out.hasPrefix("3 worlds, none failed\n"))
        #expect(result.out.contains("an order is filled"))
    }

    @Test("the same worlds reach the same, however many are played at once")
    func jobs() throws {
        func reached(_ jobs: String) throws -> Any? {
            let result = try krader(
                "--worlds", "4", "--seed", "5", "--symbols", "1", "--jobs", jobs, "--json",
                "--quiet")
            #expect(result.err == "")
            let object = try JSONSerialization.jsonObject(with: Data(result.out.utf8))
            let members = object as? [String: Any]
            #expect(members?["worlds"] as? Int == 4 && members?["seed"] as? String == "5")
            return members?["reached"]
        }
        let one = try reached("1") as? [NSDictionary]
        let two = try reached("2") as? [NSDictionary]
        #expect(one != nil && one == two)
    }

    @Test("a time ends it as well as a number of worlds")
    func minutes() throws {
        let result = try krader("--minutes", "0.01", "--symbols", "1", "--seed", "1")
        #expect(result.exit == 0)
    }

    @Test(
        "what can't be is refused",
        arguments: [
            ["--worlds", "0"], ["--minutes", "0"], ["--symbols", "21"], ["--jobs", "0"],
            ["--seed", "x"],
        ])
    func refused(arguments: [String]) throws {
        let result = try Workshop().start(
            ["swarm"] + arguments, environment: ["COLUMNS": "80"]
        ).finished()
        #expect(result.exit == 2)
        #expect(result.err.contains(arguments[0]))
    }
}
