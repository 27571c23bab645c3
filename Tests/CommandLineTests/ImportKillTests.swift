import Foundation
import Testing

/// The tests run one after the other: each keeps a processor busy.
@Suite("krader data import, interrupted", .serialized) struct ImportKillTests {
    /// Prints of 40 issues on 3 days, so that both reading and writing take their time.
    private static let prints: String = {
        var text = "time,code,price,size\n"
        for day in 3...5 {
            for row in 0..<20_000 {
                let second = 32_400 + row
                let time = [second / 3_600, second / 60 % 60, second % 60].map {
                    $0 < 10 ? "0\($0)" : "\($0)"
                }
                text += "2026-03-0\(day) \(time.joined(separator: ":")),"
                text += "\(100_010 + row % 40 * 10),\(50_000 + row % 7 * 100),\(row % 9 + 1)\n"
            }
        }
        return text
    }()

    private static let arguments = [
        "data", "import", "prints.csv", "--name", "d", "-q", "--progress", "none",
    ]

    @Test("killed at 20 moments: no dataset or a whole one, and the next import clears up")
    func killed() throws {
        let workshop = try Workshop()
        try workshop.write(Self.prints, to: "prints.csv")
        let began = Date()
        #expect(try workshop.start(Self.arguments).finished().exit == 0)
        let seconds = Date().timeIntervalSince(began)
        let index = try workshop.bytes("datasets/d/index.csv")
        #expect(String(decoding: index, as: UTF8.self).split(separator: "\n").count == 121)
        var whole = 0
        for round in 0..<20 {
            try FileManager.default.removeItem(at: workshop.url("datasets/d"))
            let run = try workshop.start(Self.arguments)
            usleep(UInt32(seconds * 1e6 * (Double(round) + .random(in: 0...1)) / 20))
            run.send(SIGKILL)
            let done = try run.finished()
            let names = workshop.names("datasets")
            if names.contains("d") {
                whole += 1
                try expectWhole(workshop, index)
            } else {
                #expect(done.exit == 128 + SIGKILL)
            }
            #expect(names.allSatisfy { $0 == "d" || $0.hasPrefix(".unfinished-") }, "\(names)")
            if !names.contains("d") {
                #expect(try workshop.start(Self.arguments).finished().exit == 0)
                try expectWhole(workshop, index)
            }
            // Whatever was left is gone with the next import; a finished one left nothing.
            if !names.contains("d") { #expect(workshop.names("datasets") == ["d"]) }
        }
        #expect(whole < 20)
    }

    /// Checks that all files of the index are there with all their bytes.
    private func expectWhole(_ workshop: Workshop, _ index: Data) throws {
        #expect(try workshop.bytes("datasets/d/index.csv") == index)
        for line in String(decoding: index, as: UTF8.self).split(separator: "\n").dropFirst() {
            let fields = line.split(separator: ",")
            let bytes = try workshop.bytes("datasets/d/\(fields[0])")
            #expect(bytes.count == Int(fields[4]))
        }
        #expect(try JSON(workshop.bytes("datasets/d/dataset.json")).integer("instruments") == 40)
    }

    @Test("asked to stop while nobody writes into its pipe, it leaves nothing")
    func noWriter() throws {
        let workshop = try Workshop()
        workshop.makePipe("prints")
        let run = try workshop.start(["data", "import", "prints", "--name", "d"])
        let deadline = Date().addingTimeInterval(30)
        while workshop.names("datasets").isEmpty {
            try #require(Date() < deadline, "The import did not begin")
            usleep(10_000)
        }
        usleep(100_000)
        run.send(SIGTERM)
        #expect(try run.finished().exit == 143)
        #expect(workshop.names() == ["prints"])
    }

    @Test(
        "asked to stop while it waits for more, it leaves nothing",
        arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
    func stopped(signal: Int32, exit: Int32) throws {
        let workshop = try Workshop()
        workshop.makePipe("prints")
        // The pipe is opened for reading too, so that opening does not wait.
        let pipe = open(workshop.url("prints").path, O_RDWR)
        defer { close(pipe) }
        let text = "time,code,price,size\n2026-03-03 09:00:00,005930,70000,1\n"
        #expect(write(pipe, text, text.utf8.count) == text.utf8.count)
        let run = try workshop.start(["data", "import", "prints", "--name", "d"])
        let deadline = Date().addingTimeInterval(30)
        while workshop.names("datasets").isEmpty {
            try #require(Date() < deadline, "The import did not begin")
            usleep(10_000)
        }
        usleep(100_000)
        run.send(signal)
        let done = try run.finished()
        #expect(done.exit == exit && done.out == "")
        #expect(workshop.names() == ["prints"])
    }
}
