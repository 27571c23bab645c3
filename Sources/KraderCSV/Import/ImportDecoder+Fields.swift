import KraderJSON
import KraderModel

/// What each field says, by the role of its column.
extension ImportDecoder {
    @inline(__always)
    mutating func decode(_ field: CSVField, _ role: FieldRole, _ place: Int) {
        switch role.kind {
        case .ignored: break
        case .time: decodeTime(field, place)
        case .date: decodeDate(field, place)
        case .code: decodeCode(field, place)
        case .price: decodePrice(field, role.slot, place)
        case .size: decodeSize(field, place)
        case .amount: decodeAmount(field, role.slot, place)
        case .timeByFormat, .dateByFormat, .optionalPrice, .levelQuantity, .optionalAmount,
            .change, .changeCode, .taker, .venue, .board, .name, .quantities, .prices:
            decodeOther(field, role, place)
        }
    }

    /// Decodes the fields that ticks don't have, out of the way of ticks, so that theirs stays
    /// short.
    @inline(never)
    private mutating func decodeOther(_ field: CSVField, _ role: FieldRole, _ place: Int) {
        switch role.kind {
        case .ignored, .time, .date, .code, .price, .size, .amount: break
        case .timeByFormat: takeTime(readByFormat(field), field, place)
        case .dateByFormat: takeDate(readByFormat(field), field, place)
        case .optionalPrice:
            if field.isEmpty {
                row.numbers[role.slot] = 0
            } else {
                decodePrice(field, role.slot, place)
            }
        case .levelQuantity:
            row.numbers[role.slot] = 0
            if !field.isEmpty, let number = number(field, place) {
                row.numbers[role.slot] = number.magnitude
            }
        case .optionalAmount:
            if role.slot == NumberSlot.value { row.hasValue = !field.isEmpty }
            row.numbers[role.slot] = 0
            if !field.isEmpty { decodeAmount(field, role.slot, place) }
        case .change: decodeChange(field)
        case .changeCode:
            let digit = field.count == 1 ? field[0] &- 0x30 : 0
            row.changeCode = digit <= 9 ? digit : 0
        case .taker: decodeTaker(field)
        case .venue: decodeVenue(field)
        case .board: decodeBoard(field)
        case .name: decodeName(field)
        case .quantities:
            row.quantityCount =
                decodeList(field, place) { row, index, value in row.listQuantities[index] = value }
        case .prices:
            row.priceCount =
                decodeList(field, place) { row, index, value in row.listPrices[index] = value }
        }
    }

    @inline(__always)
    private mutating func decodeCode(_ field: CSVField, _ place: Int) {
        if let series = issues.known(field) {
            row.series = series
        } else {
            decodeNewCode(field, place)
        }
    }

    private mutating func decodeNewCode(_ field: CSVField, _ place: Int) {
        switch issues.series(of: field) {
        case .series(let series): row.series = series
        case .bad:
            refuse(
                .badCode, place: place, field,
                options.allowsIndexCodes
                    ? "it must be a code of up to six digits and capital letters"
                    : "it must be an issue code of six digits and capital letters")
        case .tooMany:
            refuse(
                .tooManyCodes, place: place, field,
                "a file may have at most \(ImportIssues.codesMax) codes")
        }
    }

    @inline(__always)
    private mutating func decodePrice(_ field: CSVField, _ slot: Int, _ place: Int) {
        guard let number = price(field, place) else { return }
        guard number.magnitude <= ValueReader.prices.upperBound else {
            refuse(
                .badPrice, place: place, field,
                "it must be between 1 and \(ValueReader.prices.upperBound)")
            return
        }
        row.numbers[slot] = number.magnitude
    }

    @inline(__always)
    private mutating func price(
        _ field: CSVField, _ place: Int
    ) -> (magnitude: Int64, sign: ImportFields.Sign)? {
        if options.decimals == 0, let number = ImportDecoder.plainNumber(field) { return number }
        if options.roundsPrices, let rounded = try? NumberField.rounded(field) {
            if !rounded.isExact { notes.rounded += 1 }
            return (rounded.number.magnitude, ImportDecoder.sign(rounded.number.sign))
        }
        return slowNumber(field, place, decimals: options.decimals, isPrice: true)
    }

