import KraderMarket
import KraderModel

/// Reads the changes of status of some symbols of a dataset, a day at a time: there are few of
/// them.
final class DatasetStatuses: StatusSource {
    private let dataset: Dataset
    /// The files in order of day, then symbol.
    private let files: [(symbol: SymbolIndex, file: RowFile)]
    private let period: MomentSpan
    private let faults: DatasetFaults
    private var nextFile = 0
    private var batch = FixedBuffer<StatusChange>(count: 0) { _ in DatasetStatuses.blank }

    private static let blank = StatusChange(
        time: .distantPast, symbol: SymbolIndex(0), status: .normal, cause: .resumption)

    /// - Parameter files: the files, each of one day, in any order.
    init(
        _ dataset: Dataset, _ files: [(symbol: SymbolIndex, file: RowFile)],
        period: MomentSpan, _ faults: DatasetFaults
    ) {
        self.dataset = dataset
        self.files = files.sorted {
            ($0.file.first.day, $0.symbol) < ($1.file.first.day, $1.symbol)
        }
        self.period = period
        self.faults = faults
    }

    func nextStatusChanges() -> BufferView<StatusChange> {
        while nextFile < files.count, faults.first == nil {
            let day = files[nextFile].file.first.day
            var changes: [StatusChange] = []
            do throws(DatasetFault) {
                while nextFile < files.count, files[nextFile].file.first.day == day {
                    changes += try read(files[nextFile].file, files[nextFile].symbol)
                    nextFile += 1
                }
            } catch {
                faults.note(error)
                break
            }
            changes = changes.filter { period.contains($0.time) }
            if changes.isEmpty { continue }
            // The changes of one symbol and time stay in their order.
            let sorted = changes.enumerated().sorted { a, b in
                (a.element.time, a.element.symbol, a.offset)
                    < (b.element.time, b.element.symbol, b.offset)
            }
            batch = FixedBuffer(count: sorted.count) { sorted[$0].element }
            return batch.view
        }
        batch = FixedBuffer(repeating: DatasetStatuses.blank, count: 0)
        return batch.view
    }

    private func read(
        _ file: RowFile, _ symbol: SymbolIndex
    ) throws(DatasetFault) -> [StatusChange] {
        var open = try dataset.open(file)
        let bytes = try open.bytes(of: 0..<open.header.count)
        guard let base = bytes.baseAddress, let day = open.header.day else { return [] }
        var changes: [StatusChange] = []
        for index in 0..<open.header.count {
            let change = StatusRow.read(
                base + index * StatusRow.length, midnight: day.midnight, symbol: symbol)
            guard let change, change.time >= changes.last?.time ?? .distantPast else {
                throw open.fault(.impossible, row: index)
            }
            changes.append(change)
        }
        // The bytes go when the last use of the file is over.
        withExtendedLifetime(open) {}
        return changes
    }
}

extension Moment {
    fileprivate var day: CalendarDate { CalendarDate(self) }
}
