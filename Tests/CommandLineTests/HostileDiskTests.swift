import Foundation
import Testing

/// Whether the tests may mount file systems of their own, which end with the process.
private let mayMount: Bool = {
    let workshop = try? Workshop()
    let done = try? workshop?.shell("unshare -m mount -t tmpfs tmpfs . 2>/dev/null")
    return done?.exit == 0
}()

/// Whether the tests may become an ordinary user who can run the program.
private let mayBecomeNobody: Bool = {
    let workshop = try? Workshop()
    let done = try? workshop?.shell(
        "setpriv --reuid=65534 --clear-groups \"$krader\" --version 2>/dev/null")
    return done?.exit == 0
}()

@Suite("When the disk is full, read-only or closed to the user") struct HostileDiskTests {
    private static let scenario = """
        { "schema": 1, "name": "full", "seed": 3,
          "market": { "from": "2026-03-03", "to": "2026-03-03",
            "data": { "synthetic": { "symbols": 5, "prints_per_day": 2000 } } },
          "account": { "cash": 30000000 },
          "strategies": [ { "name": "ema_cross",
            "parameters": { "on": "tick", "fast": 5, "slow": 20 } } ] }
        """

    /// The commands that write, each more than a small disk holds.
    private static let writers = [
        "backtest s.json --out small/out", "data import prints.csv --into small/d",
        "data generate s.json --name small/g",
        "data export ./big --to small/csv",
    ]

    private func workshop() throws -> Workshop {
        let workshop = try Workshop()
        try workshop.write(Self.scenario, to: "s.json")
        var prints = "time,code,price,size\n"
        for row in 0..<20_000 {
            let (minute, second) = (row / 60 % 60, row % 60)
            let at = String(format: "%02d:%02d:%02d", 9 + row / 3_600, minute, second)
            prints += "2026-03-03 \(at),005930,\(70_000 + row % 9 * 100),\(row % 7 + 1)\n"
        }
        try workshop.write(prints, to: "prints.csv")
        try workshop.makeFolder("small")
        let big = try workshop.start(["data", "import", "prints.csv", "--into", "./big", "-q"])
        #expect(try big.finished().exit == 0)
        return workshop
    }

    @Test(
        "a file that may not grow (SIGXFSZ) is a full disk: 13, and nothing is left",
        arguments: writers)
    func fileSize(command: String) throws {
        let workshop = try workshop()
        let done = try workshop.shell("ulimit -f 16; exec \"$krader\" \(command)")
        #expect(done.exit == 13, "\(done.err)")
        #expect(done.err.contains("File too large"), "\(done.err)")
        #expect(workshop.names("small") == [])
    }

    @Test(
        "a full disk is 13 everywhere, and nothing is left", .enabled(if: mayMount),
        arguments: writers)
    func full(command: String) throws {
        let workshop = try workshop()
        let done = try workshop.shell(
            "exec unshare -m sh -c 'mount -t tmpfs -o size=64k tmpfs small && "
                + "\"$krader\" \(command); code=$?; ls -A small; exit $code'")
        #expect(done.exit == 13, "\(done.err)")
        #expect(done.err.contains("No space left on device"), "\(done.err)")
        #expect(done.out == "")
    }

    @Test(
        "a read-only file system is a wrong place: 2, and said", .enabled(if: mayMount),
        arguments: writers)
    func readOnly(command: String) throws {
        let workshop = try workshop()
        let done = try workshop.shell(
            "exec unshare -m sh -c 'mount -t tmpfs -o ro tmpfs small && "
                + "exec \"$krader\" \(command)'"
        )
        #expect(done.exit == 2, "\(done.err)")
        #expect(done.err.contains("Read-only file system"), "\(done.err)")
    }

    @Test(
        "folders that their maker can't open end in an error, at once, and are gone",
        .enabled(if: mayBecomeNobody),
        arguments: writers + ["strategies new mine --krader ../k"])
    func umask(command: String) throws {
        let workshop = try workshop()
        try workshop.makeFolder("k/Sources/KraderCommands")
        try workshop.write("name: \"krader\"", to: "k/Package.swift")
        for name in ["", "small"] { chmod(workshop.url(name).path, 0o777) }
        let place = command.hasPrefix("strategies") ? "cd small; " : ""
        let done = try workshop.shell(
            "umask 477; \(place)exec timeout 20 setpriv --reuid=65534 --clear-groups \"$krader\" "
                + command)
        #expect(done.exit == 2, "\(done.err)")
        #expect(done.err.contains("Permission denied"), "\(done.err)")
        #expect(workshop.names("small") == [])
    }

    @Test(
        "a folder of another user is a wrong place: 2", .enabled(if: mayBecomeNobody),
        arguments: writers)
    func foreign(command: String) throws {
        let workshop = try workshop()
        chmod(workshop.url("").path, 0o755)
        let done = try workshop.shell(
            "exec setpriv --reuid=65534 --clear-groups \"$krader\" \(command)")
        #expect(done.exit == 2, "\(done.err)")
        #expect(workshop.names("small") == [])
    }
}
