import KraderJSON
import KraderModel

/// Decodes each field where libcsv hands it over, so that no field is copied on the way of a row
/// that is taken, and makes the row when it ends.
///
/// 1. A field is looked at once, by the role of its column; what it says stands in `numbers` and
///    its neighbours until the row ends.
/// 2. The first field that is not what it must be makes `reject`, with its text; at the end of the
///    row it is delivered instead of the row, unless all fields were empty.
/// 3. Nothing here grows with the text but the table of codes, which has a limit.
struct ImportDecoder: ~Copyable, CSVSink {
    let options: ImportOptions
    var lines = CSVLines()
    /// Where rows go; set while a piece is read.
    var batch: UnsafeMutablePointer<ImportBatch>?
    var notes = ImportNotes()
    /// The fields of the first row, until it ends.
    private var firstRow: [[UInt8]] = []
    /// The first rows of a file without header, until they tell what its columns are.
    private var sample: [(line: Int, fields: [[UInt8]])] = []
    private var sampleBytes = 0
    /// The first row is not UTF-8: nor are names.
    var isDecoded = false
    private(set) var plan: ImportPlan?
    /// The first row could not be understood, or the rows cannot: nothing more is looked at.
    var fault: TextFault?
    var issues: ImportIssues
    var times: TimeField
    var span = StampSpan()
    var changes = ChangeEvidence()
    var values = ValueEvidence()
    var words = LastWords()

    // What the columns mean, for the fields to come.
    private var roles = FixedBuffer<FieldRole>(repeating: .ignored, count: 0)
    private var content = ImportContent.ticks
    private(set) var lastPlace = 0
    private(set) var hasDate = false

    // The row being read.
    private(set) var fieldCount = 0
    /// All lengths or-ed: 0 when no field has any text.
    private var rowBytes = 0
    private(set) var isRejected = false
    private var reject: ImportReject?
    var row = ImportFields()

    static let listMax = 2 * Book.depthMax

    init(options: ImportOptions) {
        self.options = options
        issues = ImportIssues(allowsIndexCodes: options.allowsIndexCodes)
        times = TimeField(zone: options.zone, epochUnit: options.epochUnit)
    }

