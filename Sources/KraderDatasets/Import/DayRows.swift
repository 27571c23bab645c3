import KraderMarket
import KraderModel

/// Puts the prints, quotes or books of one symbol and day in order and writes them.
///
/// Rows that came in order from one file, or from files that follow each other, go straight
/// through. Else each file's rows are turned round when it is newest first, sorted by time where
/// they are not, keeping the order of equal times, and merged with those of the other files: of a
/// row that several files have, as many are taken as the file has that has most of them.
struct DayRows {
    /// What writing a day found.
    struct Outcome {
        /// The number of rows written.
        var rows = 0
        /// The number of rows that stood against the direction of their file.
        var outOfOrder = 0
        /// The number of rows that were left out because another file has them too.
        var repeated = 0
    }

    /// The most bytes of a day that are written at once: a longer one is written piece by piece
    /// when it is in order.
    private static let memoryMax = 8 << 20
    private static let pieceBytes = 192 << 10

    let header: RowHeader
    let sink: any RowSink
    /// The writer of a dataset on disk, with its scratch folder. Memory takes long days in one
    /// piece.
    let disk: (writer: DatasetWriter, scratch: String)?
    /// Whether the rows of each file go newest first, by the file's place.
    let isNewestFirst: [Bool]

    /// Writes the rows of a partition.
    func write(_ rows: borrowing ImportedRows, _ partition: Int) throws -> Outcome {
        let runs = rows.runs(of: partition)
        let chain = rows.partitions[partition].chain
        let count = rows.partitions[partition].rows
        var header = header
        let depth = runs.map { Int($0.depth) }.max() ?? 0
        switch header.kind {
        case .ticks: header.depth = depth
        case .quotes: header.depth = 1
        case .books: header.depth = max(depth, 2)
        case .candles, .statuses: preconditionFailure("Candles have their own places")
        }
        var outcome = Outcome(rows: count)
        for run in runs {
            outcome.outOfOrder += isNewestFirst[Int(run.file)] ? run.forward : run.back
        }
        let rowBytes = Int(chain.rowBytes)
        let bytes = count * rowBytes
        if isStraight(runs) {
            try writeStraight(rows.pool, chain, bytes, header)
            return outcome
        }
        let all = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes, alignment: 16)
        defer { all.deallocate() }
        let piece = UnsafeMutableRawBufferPointer.allocate(
            byteCount: DayRows.pieceBytes, alignment: 16)
        defer { piece.deallocate() }
        var at = 0
        try rows.pool.read(chain, from: 0, bytes: bytes, through: piece) { bytes in
            UnsafeMutableRawBufferPointer(rebasing: all[at..<at + bytes.count])
                .copyMemory(from: bytes)
            at += bytes.count
        }
        let order = self.order(runs, UnsafeRawBufferPointer(all), rowBytes, &outcome.repeated)
        outcome.rows = order.count
        let storedRows = UnsafeMutableRawBufferPointer.allocate(
            byteCount: order.count * header.rowLength, alignment: 16)
        defer { storedRows.deallocate() }
        for (place, row) in order.enumerated() {
            copy(
                UnsafeRawBufferPointer(all), from: Int(row) * rowBytes, to: storedRows,
                at: place * header.rowLength, header)
        }
        try sink.write(header, UnsafeRawBufferPointer(storedRows))
        return outcome
    }

    /// Whether the rows are in order as they stand.
    private func isStraight(_ runs: [ImportedRows.Run]) -> Bool {
        var latest = Int64.min
        for run in runs {
            let isTurned = isNewestFirst[Int(run.file)]
            // A single row has no direction; that of many rows at one time matters.
            guard run.back == 0, !isTurned || run.count == 1, run.earliest > latest else {
                return false
            }
            latest = run.latest
        }
        return true
    }

    private func writeStraight(
        _ pool: borrowing RowPool, _ chain: RowPool.Chain, _ bytes: Int, _ header: RowHeader
    ) throws {
        let rowBytes = Int(chain.rowBytes)
        let length = bytes / rowBytes * header.rowLength
        let piece = UnsafeMutableRawBufferPointer.allocate(
            byteCount: DayRows.pieceBytes, alignment: 16)
        defer { piece.deallocate() }
        let disk = length <= DayRows.memoryMax ? nil : disk
        let room = UnsafeMutableRawBufferPointer.allocate(
            byteCount: disk == nil ? length : DayRows.pieceBytes, alignment: 16)
        defer { room.deallocate() }
        if let (writer, scratch) = disk {
            let name = "day"
            var stream = try RowStream(scratch + "/" + name, header)
            try pool.read(chain, from: 0, bytes: bytes, through: piece) { rows in
                // A piece from the pool is a block at most, one from the file is `pieceBytes`.
                let used = copyAll(rows, rowBytes, to: room, at: 0, header)
                try stream.add(UnsafeRawBufferPointer(rebasing: room[..<used]))
            }
            let (written, identity) = try stream.finish()
            try writer.adopt(scratch: name, written, identity)
        } else {
            var at = 0
            try pool.read(chain, from: 0, bytes: bytes, through: piece) { rows in
                at += copyAll(rows, rowBytes, to: room, at: at, header)
            }
            try sink.write(header, UnsafeRawBufferPointer(room))
        }
    }

    /// Turns rows into rows. Answers the bytes of the rows.
    private func copyAll(
        _ rows: UnsafeRawBufferPointer, _ rowBytes: Int, to room: UnsafeMutableRawBufferPointer,
        at start: Int, _ header: RowHeader
    ) -> Int {
        let length = header.rowLength
        guard let from = rows.baseAddress, let to = room.baseAddress else { return 0 }
        let count = rows.count / rowBytes
        precondition(start + count * length <= room.count, "There is room for the rows")
        if length == rowBytes {
            (to + start).copyMemory(from: from, byteCount: rows.count)
        } else if header.kind == .ticks {
            for index in 0..<count {
                (to + start + index * length).copyMemory(
                    from: from + index * rowBytes, byteCount: TickRow.shortLength)
            }
        } else {
            for index in 0..<count {
                copy(rows, from: index * rowBytes, to: room, at: start + index * length, header)
            }
        }
        return count * length
    }

    /// Makes one row of a row.
    private func copy(
        _ rows: UnsafeRawBufferPointer, from: Int, to room: UnsafeMutableRawBufferPointer, at: Int,
        _ header: RowHeader
    ) {
        func copy(_ from: Int, _ at: Int, _ count: Int) {
            UnsafeMutableRawBufferPointer(rebasing: room[at..<at + count])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: rows[from..<from + count]))
        }
        switch header.kind {
        case .ticks, .quotes, .candles, .statuses: copy(from, at, header.rowLength)
        case .books:
            // A row is as deep as books can be.
            let side = 8 * header.depth
            copy(from, at, 8 + side)
            copy(from + 8 + 8 * Book.depthMax, at + 8 + side, side)
        }
    }
}
