import KraderJSON
import KraderModel

/// What the columns are, told by the first row or by the first rows together.
extension ImportDecoder {
    /// The most rows that are looked at where the first one is no row of titles that can be
    /// understood.
    private static let titleRowsMax = 32

    /// Takes a complete row while it is not yet known what the columns are. Where the first row
    /// doesn't say it alone, more are kept, and those that hold data are then read as such.
    mutating func begin(_ line: Int) {
        // Either all titles or none are decoded: a short word in CP949 may be UTF-8 by chance.
        isDecoded =
            isDecoded || firstRow.contains { String(validating: $0, as: UTF8.self) == nil }
        if sample.isEmpty {
            let titles = titles(firstRow)
            if !ImportPlan.needsRows(titles, options, probe.time),
                understand([titles], from: [(line, firstRow)]) == nil
            {
                return
            }
        }
        sample.append((line, firstRow))
        sampleBytes += firstRow.reduce(0) { $0 + $1.count }
        let isOfData = ImportPlan.mustTellColumns(titles(sample[0].fields), options, probe.time)
        let most = isOfData ? HeaderlessColumns.rowsMax : ImportDecoder.titleRowsMax
        if sample.count >= most || sampleBytes > HeaderlessColumns.bytesMax { finish() }
    }

    /// Reads the rows that were kept, when the text is over or enough of them are there.
    mutating func finish() {
        guard !sample.isEmpty, plan == nil, fault == nil else { return }
        let kept = sample
        sample = []
        let texts = kept.map { titles($0.fields) }
        guard let fault = understand(texts, from: kept) else { return }
        giveUp(
            fault.message, line: kept[0].line, allowed: tableBelow(texts, kept) ?? fault.allowed)
    }

    private func titles(_ row: [[UInt8]]) -> [String] {
        row.map { bytes in
            (isDecoded ? options.decodeTitle?(bytes) : nil)
                ?? String(decoding: bytes, as: UTF8.self)
        }
    }

    private var probe: TimeProbe { TimeProbe(times: times, format: options.form.dateFormat) }

    /// Takes the plan that the rows say, and reads those of them that are no titles. Answers why
    /// they say no plan.
    private mutating func understand(
        _ texts: [[String]], from rows: [(line: Int, fields: [[UInt8]])]
    ) -> ImportPlan.Fault? {
        let plan: ImportPlan
        do throws(ImportPlan.Fault) {
            plan = try ImportPlan(rows: texts, options: options, time: probe.time)
        } catch {
            return error
        }
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
        // A ticker that the titles name is the issue of all rows.
        if let ticker = plan.ticker {
            let bytes = Array(ticker.utf8)
            _ = bytes.withUnsafeBufferPointer { issues.series(of: $0) }
        }
        for kept in rows.dropFirst(plan.titleRows) where fault == nil {
            takeAgain(kept.line, kept.fields)
        }
        return nil
    }

    /// What is said where titles that are known stand further down: lines before a table are
    /// skipped by nobody but whoever says so.
    private func tableBelow(
        _ texts: [[String]], _ rows: [(line: Int, fields: [[UInt8]])]
    ) -> String? {
        for (place, texts) in texts.enumerated().dropFirst() {
            var titles = texts
            if titles.count == 1, let only = titles.first {
                // The delimiter may have been told by a line of another kind, so that this line has
                // its own.
                let sign = CSVLimits.delimiter(of: Array(only.utf8))
                titles = only.split(
                    separator: Character(Unicode.Scalar(sign)), omittingEmptySubsequences: false
                ).map(String.init)
            }
            guard titles.count > 1, ImportPlan.knows(titles, options) else { continue }
            let line = rows[place].line
            return "line \(line) has titles that are known: does the table begin there? Say "
                + options.asker.saying("skip-lines", line - 1)
        }
        return nil
    }

    /// Reads a row that was kept.
    private mutating func takeAgain(_ line: Int, _ fields: [[UInt8]]) {
        fieldCount = 0
        row.timeKind = .none
        row.dateKind = .none
        keptLine = line
        for field in fields {
            field.withUnsafeBufferPointer { field in
                if fieldCount < roles.count { takeAgain(field) } else { takeAgainBeyond(field) }
            }
        }
        takeRow(line)
        forgetReject()
        keptLine = nil
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

    /// Gives the text up: as a whole it cannot be understood.
    mutating func giveUp(_ message: String, line: Int, allowed: String) {
        fault = TextFault(
            file: options.file, position: TextPosition(line: line, column: 0), message: message,
            allowed: allowed)
    }
}

/// Tells the times of texts before it is known what the columns are.
private struct TimeProbe {
    let times: TimeField
    let format: DateFormat?

    /// Nanoseconds since 1970 UTC, or since midnight of a time of day; `nil` for a text that is no
    /// time. A date whose numbers could be meant in more ways than one is a time all the same.
    func time(_ text: String) -> Int64? {
        var text = text
        return text.withUTF8 { field in
            var times = times
            let said = format.flatMap { times.read(field, by: $0) }
            switch said ?? times.read(field) {
            case .moment(let nanoseconds), .timeOfDay(let nanoseconds): return nanoseconds
            case .date(let date): return date.midnight.nanoseconds
            case nil: return DateFormat.isDate(field) ? 0 : nil
            }
        }
    }
}
