public import KraderModel

/// Turns the bytes of one CSV text, piece by piece, into rows of a batch. Memory does not grow with
/// the text.
public struct ImportReader: ~Copyable {
    /// What the first row says; `nil` until it is there, or when it cannot be understood.
    public var recognised: RecognisedTable? { nil }
    /// The codes by series, in the order of their appearance; empty without a column of codes: all
    /// rows are then of series 0.
    public var codes: [IssueCode] { [] }
    /// Complete once `finish` has returned.
    public var notes: ImportNotes { ImportNotes() }
    /// Whether the text cannot be understood: nothing more is read, and `finish` throws why.
    public var hasFailed: Bool { false }

    public init(_ options: ImportOptions) {}

    /// Adds the rows that end in this piece.
    public mutating func read(_ piece: UnsafeRawBufferPointer, into batch: inout ImportBatch) {}

    public mutating func read(_ piece: [UInt8], into batch: inout ImportBatch) {
        piece.withUnsafeBytes { read($0, into: &batch) }
    }

    /// The text is over: adds the last row, which may lack its line break.
    /// - Throws: why the text as a whole cannot be understood.
    public mutating func finish(into batch: inout ImportBatch) throws(TextFaults) {}
}
