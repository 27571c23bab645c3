import KraderJSON

/// Tells the rows of a CSV text apart, piece by piece, and hands them over one by one.
struct CSVReader: ~Copyable {
    private var text: CSVText<CSVBatch>

    var fault: TextFault? { text.fault }

    init(file: String) { text = CSVText(file: file, sink: CSVBatch()) }

    /// Reads a piece of the text; rows that end in it are handed over. After a fault nothing more
    /// is read.
    mutating func read(_ piece: UnsafeRawBufferPointer, _ body: (CSVRow) -> Void) {
        let batch = text.sink
        text.read(piece) { batch.pointee.drain(body) }
    }

    /// Ends the text: hands over the last row, which may lack its line break.
    mutating func finish(_ body: (CSVRow) -> Void) {
        let batch = text.sink
        text.finish { batch.pointee.drain(body) }
    }
}

extension CSVBatch: CSVSink {
    static var takeField: CSVTakeField {
        { field, count, batch in
            guard let batch = batch?.assumingMemoryBound(to: CSVBatch.self) else { return }
            if let field {
                let start = UnsafePointer(field.assumingMemoryBound(to: UInt8.self))
                batch.pointee.addField(start, count)
            } else {
                batch.pointee.addEmptyField()
            }
        }
    }

    static var takeRow: CSVTakeRow {
        { terminator, batch in
            batch?.assumingMemoryBound(to: CSVBatch.self).pointee.endRow(terminator)
        }
    }
}