    @inline(__always)
    private mutating func decodeSize(_ field: CSVField, _ place: Int) {
        guard let number = number(field, place) else { return }
        guard number.magnitude <= ImportDecoder.sizeMax else {
            refuse(
                .badAmount, place: place, field, "it must be at most \(ImportDecoder.sizeMax)")
            return
        }
        row.numbers[NumberSlot.size] = number.magnitude
        row.sizeSign = number.sign
    }

    /// The largest number of shares that fits a record.
    static let sizeMax = Int64(UInt32.max)

    @inline(__always)
    private mutating func decodeAmount(_ field: CSVField, _ slot: Int, _ place: Int) {
        guard let number = number(field, place) else { return }
        guard number.sign != .minus || number.magnitude == 0 else {
            refuse(.badAmount, place: place, field, "it must not be negative")
            return
        }
        guard number.magnitude <= ValueReader.candleValueMax else {
            refuse(
                .badAmount, place: place, field,
                "it must be at most \(ValueReader.candleValueMax)")
            return
        }
        row.numbers[slot] = number.magnitude
    }

    private mutating func decodeChange(_ field: CSVField) {
        row.changeAmount = nil
        guard !field.isEmpty else { return }
        guard let number = try? NumberField.read(field, decimals: options.decimals),
            number.magnitude <= ValueReader.prices.upperBound
        else {
            notes.unreadChanges += 1
            return
        }
        row.changeAmount = number.magnitude
        row.changeSign = ImportDecoder.sign(number.sign)
    }

    /// Reads a whole number. The fault is noted where the answer is `nil`.
    @inline(__always)
    private mutating func number(
        _ field: CSVField, _ place: Int, decimals: Int = 0
    ) -> (magnitude: Int64, sign: ImportFields.Sign)? {
        if decimals == 0, let number = ImportDecoder.plainNumber(field) { return number }
        return slowNumber(field, place, decimals: decimals)
    }

    /// Reads a sign, up to eighteen digits and perhaps `.0`: what most fields are.
    @inline(__always)
    private static func plainNumber(
        _ field: CSVField
    ) -> (magnitude: Int64, sign: ImportFields.Sign)? {
        guard field.count > 0, field.count <= 18 else { return nil }
        var index = 0
        var sign = ImportFields.Sign.none
        if field[0] == 0x2D {
            sign = .minus
            index = 1
        } else if field[0] == 0x2B {
            sign = .plus
            index = 1
        }
        guard index < field.count else { return nil }
        let first = index
        var magnitude: Int64 = 0
        while index < field.count {
            let digit = field[index] &- 0x30
            guard digit <= 9 else { break }
            magnitude = magnitude &* 10 &+ Int64(digit)
            index &+= 1
        }
        if index == field.count { return (magnitude, sign) }
        // Spreadsheets write whole numbers as `18015.0`.
        guard index > first, index + 2 == field.count, field[index] == 0x2E,
            field[index + 1] == 0x30
        else { return nil }
        return (magnitude, sign)
    }

    @inline(never)
    private mutating func slowNumber(
        _ field: CSVField, _ place: Int, decimals: Int, isPrice: Bool = false
    ) -> (magnitude: Int64, sign: ImportFields.Sign)? {
        do throws(NumberField.Fault) {
            let number = try NumberField.read(field, decimals: decimals)
            return (number.magnitude, ImportDecoder.sign(number.sign))
        } catch {
            switch error {
            case .empty, .notANumber:
                if EmptyWord.matches(field) {
                    refuseEmpty(field, place: place, isPrice: isPrice)
                } else {
                    refuse(.badNumber, place: place, field, "it must be a number")
                }
            case .tooLarge:
                refuse(.badNumber, place: place, field, "it does not fit 64 bits")
            case .notWhole:
                refuse(
                    .notWhole, place: place, field,
                    decimals == 0
                        ? "it must be a whole number"
                            + (isPrice ? "; --round-prices rounds adjusted ones" : "")
                        : "it must have at most \(decimals) decimals")
            }
            return nil
        }
    }

    private static func sign(_ sign: NumberField.Sign) -> ImportFields.Sign {
        switch sign {
        case .none: .none
        case .plus: .plus
        case .minus: .minus
        }
    }
}
