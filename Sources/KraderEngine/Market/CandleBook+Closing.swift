import KraderModel

/// How candles close, and what becomes of them then.
extension CandleBook {
    /// The moment at which a bucket of prints closes that ends at `end`.
    @inline(__always)
    func closing(_ end: Moment) -> Moment {
        let isLast = end == sessionEnd || end == formerSession.end
        return end + closeDelay + (isLast ? lastDelay : .zero)
    }

    /// Closes every candle whose end and delay have passed, finest first.
    mutating func closeDue(at moment: Moment) {
        while nextClose <= moment {
            for k in 0..<timeframes.count {
                if dataEnds[k] <= moment { closeBucket(k, isData: true) }
                if ends[k] != .distantFuture, closing(ends[k]) <= moment {
                    closeBucket(k, isData: false)
                }
            }
            findNextClose()
        }
    }

    private mutating func findNextClose() {
        nextClose = .distantFuture
        for k in 0..<timeframes.count {
            nextClose = min(nextClose, dataEnds[k])
            if ends[k] != .distantFuture { nextClose = min(nextClose, closing(ends[k])) }
        }
    }

    private mutating func closeBucket(_ k: Int, isData: Bool) {
        let end = isData ? dataEnds[k] : ends[k]
        let coarser = feeding[Int(timeframes[k].rawValue)].whenBuilt
        let count = touchedCount[k]
        if isData { dataEnds[k] = .distantFuture } else { ends[k] = .distantFuture }
        touchedCount[k] = 0
        for position in 0..<count {
            let symbol = Int(touched[k * symbolCount + position])
            let slot = symbol * depth + k
            if building[slot].isData != isData {
                touched[k * symbolCount + touchedCount[k]] = Int32(symbol)
                touchedCount[k] += 1
                continue
            }
            if building[slot].candle.end != end {
                open(building[slot], symbol, k)
                continue
            }
            building[slot].isOpen = false
            keep(building[slot].candle, symbol, k)
            absorb(building[slot].candle, symbol, into: coarser, isData: isData)
            if k == 0 && following[symbol].isOpen {
                let next = following[symbol]
                following[symbol].isOpen = false
                open(next, symbol, 0)
            }
        }
    }
}
