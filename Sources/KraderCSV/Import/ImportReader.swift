public import KraderJSON
public import KraderModel

/// Turns the bytes of one CSV text, piece by piece, into rows of a batch. Memory does not grow with
/// the text.
///
///     var reader = ImportReader(ImportOptions(file: "ticks.csv"))
///     var batch = ImportBatch()
///     while let piece = next() {
///         reader.read(piece, into: &batch)
///         // Take the rows.
///         batch.removeAll()
///     }
///     try reader.finish(into: &batch)
///
/// Rows that cannot be taken are rejects of the batch, and the reader goes on. Only a text that
/// cannot be understood at all fails: nothing more is then read, and `finish` throws why.
public struct ImportReader: ~Copyable {
    private var text: CSVText<ImportDecoder>

    public init(_ options: ImportOptions) {
        text = CSVText(
            file: options.file, sink: ImportDecoder(options: options),
            edges: TableEdges(front: options.form.skipLines, footer: options.form.skipFooter),
            decode: options.decodeTitle)
    }

    /// What the first row says; `nil` until it is there, or when it cannot be understood.
    public var recognised: RecognisedTable? {
        text.sink.pointee.plan?.recognised(
            text.encoding, delimiter: text.delimiter, text.sink.pointee.options.form)
    }

    /// The codes by series, in the order of their appearance, with those of rejected rows. The list
    /// is empty without a column of codes: all rows are then of series 0.
    public var codes: [IssueCode] { text.sink.pointee.issues.codes }

    /// What a suffix of each code says, by series: `005930_NX` is of NXT. Codes of one issue with
    /// different suffixes are different series.
    public var scopes: [MarketScope?] { text.sink.pointee.issues.scopes }

    /// What was found so far. Where days begin and end, and how changes are meant, is complete once
    /// `finish` has been called.
    public var notes: ImportNotes {
        var notes = text.sink.pointee.notes
        text.sink.pointee.span.write(to: &notes)
        notes.valueUnit = text.sink.pointee.values.unit
        notes.blank += text.sink.pointee.blankBetween
        notes.linesBefore = text.sink.pointee.options.form.skipLines
        notes.linesAfter = text.footerLines
        notes.rejectedAtEnd = text.sink.pointee.rejectedAtEnd
        notes.form = text.sink.pointee.plan?.form ?? []
        notes.changes =
            text.sink.pointee.options.changes.map { ChangeReadings(possible: [$0]) }
            ?? text.sink.pointee.changes.readings
        return notes
    }

    /// Whether the text cannot be understood.
    public var hasFailed: Bool { text.fault != nil || text.sink.pointee.fault != nil }

    /// Why candles that had to be widened are no rounding.
    private var mendingFault: TextFault? {
        let options = text.sink.pointee.options
        let notes = text.sink.pointee.notes
        let limit = options.widenedMax * Double(notes.traded)
        // In a file of few rows one is too many already: nothing shows that it is a rounding. Of
        // wide gaps only a hundredth of the limit is allowed, as few as of rejects.
        let isMuch =
            Double(notes.widened) > limit || Double(notes.widenedFar) > limit / 100
        guard isMuch else { return nil }
        let far =
            notes.widenedFar > 0 ? ", of \(notes.widenedFar) by more than 1 % of the price" : ""
        return TextFault(
            file: options.file, position: nil,
            message: "High or low does not reach open and close in \(notes.widened) of "
                + "\(notes.traded) candles\(far)",
            allowed: "are the columns swapped? Say which column is which with --columns; of "
                + "adjusted prices that were rounded, more with --max-widened")
    }

    /// Adds the rows that end in this piece.
    public mutating func read(_ piece: UnsafeRawBufferPointer, into batch: inout ImportBatch) {
        guard !hasFailed else { return }
        withUnsafeMutablePointer(to: &batch) { batch in
            text.sink.pointee.batch = batch
            text.read(piece) {}
            text.sink.pointee.batch = nil
        }
    }

    public mutating func read(_ piece: [UInt8], into batch: inout ImportBatch) {
        piece.withUnsafeBytes { read($0, into: &batch) }
    }

    /// Ends the text: adds the last row, which may lack its line break.
    /// - Throws: why the text as a whole cannot be understood.
    public mutating func finish(into batch: inout ImportBatch) throws(TextFaults) {
        if !hasFailed {
            withUnsafeMutablePointer(to: &batch) { batch in
                text.sink.pointee.batch = batch
                text.finish {}
                text.sink.pointee.finish()
                text.sink.pointee.batch = nil
            }
        }
        text.sink.pointee.span.settle()
        if let fault = text.sink.pointee.fault ?? text.fault { throw TextFaults([fault]) }
        if let fault = mendingFault { throw TextFaults([fault]) }
        if text.sink.pointee.plan == nil {
            throw TextFaults([
                TextFault(file: text.file, position: nil, message: "There is no row")
            ])
        }
    }
}
