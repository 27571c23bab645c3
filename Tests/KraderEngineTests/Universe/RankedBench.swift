import KraderEngine
import KraderModel
import Support

/// Four shares, a fund and an index, of which the best two by traded value are in the universe.
enum RankedMarket {
    static let instruments = [
        Sample.samsung, Sample.kakao,
        Instrument(code: Sample.code("000660"), board: .kospi, basePrice: Price(100_000)),
        Instrument(code: Sample.code("247540"), board: .kosdaq, basePrice: Price(50_000)),
        Sample.fund,
        Instrument(code: Sample.code("001001"), board: .index, basePrice: Price(2_500)),
    ]

    static func bench(
        _ puppets: [Puppet] = [Puppet()], top count: Int = 2,
        boards: Set<Board> = [.kospi, .kosdaq],
        refresh: Interval = .minutes(30), holdings: [OpeningAccount.Holding] = [],
        start: Moment = Sample.tuesday.midnight
    ) -> EngineBench {
        var configuration = EngineConfiguration.sample(
            puppets, instruments: instruments, holdings: holdings, start: start)
        configuration.universe = .ranked(
            UniversePlan.Ranking(count: count, boards: boards, refresh: refresh))
        return EngineBench(configuration)
    }
}

extension StrategyContext {
    /// The members by rank: `3 0`.
    var membersInWords: String {
        (0..<universe.count).map { "\(universe[$0].value)" }.joined(separator: " ")
    }
}

extension EngineBench {
    /// Lets time pass and gives what it changed in the universe.
    func changes(until time: String) -> [String] {
        wait(time).filter { $0.hasPrefix("symbol ") }
    }
}
