import KraderJSON
import KraderModel

extension ImportPlan {
    /// What is done with the fields of each column.
    mutating func assignRoles(_ options: ImportOptions) {
        for column in wanted where places[column] >= 0 {
            roles[places[column]] = column.role
            meanings[places[column]] = column.rawValue
        }
        if let format = options.form.dateFormat { readTimes(by: format) }
        guard let levels else { return }
        for (side, list) in [(Side.sell, levels.asks), (.buy, levels.bids)] {
            for (index, level) in list.enumerated() {
                let isAsk = side == .sell
                roles[level.price] = FieldRole(
                    kind: .optionalPrice,
                    slot: (isAsk ? NumberSlot.askPrices : NumberSlot.bidPrices) + index)
                roles[level.quantity] = FieldRole(
                    kind: .levelQuantity,
                    slot: (isAsk ? NumberSlot.askQuantities : NumberSlot.bidQuantities) + index)
                for content in BookColumn.Content.allCases {
                    meanings[content == .price ? level.price : level.quantity] =
                        BookColumn(side: side, content: content, level: index + 1).description
                }
            }
        }
    }

    /// Reads times by a format. A format of dates is that of the column of dates, where there is
    /// one beside the times; any other is that of the times.
    private mutating func readTimes(by format: DateFormat) {
        let isOfDates = format.content == .date && places[.date] >= 0
        let place = places[isOfDates ? .date : .time]
        if place >= 0 { roles[place].kind = isOfDates ? .dateByFormat : .timeByFormat }
    }

    /// What the file's form is, as far as its first rows show it: a sentence part each.
    var form: [String] {
        var form: [String] = []
        if titleRows > 1 { form.append("\(titleRows) lines of titles") }
        if let ticker { form.append("ticker \(shown(ticker))") }
        if isTimeUntitled {
            form.append("the first column has no title and holds times: taken as time")
        }
        return form
    }

    /// What is shown of the file.
    func recognised(
        _ encoding: RecognisedTable.Encoding, delimiter: UInt8, _ told: ImportForm
    ) -> RecognisedTable {
        let isBook = content == .books || content == .quotes
        let depth = levels.map { max($0.asks.count, $0.bids.count) } ?? Book.depthMax
        return RecognisedTable(
            content: content, encoding: encoding,
            delimiter: Character(Unicode.Scalar(delimiter)), hasHeader: hasHeader,
            hasAssumedColumns: hasAssumedColumns, depth: isBook ? depth : 0,
            columns: titles.indices.compactMap { place in
                meanings[place].map {
                    RecognisedTable.Column(meaning: $0, title: titles[place], number: place + 1)
                }
            },
            ignored: titles.indices.filter { meanings[$0] == nil }.map { titles[$0] },
            form: told.sentences + form, ticker: ticker)
    }
}
