import KraderMarket

/// The place where the records of an import go: a dataset on disk, or memory.
protocol RowSink: AnyObject {
    /// The files written so far.
    var files: [RecordFile] { get }

    /// Takes the records of one file: whole ones, in order of time, at least one. Count, sum and
    /// the times of the first and last record are filled in here.
    func write(_ header: RecordHeader, _ records: UnsafeRawBufferPointer) throws(DatasetFault)
}

extension DatasetWriter: RowSink {}
