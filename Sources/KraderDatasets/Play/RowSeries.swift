import KraderMarket
import KraderModel

/// Reads the row files of one symbol, one after the other. Each is opened when its turn comes:
/// of a history of any length one file is in memory.
struct RowSeries {
    private let dataset: Dataset
    private let files: [RowFile]
    private let faults: DatasetFaults
    private var nextFile = 0
    private var current: OpenRows?
    private var nextRow = 0

    /// - Parameter files: the files in order of time.
    init(_ dataset: Dataset, _ files: [RowFile], _ faults: DatasetFaults) {
        self.dataset = dataset
        self.files = files
        self.faults = faults
    }

    /// The next rows of a file, verified, at most a given number of them; `nil` at the end, and
    /// after a fault, which is noted.
    mutating func next(_ wanted: Int) -> (header: RowHeader, bytes: UnsafeRawBufferPointer)? {
        while faults.first == nil {
            do throws(DatasetFault) {
                if current == nil {
                    guard nextFile < files.count else { return nil }
                    current = try dataset.open(files[nextFile])
                    nextFile += 1
                    nextRow = 0
                }
                guard let header = current?.header, nextRow < header.count else {
                    try current?.checkReadable()
                    current = nil
                    continue
                }
                let end = min(nextRow + wanted, header.count)
                guard let bytes = try current?.bytes(of: nextRow..<end) else { return nil }
                nextRow = end
                return (header, bytes)
            } catch {
                faults.note(error)
            }
        }
        return nil
    }

    /// Notes that a row that was handed out last holds what cannot be.
    ///
    /// - Parameter place: the row's place among the last call's `count` rows.
    func note(_ reason: RowFault.Reason, place: Int, of count: Int) {
        guard let current else { return }
        faults.note(current.fault(reason, row: nextRow - count + place))
    }
}
