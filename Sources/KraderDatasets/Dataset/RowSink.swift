import KraderMarket

/// The place where the rows of an import go: a dataset on disk, or memory.
protocol RowSink: AnyObject {
    /// The files written so far.
    var files: [RowFile] { get }

    /// Takes the rows of one file: whole ones, in order of time, at least one. Count, sum and
    /// the times of the first and last row are filled in here.
    func write(_ header: RowHeader, _ rows: UnsafeRawBufferPointer) throws(DatasetFault)
}

extension DatasetWriter: RowSink {}
