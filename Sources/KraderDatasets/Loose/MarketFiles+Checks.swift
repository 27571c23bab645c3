import KraderCSV
import KraderJSON
import KraderModel

/// Checks what keeps files from being used, alone and together, and notes what there is to say of
/// them.
extension MarketFiles {
    /// Checks whether a file has rows that the run can use.
    func check(_ file: MarketFile, _ found: ImportedFile) throws(MarketFault) {
        if found.kept == 0 {
            if case .of(let code) = file.rows, found.table?.hasCodes == true,
                !found.allCodes.isEmpty, !found.allCodes.contains(code)
            {
                throw .noRowsOf(code, file: file.name, found: found.allCodes)
            }
            let skipped = sentences(found).joined(separator: ", ")
            throw .rows(
                TextFaults([
                    TextFault(
                        file: file.name, position: nil, message: "There is no usable row",
                        allowed: skipped.isEmpty ? nil : skipped)
                ]))
        }
        if found.rowsOutside == found.kept, let first = found.notes.first,
            let last = found.notes.last
        {
            throw .nothingInPeriod(file: file.name, first: first, last: last)
        }
    }

    /// Checks whether all files can be played beside each other.
    func checkTogether(
        _ read: [(file: MarketFile, found: ImportedFile)]
    ) throws(MarketFault) {
        var kinds: [IssueCode: MarketFile.Content] = [:]
        var timeframes: [IssueCode: Timeframe] = [:]
        for (place, (file, found)) in read.enumerated() {
            let earlier = read[..<place].first {
                $0.found.sha256 == found.sha256 && $0.file.says(sameAs: file)
                    // Files of two issues may be alike where nothing traded: none of them is
                    // repeated.
                    && ($0.found.symbol == found.symbol || found.hasTrades)
            }
            if let earlier { throw .repeated(file: file.name, earlier: earlier.file.name) }
            guard file.content != .books else { continue }
            for code in codes(of: file, found) {
                if let other = kinds.updateValue(file.content, forKey: code),
                    other != file.content
                {
                    throw .twoKinds(file: file.name, code)
                }
                if let timeframe = found.timeframe,
                    let other = timeframes.updateValue(timeframe, forKey: code),
                    other != timeframe
                {
                    throw .twoTimeframes(file: file.name, timeframe, earlier: other)
                }
            }
        }
    }

    /// The instruments that a file tells of.
    func codes(of file: MarketFile, _ found: ImportedFile) -> [IssueCode] {
        if let code = found.symbol { return [code] }
        if case .of(let code) = file.rows { return [code] }
        return found.allCodes.filter { boards[$0] != nil }
    }

    mutating func note(_ files: [MarketFile], _ report: ImportReport, _ plan: DatasetPlan) {
        for (file, found) in zip(files, report.files) {
            notes += sentences(found).map { "\(file.label): \($0)." }
            if found.rejected > 0 {
                let place = found.firstReject.map {
                    "; the first stands in line \($0.line): \($0.reason) (\($0.code))"
                }
                warnings.append(
                    "\(found.rejected) of \(found.notes.rows) rows of the \(file.label) were "
                        + "rejected and left out\(place ?? "").")
            }
            if found.rowsOutside > 0 {
                notes.append(
                    "\(file.label): \(found.rowsOutside) of \(found.kept) rows lie outside the "
                        + "period.")
            }
            if file.rows == .ofAll {
                let told = Set(codes(of: file, found))
                let missing = boards.count - plan.series.count { told.contains($0.code) }
                if missing > 0 {
                    notes.append(
                        "\(file.label): \(missing) of \(boards.count) instruments have no rows.")
                }
            }
        }
        let whose = files.count == 1 ? files[0].label : "files"
        warnings += report.guesses.map { "\(whose): \($0)." }
        notes += report.placingSentences.map { "\(whose): \($0)." }
        if let halts = plan.haltNote { notes.append("\(whose): \(halts).") }
    }

    private func sentences(_ found: ImportedFile) -> [String] {
        var notes = found.notes
        notes.rejected = max(notes.rejected, found.rejected)
        return notes.sentences
            + (found.ofOthers > 0 ? ["\(found.ofOthers) rows of other issues were left out"] : [])
    }
}

extension MarketFault {
    init(_ fault: ImportFault) {
        switch fault {
        case .usage(let sentence), .data(let sentence): self = .unusable(sentence)
        case .text(let faults), .rejected(_, let faults): self = .rows(faults)
        case .dataset(let fault): self = .unusable("\(fault)")
        case .interrupted: self = .interrupted
        }
    }
}
