import KraderModel

extension ContinuousTrading {
    /// Times of the continuous prints, places 1 … count, in whole milliseconds: orders of one or
    /// several prints that share a stamp, bursts of them with little between, spread over the day
    /// by its curve.
    mutating func drawTimes(curve: VolumeCurve, tempo: inout Tempo, into sheet: DaySheet) {
        tempo.draw(
            prints: plan.prints, clustering: path.settings.clustering, generator: &generator)
        var generator = generator
        let prints = sheet.prints
        var sum: Int64 = 0
        var (block, blockEnd) = (-1, 1)
        var slowness = 1.0
        for index in 1...plan.prints {
            if index >= blockEnd {
                block += 1
                blockEnd += tempo.length
                slowness = 1 / tempo.speed(block)
            }
            let draw = generator.next()
            // 45 of a hundred prints belong to the order of the one before. Three of five gaps
            // between orders are short, a thirty-second of the others on average.
            if draw & 0xFF >= 115 || index == 1 {
                let gap = draw >> 8 & 0xFF < 154 ? draw >> 16 & 0x1FFFF : draw >> 16 & 0x3FFFFF
                sum += Int64(Double(gap) * slowness) + 1
            }
            prints[index].time = Moment(nanoseconds: sum)
        }
        let perUnit = 1 / Double(sum + 1)
        self.generator = generator

        var index = 1
        // Sums of the last order, and its stamp: orders have stamps of their own.
        var (order, stamp): (Int64, Int64) = (-1, prints[0].time.nanoseconds)
        for (place, stretch) in curve.stretches.enumerated() {
            let isLast = place == curve.stretches.count - 1
            let until = isLast ? 2 : stretch.passed + stretch.share
            let pace = Double((stretch.end - stretch.start).nanoseconds) / stretch.share
            let last = stretch.end.nanoseconds - 1_000_000
            while index <= plan.prints {
                let mine = prints[index].time.nanoseconds
                if mine != order {
                    let passed = Double(mine) * perUnit
                    if passed >= until { break }
                    order = mine
                    let since = Interval(nanoseconds: Int64((passed - stretch.passed) * pace))
                    let time = (stretch.start + since).cutDown(to: .milliseconds(1))
                    stamp = min(max(time.nanoseconds, stamp + 1_000_000), last)
                }
                prints[index].time.nanoseconds = stamp
                index += 1
            }
        }
    }
}
