/// Leaves out the lines before and after a table, whatever their bytes are: they need not be CSV.
///
/// Lines in front are counted as an editor counts them. Of those behind only the ones that say
/// something count; blank lines between and after them go with them.
struct TableEdges {
    /// How many lines stand in front, and how many behind.
    let front: Int
    let footer: Int
    /// Lines in front that are still to come.
    private(set) var frontLeft: Int
    /// The first bytes of the text: they say what it is, even where their line is left out.
    private(set) var beginning: [UInt8] = []
    /// Whether the last line in front ended with a carriage return: a line feed behind it is part
    /// of it.
    private var isBehindReturn = false
    /// The last lines so far, which may be those behind the table.
    private var tail: [UInt8] = []

    init(front: Int, footer: Int) {
        self.front = front
        self.footer = footer
        frontLeft = front
    }

    var areThere: Bool { front > 0 || footer > 0 }

    /// Lines behind the table that say something, once the text is over.
    var footerLines: Int { footer > 0 ? lastLines(footer).count : 0 }

    /// Whether the last lines are longer than lines of a table are, so that they are not held.
    var isTooLong: Bool { tail.count > (footer + 1) * CSVLimits.rowBytesMax }

    /// Takes the lines in front off a piece of the text.
    mutating func dropFront(_ piece: inout Slice<UnsafeRawBufferPointer>) {
        if beginning.count < 4 { beginning += piece.prefix(4 - beginning.count) }
        while !piece.isEmpty {
            if isBehindReturn {
                isBehindReturn = false
                if piece.first == 0x0A { piece = piece.dropFirst() }
                continue
            }
            guard frontLeft > 0 else { return }
            guard let end = piece.firstIndex(where: TableEdges.isBreak) else {
                piece = piece[piece.endIndex...]
                return
            }
            isBehindReturn = piece[end] == 0x0D
            piece = piece[(end + 1)...]
            frontLeft -= 1
        }
    }

    /// Adds a piece behind those in front, and answers what surely stands before the last lines.
    mutating func pass(_ piece: Slice<UnsafeRawBufferPointer>) -> [UInt8] {
        tail.append(contentsOf: piece)
        let cut = lastLines(footer).start
        let ready = Array(tail[..<cut])
        tail.removeSubrange(..<cut)
        return ready
    }

    /// Where the last `wanted` lines that say something begin, and how many there are.
    private func lastLines(_ wanted: Int) -> (start: Int, count: Int) {
        var count = 0
        var says = false
        var index = tail.count
        while index > 0 {
            let byte = tail[index - 1]
            if TableEdges.isBreak(byte) {
                if says { count += 1 }
                if count == wanted { return (index, count) }
                says = false
            } else if !TableEdges.isNothing(byte) {
                says = true
            }
            index -= 1
        }
        return (0, count + (says ? 1 : 0))
    }

    private static func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    /// Whether a byte is a blank, a quote or a delimiter: `,,,,` says nothing.
    private static func isNothing(_ byte: UInt8) -> Bool {
        [0x20, 0x09, 0x22, 0x2C, 0x3B, 0x7C].contains(byte)
    }
}
