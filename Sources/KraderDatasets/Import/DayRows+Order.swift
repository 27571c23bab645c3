import KraderMarket
import KraderModel

extension DayRows {
    /// The rows of a partition in the order of time, by their places.
    func order(
        _ runs: [ImportedRows.Run], _ rows: UnsafeRawBufferPointer, _ rowBytes: Int,
        _ repeated: inout Int
    ) -> [Int32] {
        func time(_ row: Int32) -> UInt64 {
            let stamp = rows.loadUnaligned(fromByteOffset: Int(row) * rowBytes, as: UInt64.self)
            return UInt64(littleEndian: stamp) & 0xFFFF_FFFF_FFFF
        }
        // A file's rows may be in several runs when their kind of row changed; they are not.
        var sorted: [Int32] = []
        for run in runs {
            var next = (run.start..<run.start + run.count).map { Int32($0) }
            let isTurned = isNewestFirst[Int(run.file)]
            if isTurned { next.reverse() }
            if (isTurned ? run.forward : run.back) > 0 {
                // Sorting is stable.
                next.sort { time($0) < time($1) }
            }
            sorted =
                sorted.isEmpty
                ? next : merged(sorted, next, rows, rowBytes, time, &repeated)
        }
        return sorted
    }

    /// Two lists in order of time as one; at equal times the first list's rows come first, and rows
    /// of the second that the first has too are left out.
    private func merged(
        _ a: [Int32], _ b: [Int32], _ rows: UnsafeRawBufferPointer, _ rowBytes: Int,
        _ time: (Int32) -> UInt64, _ repeated: inout Int
    ) -> [Int32] {
        var result: [Int32] = []
        result.reserveCapacity(a.count + b.count)
        var (i, j) = (0, 0)
        while i < a.count, j < b.count {
            let (ta, tb) = (time(a[i]), time(b[j]))
            if ta < tb {
                result.append(a[i])
                i += 1
            } else if tb < ta {
                result.append(b[j])
                j += 1
            } else {
                let (fromA, fromB) = (i, j)
                while i < a.count, time(a[i]) == ta { i += 1 }
                while j < b.count, time(b[j]) == ta { j += 1 }
                result += a[fromA..<i]
                var counts: [[UInt8]: Int] = [:]
                for row in a[fromA..<i] { counts[bytes(rows, row, rowBytes), default: 0] += 1 }
                for row in b[fromB..<j] {
                    let key = bytes(rows, row, rowBytes)
                    if let left = counts[key], left > 0 {
                        counts[key] = left - 1
                        repeated += 1
                    } else {
                        result.append(row)
                    }
                }
            }
        }
        result += a[i...]
        result += b[j...]
        return result
    }

    private func bytes(
        _ rows: UnsafeRawBufferPointer, _ row: Int32, _ rowBytes: Int
    ) -> [UInt8] {
        Array(rows[Int(row) * rowBytes..<(Int(row) + 1) * rowBytes])
    }
}
