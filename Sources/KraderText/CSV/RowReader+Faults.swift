/// What is noted of rows, and thrown at the end.
extension RowReader {
    /// Notes that a field is not what it must be.
    func refuse(_ row: CSVRow, _ column: MarketColumn, _ field: CSVField, _ allowed: String) {
        refuse(row, columns?.title(column) ?? column.rawValue, field, allowed)
    }

    /// - Parameter title: what the file calls the column.
    func refuse(_ row: CSVRow, _ title: String, _ field: CSVField, _ allowed: String) {
        let text = shown(String(decoding: field.prefix(100), as: UTF8.self))
        add(
            "Column '\(shown(title))' is " + (text.isEmpty ? "empty" : "'\(text)'"), line: row.line,
            value: text, allowed: allowed)
    }

    func add(_ message: String, line: Int?, value: String? = nil, allowed: String? = nil) {
        collector.add(
            TextFault(
                file: options.file, position: line.map { TextPosition(line: $0, column: 0) },
                message: message, value: value, allowed: allowed))
    }

    func explanation(_ fault: NumberField.Fault, decimals: Int) -> String {
        switch fault {
        case .empty, .notANumber: "it must be a number"
        case .notWhole:
            decimals == 0
                ? "it must be a whole number" : "it must have at most \(decimals) decimals"
        case .tooLarge: "it does not fit 64 bits"
        }
    }

    /// Notes the rows of a series that go against the direction of the file.
    func checkOrder(_ order: RowOrder) {
        let wrong = order.wrong
        for step in wrong.first {
            let relation = order.isReversed ? "later" : "earlier"
            add(
                "The row is \(relation) than the one in line \(step.previousLine)", line: step.line,
                allowed: "rows must go " + (order.isReversed ? "newest first" : "forward in time")
                    + (wrong.count == 1 ? "" : ", and \(wrong.count) do not"))
        }
    }

    /// Throws: everything noted; or that nothing was left to use.
    mutating func finish(fault: TextFault?, usable: Int) throws(TextFaults) {
        if let fault { collector.add(fault) }
        if usable == 0, collector.isEmpty {
            let skipped = notes.sentences.joined(separator: ", ")
            add(
                "There is no usable row", line: nil,
                allowed: skipped.isEmpty ? nil : skipped)
        }
        try collector.throwIfAny()
    }
}
