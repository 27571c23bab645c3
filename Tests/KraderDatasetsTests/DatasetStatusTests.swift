import KraderDatasets
import KraderMarket
import KraderModel
import Testing

@Suite("Changes of status in a dataset")
struct DatasetStatusTests {
    private static let day = CalendarDate(2026, 3, 3)
    private let codes: [IssueCode]

    init() throws { codes = try ["000660", "005930"].map { try IssueCode($0) } }

    private func change(
        _ day: CalendarDate, _ time: TimeOfDay, _ symbol: Int, _ status: TradingStatus,
        _ cause: StatusChange.Cause
    ) -> StatusChange {
        StatusChange(
            time: day.at(time), symbol: SymbolIndex(symbol), status: status, cause: cause)
    }

    private func write(_ changes: [StatusChange], _ writer: DatasetWriter) throws {
        let bytes = UnsafeMutableRawBufferPointer.allocate(
            byteCount: changes.count * StatusRow.length, alignment: 8)
        defer { bytes.deallocate() }
        let first = try #require(changes.first)
        let day = CalendarDate(first.time)
        for (index, change) in changes.enumerated() {
            let base = try #require(bytes.baseAddress)
            StatusRow.write(
                change, midnight: day.midnight, to: base + index * StatusRow.length)
        }
        try writer.write(
            RowHeader(kind: .statuses, symbol: codes[first.symbol.int], day: day),
            UnsafeRawBufferPointer(bytes))
    }

    @Test("come back by time, then symbol, every status and cause among them")
    func comeBack() throws {
        let next = Self.day.advanced(by: 1)
        let first: [StatusChange] = [
            change(Self.day, TimeOfDay(9, 30), 0, .callAuction, .staticInterruption),
            change(Self.day, TimeOfDay(9, 32), 0, .normal, .resumption),
            change(Self.day, TimeOfDay(11, 0), 0, .halted, .circuitBreaker1),
        ]
        let second: [StatusChange] = [
            change(Self.day, TimeOfDay(9, 31), 1, .callAuction, .dynamicInterruption),
            change(Self.day, TimeOfDay(9, 32), 1, .normal, .resumption),
            change(Self.day, TimeOfDay(11, 0), 1, .halted, .circuitBreaker2),
        ]
        let last: [StatusChange] = [
            change(next, TimeOfDay(9, 0), 1, .halted, .halt),
            change(next, TimeOfDay(13, 0), 1, .closed, .circuitBreaker3),
        ]
        let workspace = try Workspace()
        let writer = try DatasetWriter(path: workspace.path + "/statuses")
        for changes in [last, second, first] { try write(changes, writer) }
        try writer.publish(DatasetDescription())

        let dataset = try Dataset(workspace.path + "/statuses")
        let symbols = codes.enumerated().map { (code: $1, symbol: SymbolIndex($0)) }
        func read(_ period: MomentSpan) throws -> [StatusChange] {
            let faults = DatasetFaults()
            let source = try #require(
                dataset.statuses(of: symbols, in: period, faults: faults))
            var read: [StatusChange] = []
            while true {
                let batch = source.nextStatusChanges()
                if batch.count == 0 { break }
                for index in 0..<batch.count { read.append(batch[index]) }
            }
            #expect(faults.first == nil)
            return read
        }
        let all = try read(MomentSpan(start: .distantPast, end: .distantFuture))
        #expect(
            all == [first[0], second[0], first[1], second[1], first[2], second[2]] + last)
        let cut = try read(
            MomentSpan(start: Self.day.at(TimeOfDay(9, 32)), end: next.at(TimeOfDay(13, 0))))
        #expect(cut == [first[1], second[1], first[2], second[2], last[0]])
    }

    @Test(
        "that cannot be are not read",
        arguments: [
            (8, UInt8(4)), (9, UInt8(7)), (10, UInt8(1)), (15, UInt8(1)), (6, UInt8(1)),
        ])
    func impossible(offset: Int, byte: UInt8) throws {
        var bytes = [UInt8](repeating: 0, count: StatusRow.length)
        func read() -> StatusChange? {
            bytes.withUnsafeBytes {
                guard let base = $0.baseAddress else { return nil }
                return StatusRow.read(
                    base, midnight: Self.day.midnight, symbol: SymbolIndex(0))
            }
        }
        #expect(read() != nil)
        bytes[offset] = byte
        #expect(read() == nil)
    }
}
