import KraderDatasets
import KraderJSON
import KraderMarket
import KraderModel

/// Prints read back from a dataset, hashes compared: those of one symbol, and those of twenty in
/// the order of their times.
struct DatasetWorkload {
    private static let always = MomentSpan(start: .distantPast, end: .distantFuture)
    private static let runs = 5

    func figures() throws -> [Figure] {
        let one = try DatasetInputs(symbols: 1, prints: 10_000_000)
        let twenty = try DatasetInputs(symbols: 20, prints: 10_000_000)
        return [
            try figure(one, name: "Read", "of one symbol read back", target: 100e6),
            try figure(twenty, name: "Merge", "of 20 symbols merged by time", target: 40e6),
        ]
    }

    private func figure(
        _ inputs: DatasetInputs, name: String, _ about: String, target: Double
    ) throws -> Figure {
        let run = try best(of: DatasetWorkload.runs) { try read(inputs) }
        let answer = run.result
        let isRight =
            answer.count == inputs.prints && answer.shares == inputs.shares
            && answer.value == inputs.value && answer.isOrdered
        let text = "\(grouped(Int64(answer.count))) prints, \(grouped(answer.value)) won"
        return Figure(
            name: name, about: "\(grouped(Int64(inputs.prints))) prints " + about,
            value: Double(inputs.prints) / run.seconds, target: target,
            check: Figure.Check(text: isRight ? text : "WRONG: " + text, isRight: isRight))
    }

    private struct Answer {
        var count = 0
        var shares: Int64 = 0
        var value: Int64 = 0
        var isOrdered = true
    }

    private func read(_ inputs: DatasetInputs) throws -> Timed<Answer> {
        let begin = processorSeconds()
        let dataset = try Dataset(inputs.path)
        let faults = DatasetFaults()
        var answer = Answer()
        var latest = Moment.distantPast
        if let source = dataset.ticks(
            of: inputs.symbolList, in: DatasetWorkload.always, faults: faults)
        {
            while true {
                let batch = source.nextTicks()
                if batch.count == 0 { break }
                for index in 0..<batch.count {
                    let tick = batch[index]
                    answer.shares += tick.size.count
                    answer.value += tick.size.count * tick.price.won
                    if tick.time < latest { answer.isOrdered = false }
                    latest = tick.time
                }
                answer.count += batch.count
            }
        }
        if let fault = faults.first { throw fault }
        return Timed(result: answer, seconds: processorSeconds() - begin)
    }
}