    static var takeField: CSVTakeField {
        { field, count, decoder in
            guard let decoder = decoder?.assumingMemoryBound(to: ImportDecoder.self) else { return }
            let start = field.map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) }
            decoder.pointee.take(CSVField(start: start, count: count))
        }
    }

    static var takeRow: CSVTakeRow {
        { terminator, decoder in
            guard let decoder = decoder?.assumingMemoryBound(to: ImportDecoder.self) else { return }
            decoder.pointee.endRow(terminator)
        }
    }

    @inline(__always)
    private mutating func take(_ field: CSVField) {
        let place = fieldCount
        fieldCount = place + 1
        rowBytes |= field.count
        if let start = field.baseAddress { lines.add(start, field.count) }
        guard place < roles.count else {
            takeBeyond(field)
            return
        }
        let role = roles[place]
        if role.kind != .ignored { decode(field, role, place) }
    }

    /// A field of the first row, or one beyond the last column.
    private mutating func takeBeyond(_ field: CSVField) {
        if plan == nil {
            if fault == nil { firstRow.append(Array(field)) }
        } else if !field.isEmpty, fault == nil {
            refuse(
                .longRow, place: -1, field,
                "there are \(roles.count) columns: numbers with separators stand in quotes")
        }
    }

    @inline(__always)
    private mutating func endRow(_ terminator: Int32) {
        let line = lines.line
        let hasFields = fieldCount > 0
        guard lines.endRow(terminator, hasFields: hasFields), fault == nil else {
            fieldCount = 0
            return
        }
        if rowBytes == 0 {
            notes.blank += 1
        } else if plan == nil {
            begin(line)
        } else {
            takeRow(line)
        }
        if isRejected {
            isRejected = false
            reject = nil
        }
        if plan == nil { firstRow = [] }
        fieldCount = 0
        rowBytes = 0
        row.timeKind = .none
        row.dateKind = .none
    }

    @inline(__always)
    private mutating func takeRow(_ line: Int) {
        notes.rows += 1
        if fieldCount <= lastPlace, !isRejected {
            refuse(
                .shortRow, place: -1, CSVField(start: nil, count: 0),
                "it has \(fieldCount) fields, and column \(lastPlace + 1) is looked at")
        }
        if !isRejected {
            switch content {
            case .ticks: takeTick(line)
            case .candles: takeCandle(line)
            case .quotes, .books: takeBook(line)
            }
        }
        if isRejected { deliverReject(line) }
    }

    private mutating func deliverReject(_ line: Int) {
        guard var reject else { return }
        notes.rejected += 1
        reject.line = Int64(line)
        batch?.pointee.rejects.append(reject)
    }

    /// Notes why the row is not taken; what comes first counts.
    /// - Parameter place: the column from 0; -1 for the row as a whole.
    mutating func refuse(
        _ code: ImportReject.Code, place: Int, _ field: CSVField, _ reason: String
    ) {
        guard !isRejected else { return }
        refuse(code, place: place, text(field), reason)
    }

    mutating func refuse(
        _ code: ImportReject.Code, place: Int, _ value: String, _ reason: String
    ) {
        guard !isRejected else { return }
        isRejected = true
        let titles = plan?.titles ?? []
        let column = titles.indices.contains(place) ? shown(titles[place]) : ""
        reject = ImportReject(line: 0, code, column: column, value: value, reason: reason)
    }

    func text(_ field: CSVField) -> String {
        let bytes = Array(field.prefix(100))
        if let text = String(validating: bytes, as: UTF8.self) { return shown(text) }
        return shown(options.decodeTitle?(bytes) ?? String(decoding: bytes, as: UTF8.self))
    }

    /// A row is complete and it is not yet known what the columns are: of a file without header
    /// more rows are needed, and all of them are then read as such.
    private mutating func begin(_ line: Int) {
        // All titles or none: a short word in CP949 may be UTF-8 by chance.
        isDecoded =
            isDecoded || firstRow.contains { String(validating: $0, as: UTF8.self) == nil }
        if sample.isEmpty {
            let titles = titles(firstRow)
            var probe = times
            guard ImportPlan.mustTellColumns(titles, options, { isTime($0, &probe) }) else {
                return understand([titles], from: [(line, firstRow)])
            }
        }
        sample.append((line, firstRow))
        sampleBytes += firstRow.reduce(0) { $0 + $1.count }
        if sample.count == HeaderlessColumns.rowsMax || sampleBytes > HeaderlessColumns.bytesMax {
            finish()
        }
    }

    /// The text is over, or enough is there: reads the rows that were kept.
    mutating func finish() {
        guard !sample.isEmpty, plan == nil, fault == nil else { return }
        let kept = sample
        sample = []
        understand(kept.map { titles($0.fields) }, from: kept)
    }

    private func titles(_ row: [[UInt8]]) -> [String] {
        row.map { bytes in
            (isDecoded ? options.decodeTitle?(bytes) : nil)
                ?? String(decoding: bytes, as: UTF8.self)
        }
    }

    private func isTime(_ text: String, _ probe: inout TimeField) -> Bool {
        var text = text
        return text.withUTF8 { probe.read($0) != nil }
    }

    private mutating func understand(
        _ texts: [[String]], from rows: [(line: Int, fields: [[UInt8]])]
    ) {
        do throws(ImportPlan.Fault) {
            var probe = times
            let plan = try ImportPlan(rows: texts, options: options) { isTime($0, &probe) }
            content = plan.content
            lastPlace = plan.lastPlace
            hasDate = plan.places[.date] >= 0 || options.date != nil
            notes.hasAssumedColumns = plan.hasAssumedColumns
            if plan.hasAssumedColumns {
                notes.assumedColumns = plan.meanings.compactMap(\.self).joined(separator: ", ")
            }
            let kinds = plan.roles
            roles = FixedBuffer(count: kinds.count) { kinds[$0] }
            self.plan = plan
            row.begin(plan)
            if !plan.hasHeader { for kept in rows { takeAgain(kept.line, kept.fields) } }
        } catch {
            giveUp(error.message, line: rows[0].line, allowed: error.allowed)
        }
    }

    /// Reads a row that was kept.
    private mutating func takeAgain(_ line: Int, _ fields: [[UInt8]]) {
        fieldCount = 0
        row.timeKind = .none
        row.dateKind = .none
        for field in fields {
            field.withUnsafeBufferPointer { field in
                if fieldCount < roles.count { takeAgain(field) } else { takeAgainBeyond(field) }
            }
        }
        takeRow(line)
        isRejected = false
        reject = nil
    }

    private mutating func takeAgainBeyond(_ field: CSVField) {
        fieldCount += 1
        takeBeyond(field)
    }

    private mutating func takeAgain(_ field: CSVField) {
        let place = fieldCount
        fieldCount += 1
        guard place < roles.count, roles[place].kind != .ignored else { return }
        decode(field, roles[place], place)
    }

    /// The text as a whole cannot be understood.
    mutating func giveUp(_ message: String, line: Int, allowed: String) {
        fault = TextFault(
            file: options.file, position: TextPosition(line: line, column: 0), message: message,
            allowed: allowed)
    }
}
