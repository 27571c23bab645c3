/// Times of day with a sign between their numbers.
extension TimeField {
    /// Reads the time that follows `오전` or `PM`, as nanoseconds since midnight.
    func clock(of half: HalfDay, _ scanner: inout DigitScanner) -> Int64? {
        scanner.skipSpaces()
        let hour = scanner.number()
        return (1...2).contains(hour.digits) ? clock(hour: hour.value, half, &scanner) : nil
    }

    /// Reads what follows an hour: `:mm`, `:mm:ss` or `:mm:ss.fff`, up to nine decimals, and
    /// perhaps the half of the day. Behind another sign than a colon numbers may lack their zero:
    /// `9]46]3`.
    func clock(
        hour: Int64, _ half: HalfDay?, _ scanner: inout DigitScanner
    ) -> Int64? {
        let separator = scanner.next
        guard TimeField.isSeparator(separator), separator != 0x2D, separator != 0x2E else {
            return nil
        }
        let digits = separator == 0x3A ? 2...2 : 1...2
        scanner.skip()
        let minute = scanner.number()
        guard digits.contains(minute.digits) else { return nil }
        var second: (value: Int64, digits: Int) = (0, 2)
        var fraction: Int64 = 0
        if scanner.next == separator {
            scanner.skip()
            second = scanner.number()
            guard digits.contains(second.digits) else { return nil }
            if scanner.next == 0x2E {
                scanner.skip()
                guard let said = scanner.fraction() else { return nil }
                fraction = said
            }
        }
        guard let hour = self.hour(hour, half, &scanner),
            case .timeOfDay(let time)? = wallTime(
                hour: hour, minute: minute.value, second: second.value)
        else { return nil }
        return time + fraction
    }

    /// The hour of the day, 0…23, where its half is said before the time or behind it: `9:05 PM`.
    private func hour(
        _ shown: Int64, _ said: HalfDay?, _ scanner: inout DigitScanner
    ) -> Int64? {
        guard !scanner.isAtEnd || said != nil else { return shown }
        if let said { return said.hour(shown) }
        var ahead = scanner
        ahead.skipSpaces()
        guard let half = ahead.halfDay() else { return shown }
        scanner = ahead
        return half.hour(shown)
    }
}
