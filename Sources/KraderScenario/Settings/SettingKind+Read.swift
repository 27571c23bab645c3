import KraderJSON
import KraderModel
import KraderVenue

/// Reads a setting's value, from a file or as it was typed.
extension SettingKind {
    /// The value; `nil` when it is wrong, which is then noted.
    func read(_ reader: ValueReader) -> SettingValue? {
        let typed = reader.value.origin?.typedText
        switch self {
        case .integer(let range):
            // `09` is no JSON number, but it is what people write for an hour.
            if let typed, let number = Int64(typed) {
                let value = JSONValue(.integer(number), origin: reader.value.origin)
                return reader.of(value).integer(in: range).map { .integer($0) }
            }
            return reader.integer(in: range).map { .integer($0) }
        case .decimal(let range):
            return reader.decimal(in: range).map { .decimal($0) }
        case .share:
            guard let value = reader.decimal() else { return nil }
            guard let rate = Rate(fraction: value), rate > .zero, value <= 1 else {
                reader.refuse("is \(plain(value))", allowed: "it must be above 0 and at most 1")
                return nil
            }
            return .decimal(value)
        case .boolean:
            switch typed?.lowercased() {
            case "true", "1", "yes", "on": return .boolean(true)
            case "false", "0", "no", "off": return .boolean(false)
            case nil: return reader.boolean().map { .boolean($0) }
            default:
                reader.expected("true or false")
                return nil
            }
        case .text: return reader.text(lengths: 0...1_000).map { .text($0) }
        case .texts: return texts(reader, typed: typed)
        case .choice(let names): return choice(reader, names)
        case .tax: return tax(reader)
        case .delay: return delay(reader)
        }
    }

    private func texts(_ reader: ValueReader, typed: String?) -> SettingValue? {
        if let typed {
            let parts = typed.split(separator: ",").map {
                String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
            return .texts(parts.filter { !$0.isEmpty })
        }
        return reader.list(counts: 0...100) { $0.text(lengths: 1...1_000) }.map { .texts($0) }
    }

    private func choice(_ reader: ValueReader, _ names: [String]) -> SettingValue? {
        if let text = reader.value.string?.lowercased(),
            let name = names.first(where: { $0 == text })
        {
            return .text(name)
        }
        return reader.choice(from: names.map { ($0, $0) }).map { .text($0) }
    }

    private func tax(_ reader: ValueReader) -> SettingValue? {
        if reader.value.double != nil {
            return reader.decimal(in: 0...0.05).map { .decimal($0) }
        }
        guard let text = reader.value.string else {
            reader.expected("none, dated or a rate")
            return nil
        }
        if TaxChoice(rawValue: text) != nil { return .text(text) }
        reader.refuse(
            "is '\(shown(text))'", allowed: "it must be none, dated or a rate between 0 and 0.05",
            suggestion: nearestSpelling(of: text, among: TaxChoice.allCases.map(\.rawValue)))
        return nil
    }

    private func delay(_ reader: ValueReader) -> SettingValue? {
        let range = 0.0...30_000
        guard reader.value.object != nil else {
            guard reader.value.double != nil else {
                reader.expected("milliseconds, or an object with from and to")
                return nil
            }
            return reader.decimal(in: range).map { .delay(.constant(Interval(milliseconds: $0))) }
        }
        return reader.object { bounds -> SettingValue? in
            let from = Interval(milliseconds: bounds.decimal("from", in: range))
            // A bound that is missing or wrong is read as the least, and noted.
            let to = Interval(milliseconds: bounds.decimal("to", in: range))
            if to < from, bounds.object["to"]?.double.map({ range.contains($0) }) ?? false {
                bounds.refuse(
                    "to is \(bounds.object["to"]?.double.map(plain) ?? "")", key: "to",
                    allowed: "it must be at least 'from'")
                return nil
            }
            return from < to ? .delay(.uniform(from: from, to: to)) : .delay(.constant(from))
        } ?? nil
    }
}

extension ValueReader {
    /// Reads another value at the same place.
    fileprivate func of(_ value: JSONValue) -> ValueReader {
        ValueReader(value, path: path, collector: collector)
    }
}

extension Interval {
    /// Makes an interval, to the nearest nanosecond. The number must be finite and less than a
    /// day's.
    init(milliseconds: Double) {
        self.init(nanoseconds: Int64((milliseconds * 1_000_000).rounded()))
    }
}
