import KraderMarket
import KraderModel

extension DayRows {
    /// The places of a partition's rows in the order of time.
    func order(
        _ runs: [ImportedRows.Run], _ rows: UnsafeRawBufferPointer, _ rowBytes: Int,
        _ repeated: inout Int
    ) -> [Int32] {
        func time(_ row: Int32) -> UInt64 {
            let stamp = rows.loadUnaligned(fromByteOffset: Int(row) * rowBytes, as: UInt64.self)
            return UInt64(littleEndian: stamp) & 0xFFFF_FFFF_FFFF
        }
        // A file's rows would lie in several runs only if their kind changed, which it doesn't.
        var sorted: [Int32] = []
        for run in runs {
            var next = (run.start..<run.start + run.count).map { Int32($0) }
            let isTurned = isNewestFirst[Int(run.file)]
            if isTurned { next.reverse() }
            if (isTurned ? run.forward : run.back) > 0 {
                // The sort is stable.
                next.sort { time($0) < time($1) }
            }
            sorted =
                sorted.isEmpty
                ? next : merged(sorted, next, rows, rowBytes, time, &repeated)
        }
        return sorted
    }

    /// Merges two lists in order of time. At equal times the first list's rows come first, and rows
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
                if header.kind == .ticks {
                    result += prints(a[fromA..<i], b[fromB..<j], rows, rowBytes, &repeated)
                } else {
                    result += displays(a[fromA..<i], b[fromB..<j], rows, rowBytes, &repeated)
                }
            }
        }
        result += a[i...]
        result += b[j...]
        return result
    }

    /// Merges prints of one time in two files: each print stands once, as the row has it that says
    /// more.
    private func prints(
        _ a: ArraySlice<Int32>, _ b: ArraySlice<Int32>, _ rows: UnsafeRawBufferPointer,
        _ rowBytes: Int, _ repeated: inout Int
    ) -> [Int32] {
        var result = Array(a)
        var open: [PrintTelling.Key: [Int]] = [:]
        for place in result.indices.reversed() {
            open[telling(rows, result[place], rowBytes).key, default: []].append(place)
        }
        for row in b {
            let told = telling(rows, row, rowBytes)
            // The last ones are the earliest; among very many alike the first will do.
            let places = open[told.key] ?? []
            let match = places.indices.suffix(DayRows.alikeMax).last {
                telling(rows, result[places[$0]], rowBytes).agrees(with: told)
            }
            guard let match else {
                result.append(row)
                continue
            }
            repeated += 1
            if told.said > telling(rows, result[places[match]], rowBytes).said {
                result[places[match]] = row
            }
            open[told.key]?.remove(at: match)
        }
        return result
    }

    private static let alikeMax = 64

    private func telling(
        _ rows: UnsafeRawBufferPointer, _ row: Int32, _ rowBytes: Int
    ) -> PrintTelling {
        PrintTelling(rows, at: Int(row) * rowBytes)
    }

    /// Merges quotes and books of one time in two files: equal ones stand once.
    private func displays(
        _ a: ArraySlice<Int32>, _ b: ArraySlice<Int32>, _ rows: UnsafeRawBufferPointer,
        _ rowBytes: Int, _ repeated: inout Int
    ) -> [Int32] {
        var result = Array(a)
        var counts: [[UInt8]: Int] = [:]
        for row in a { counts[bytes(rows, row, rowBytes), default: 0] += 1 }
        for row in b {
            let key = bytes(rows, row, rowBytes)
            if let left = counts[key], left > 0 {
                counts[key] = left - 1
                repeated += 1
            } else {
                result.append(row)
            }
        }
        return result
    }

    private func bytes(
        _ rows: UnsafeRawBufferPointer, _ row: Int32, _ rowBytes: Int
    ) -> [UInt8] {
        Array(rows[Int(row) * rowBytes..<(Int(row) + 1) * rowBytes])
    }
}
