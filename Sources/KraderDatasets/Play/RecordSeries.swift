import KraderMarket
import KraderModel

/// Reads the record files of one symbol, one after the other. Each is opened when its turn comes:
/// of a history of any length one file is in memory.
struct RecordSeries {
    private let dataset: Dataset
    private let files: [RecordFile]
    private let faults: DatasetFaults
    private var nextFile = 0
    private var current: OpenRecords?
    private var nextRecord = 0

    /// - Parameter files: the files in order of time.
    init(_ dataset: Dataset, _ files: [RecordFile], _ faults: DatasetFaults) {
        self.dataset = dataset
        self.files = files
        self.faults = faults
    }

    /// The next records of a file, verified, at most a given number of them; `nil` at the end, and
    /// after a fault, which is noted.
    mutating func next(_ wanted: Int) -> (header: RecordHeader, bytes: UnsafeRawBufferPointer)? {
        while faults.first == nil {
            do throws(DatasetFault) {
                if current == nil {
                    guard nextFile < files.count else { return nil }
                    current = try dataset.open(files[nextFile])
                    nextFile += 1
                    nextRecord = 0
                }
                guard let header = current?.header, nextRecord < header.count else {
                    try current?.checkReadable()
                    current = nil
                    continue
                }
                let end = min(nextRecord + wanted, header.count)
                guard let bytes = try current?.bytes(of: nextRecord..<end) else { return nil }
                nextRecord = end
                return (header, bytes)
            } catch {
                faults.note(error)
            }
        }
        return nil
    }

    /// Notes that a record that was handed out last holds what cannot be.
    ///
    /// - Parameter place: the record's place among the last call's `count` records.
    func note(_ reason: RecordFault.Reason, place: Int, of count: Int) {
        guard let current else { return }
        faults.note(current.fault(reason, record: nextRecord - count + place))
    }
}
