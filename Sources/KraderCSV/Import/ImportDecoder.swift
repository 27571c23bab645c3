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
    /// Where rows go; it is set while a piece is read.
    var batch: UnsafeMutablePointer<ImportBatch>?
    var notes = ImportNotes()
    /// The fields of the first row, until it ends.
    var firstRow: [[UInt8]] = []
    /// The first rows, where the very first doesn't say alone what the columns are.
    var sample: [(line: Int, fields: [[UInt8]])] = []
    var sampleBytes = 0
    /// Whether the first row is not UTF-8: then names are not either.
    var isDecoded = false
    var plan: ImportPlan?
    /// Why the first row or the rows could not be understood: nothing more is looked at.
    var fault: TextFault?
    var issues: ImportIssues
    var times: TimeField
    var span = StampSpan()
    var changes = ChangeEvidence()
    var values = ValueEvidence()
    var words = LastWords()

    // These say what the columns mean, for the fields to come.
    var roles = FixedBuffer<FieldRole>(repeating: .ignored, count: 0)
    var content = ImportContent.ticks
    var lastPlace = 0
    var hasDate = false

    // These are of the row being read.
    var fieldCount = 0
    /// The lengths of all fields or-ed: 0 when no field has any text.
    private var rowBytes = 0
    var isRejected = false
    private var reject: ImportReject?
    /// The line of a row that was kept and is read again.
    var keptLine: Int?
    /// The last row that was rejected for more than lack of prices, counted from 1, and how many
    /// rows up to it were rejected without a gap.
    private var lastRejected = 0
    private var rejectedInRow = 0
    /// The number of the last blank lines, and how many rows stand before them.
    private var blankLines = 0
    private var rowsBeforeBlank = 0
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

    /// Takes a field of the first row, or one beyond the last column.
    mutating func takeBeyond(_ field: CSVField) {
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
            takeBlank()
        } else if plan == nil {
            begin(line)
        } else {
            takeRow(line)
        }
        if isRejected { forgetReject() }
        if plan == nil { firstRow = [] }
        fieldCount = 0
        rowBytes = 0
        row.timeKind = .none
        row.dateKind = .none
    }

    mutating func forgetReject() {
        isRejected = false
        reject = nil
        row.emptyPrices = 0
        row.isVolumeEmpty = false
        row.hasOtherFault = false
    }

    @inline(__always)
    mutating func takeRow(_ line: Int) {
        notes.rows += 1
        if fieldCount <= lastPlace, !isRejected {
            refuse(
                .shortRow, place: -1, CSVField(start: nil, count: 0),
                "\(fieldCount) fields, \(lastPlace + 1) expected")
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

    /// Counts a blank row. Blank lines with which the text ends don't count; all other blank rows
    /// do.
    private mutating func takeBlank() {
        if rowsBeforeBlank != notes.rows {
            notes.blank += blankLines
            blankLines = 0
        }
        rowsBeforeBlank = notes.rows
        if fieldCount > 1 { notes.blank += 1 } else { blankLines += 1 }
    }

    /// Blank lines that rows followed, and that are not yet counted.
    var blankBetween: Int { notes.rows > rowsBeforeBlank ? blankLines : 0 }

    /// The number of rejected rows with which the text ends, and that begin with words where a time
    /// stands.
    var rejectedAtEnd: Int { lastRejected == notes.rows ? rejectedInRow : 0 }

    private mutating func deliverReject(_ line: Int) {
        guard var reject else { return }
        if saysNoPrice {
            if options.form.skipsEmpty {
                notes.withoutPrices += 1
                return
            }
            reject.reason =
                "the row has no price: \(options.asker.name("skip-empty")) leaves such rows out"
            notes.rejectedWithoutPrices += 1
        } else if reject.code == ImportReject.Code.badTime.rawValue,
            !(reject.value.first?.isNumber ?? false)
        {
            // Words where the time stands are no row of the table, as those after it.
            rejectedInRow = lastRejected == notes.rows - 1 ? rejectedInRow + 1 : 1
            lastRejected = notes.rows
        }
        notes.rejected += 1
        reject.line = Int64(line)
        batch?.pointee.rejects.append(reject)
    }

    /// Whether all that is wrong with the row is that its prices say nothing, and that it didn't
    /// trade.
    private var saysNoPrice: Bool {
        guard row.emptyPrices > 0, !row.hasOtherFault else { return false }
        let isTick = content == .ticks
        let slot = isTick ? NumberSlot.size : NumberSlot.volume
        return row.emptyPrices == (isTick ? 1 : 4)
            && (row.isVolumeEmpty || row.numbers[slot] == 0)
    }

    /// Notes that a number says nothing: `-`, `null`.
    mutating func refuseEmpty(_ field: CSVField, place: Int, isPrice: Bool) {
        let hadFault = row.hasOtherFault
        refuse(.badNumber, place: place, field, "it must be a number")
        row.hasOtherFault = hadFault
        if isPrice {
            row.emptyPrices += 1
        } else if place == plan?.places[content == .ticks ? .size : .volume] {
            row.isVolumeEmpty = true
        }
    }

    /// Notes why the row is not taken; the first reason counts.
    /// - Parameter place: the column from 0; -1 for the row as a whole.
    mutating func refuse(
        _ code: ImportReject.Code, place: Int, _ field: CSVField, _ reason: String
    ) {
        row.hasOtherFault = true
        guard !isRejected else { return }
        refuse(code, place: place, text(field), reason)
    }

    mutating func refuse(
        _ code: ImportReject.Code, place: Int, _ value: String, _ reason: String
    ) {
        row.hasOtherFault = true
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
}
