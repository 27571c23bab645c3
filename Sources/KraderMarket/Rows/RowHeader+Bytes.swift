public import KraderModel

extension RowHeader {
    private static let magic: [UInt8] = [0x89, 0x4B, 0x52, 0x44, 0x0D, 0x0A, 0x1A, 0x0A]

    /// The 128 bytes with which the file begins.
    public var bytes: [UInt8] {
        var bytes = RowHeader.magic
        append(RowHeader.version, &bytes)
        bytes += [kind.number, UInt8(depth)]
        append(UInt16(rowLength), &bytes)
        append(UInt16(timeframe?.minutes ?? 0), &bytes)
        bytes += padded(Array(symbol.description.utf8), 8)
        let civil = day?.civil
        append(UInt32(civil.map { $0.year * 10_000 + $0.month * 100 + $0.day } ?? 0), &bytes)
        bytes += [UInt8(decimals), scope.number, 0, 0]
        append(UInt64(count), &bytes)
        append(UInt64(bitPattern: first.nanoseconds), &bytes)
        append(UInt64(bitPattern: last.nanoseconds), &bytes)
        append(UInt64(stampUnit.nanoseconds), &bytes)
        bytes += padded(RowHeader.cut(source), RowHeader.sourceBytesMax)
        append(sum, &bytes)
        append(bytes.withUnsafeBytes { RowHash.of($0) }, &bytes)
        return bytes
    }

    /// Reads a header and checks it against the length of the file.
    ///
    /// - Parameters:
    ///   - bytes: the beginning of the file, 128 bytes where it has so many.
    ///   - fileBytes: how long the file is.
    public init(_ bytes: UnsafeRawBufferPointer, fileBytes: Int) throws(RowFault) {
        guard bytes.count >= 8, bytes[..<8].elementsEqual(RowHeader.magic) else {
            throw RowFault(.notARowFile, offset: 0)
        }
        guard bytes.count >= RowHeader.length else {
            throw RowFault(.cutOff, offset: fileBytes)
        }
        let checked = UnsafeRawBufferPointer(rebasing: bytes[..<120])
        guard RowHash.of(checked) == bytes.littleEndian(UInt64.self, at: 120) else {
            throw RowFault(.headerAltered, offset: 0)
        }
        guard bytes.littleEndian(UInt16.self, at: 8) == RowHeader.version else {
            throw RowFault(.unknownVersion, offset: 8)
        }
        self = try RowHeader.fields(bytes)
        guard fileBytes >= self.fileBytes else { throw RowFault(.cutOff, offset: fileBytes) }
        guard fileBytes == self.fileBytes else {
            throw RowFault(.tooLong, offset: self.fileBytes)
        }
    }

    private static func fields(_ bytes: UnsafeRawBufferPointer) throws(RowFault) -> RowHeader {
        func text(_ range: Range<Int>) -> String {
            String(decoding: bytes[range].prefix { $0 != 0 }, as: UTF8.self)
        }
        guard let kind = RowKind.allCases.first(where: { $0.number == bytes[10] }) else {
            throw RowFault(.headerImpossible, offset: 10)
        }
        let depth = Int(bytes[11])
        let depths: ClosedRange<Int> =
            switch kind {
            case .ticks: 0...1
            case .quotes: 1...1
            case .books: 2...Book.depthMax
            case .candles, .statuses: 0...0
            }
        guard depths.contains(depth) else { throw RowFault(.headerImpossible, offset: 11) }
        let minutes = Int64(bytes.littleEndian(UInt16.self, at: 14))
        let timeframe = Timeframe.allCases.first { $0.minutes == minutes }
        guard (timeframe != nil) == (kind == .candles), minutes == 0 || timeframe != nil else {
            throw RowFault(.headerImpossible, offset: 14)
        }
        guard let symbol = try? IssueCode(index: text(16..<24)) else {
            throw RowFault(.headerImpossible, offset: 16)
        }
        let number = Int(bytes.littleEndian(UInt32.self, at: 24))
        let day = CalendarDate(
            year: number / 10_000, month: number / 100 % 100, day: number % 100)
        guard (day != nil) == (kind != .candles) else {
            throw RowFault(.headerImpossible, offset: 24)
        }
        guard bytes[28] <= 4,
            let scope = MarketScope.allCases.first(where: { $0.number == bytes[29] })
        else { throw RowFault(.headerImpossible, offset: 28) }
        let unit = bytes.littleEndian(UInt64.self, at: 56)
        let count = bytes.littleEndian(UInt64.self, at: 32)
        guard (1...86_400_000_000_000).contains(unit), count <= 1 << 40 else {
            throw RowFault(.headerImpossible, offset: 32)
        }
        let header = RowHeader(
            kind: kind, symbol: symbol, timeframe: timeframe, day: day, depth: depth,
            decimals: Int(bytes[28]), scope: scope,
            stampUnit: Interval(nanoseconds: Int64(unit)), source: text(64..<112),
            count: Int(count),
            first: Moment(nanoseconds: bytes.littleEndian(Int64.self, at: 40)),
            last: Moment(nanoseconds: bytes.littleEndian(Int64.self, at: 48)),
            sum: bytes.littleEndian(UInt64.self, at: 112))
        guard header.rowLength == Int(bytes.littleEndian(UInt16.self, at: 12)) else {
            throw RowFault(.headerImpossible, offset: 12)
        }
        return header
    }

    /// The bytes of as much of a text as fits, without half a character.
    private static func cut(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for character in text {
            let next = Array(String(character).utf8)
            if bytes.count + next.count > sourceBytesMax { break }
            bytes += next
        }
        return bytes
    }

    private func append<Value: FixedWidthInteger>(_ value: Value, _ bytes: inout [UInt8]) {
        for index in 0..<Value.bitWidth / 8 {
            bytes.append(UInt8(truncatingIfNeeded: value >> Value(8 * index)))
        }
    }

    private func padded(_ bytes: [UInt8], _ count: Int) -> [UInt8] {
        bytes + Array(repeating: 0, count: count - bytes.count)
    }
}

extension MarketScope {
    /// The scope's number in the header.
    var number: UInt8 {
        switch self {
        case .unknown: 0
        case .krx: 1
        case .nxt: 2
        case .consolidated: 3
        }
    }
}

extension RowHeader {
    /// The time of a row by its place in the rows' bytes.
    public func time(ofRowAt offset: Int, in rows: UnsafeRawBufferPointer) -> Moment {
        let word = rows.littleEndian(UInt64.self, at: offset)
        guard let day else { return Moment(nanoseconds: Int64(bitPattern: word)) }
        return Moment(nanoseconds: day.midnight.nanoseconds + Int64(word & 0xFFFF_FFFF_FFFF))
    }
}
