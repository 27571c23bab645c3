import KraderCSV
import KraderJSON

/// Checks whether more rows of a file are rejected than may be.
extension FileReading {
    /// Throws when more rows of the file were rejected than may be, whatever is still to come.
    func checkRejects(bytesLeft: Int, _ rejects: borrowing ImportRejects) throws(ImportFault) {
        guard let rejectsBefore else { return }
        let rows = reader.notes.rows + bytesLeft / FileReading.rowBytesMin
        try FileReading.check(
            rejects.count - rejectsBefore, of: rows, file.path, request.rejectsMax, rejects,
            advice: bytesLeft == 0 ? footerAdvice : nil)
    }

    /// The advice where the rows that can't be read are those with which the file ends. Rows
    /// without prices say themselves what leaves them out.
    private var footerAdvice: String? {
        let notes = reader.notes
        guard notes.rejectedAtEnd > 0,
            notes.rejectedAtEnd == notes.rejected - notes.rejectedWithoutPrices,
            notes.rejected < notes.rows
        else { return nil }
        let lines = request.form.skipFooter + notes.rejectedAtEnd
        let what = notes.rejectedAtEnd == 1 ? "a row" : "\(notes.rejectedAtEnd) rows"
        return "the file ends with \(what) that can't be read: if they stand after the table, say "
            + request.asker.saying("skip-footer", lines)
    }

    /// Throws when the share of rejected rows in a file is beyond what may be.
    static func check(
        _ rejected: Int, of rows: Int, _ path: String, _ limit: Double,
        _ rejects: borrowing ImportRejects, advice: String? = nil
    ) throws(ImportFault) {
        guard Double(rejected) > limit * Double(rows) else { return }
        let percent = Double(Int(limit * 1e6)) / 1e4
        let counts = rejects.sortedCounts.map { "\($0.code) \($0.count)" }
        var lines = [
            "\(rejected) rows of '\(shown(path, charactersMax: 200))' are rejected, more than "
                + "\(percent) % (--max-rejects); rejected so far: "
                + counts.joined(separator: ", ")
        ]
        for (path, reject) in rejects.first.prefix(ImportRejects.shownMax) {
            let column = reject.column.isEmpty ? "" : ", \(shown(reject.column))"
            let value = reject.value.isEmpty ? "" : " is '\(shown(reject.value))'"
            lines.append(
                "  \(shown(path, charactersMax: 200)), line \(reject.line)\(column)\(value): "
                    + "\(reject.reason) (\(reject.code))")
        }
        var own = rejects.first.filter { $0.path == path }.map { $0.reject.fault(in: path) }
        if own.isEmpty {
            own = [
                TextFault(
                    file: path, position: nil, message: "\(rejected) rows can't be taken")
            ]
        }
        if let advice {
            lines.append("  \(advice)")
            let last = own.count - 1
            own[last].allowed = (own[last].allowed.map { $0 + "; " } ?? "") + advice
        }
        throw .rejected(
            lines.joined(separator: "\n"),
            TextFaults(own, omitted: max(0, rejected - own.count)))
    }
}

extension ImportReject {
    /// The reject as a fault of a file that was to be understood whole.
    fileprivate func fault(in file: String) -> TextFault {
        let what =
            if !column.isEmpty {
                "Column '\(shown(column))' is " + (value.isEmpty ? "empty" : "'\(shown(value))'")
            } else {
                value.isEmpty ? "The row can't be taken" : "\(shown(value)) can't be taken"
            }
        return TextFault(
            file: file, position: TextPosition(line: Int(line), column: 0), message: what,
            value: value, allowed: reason)
    }
}
