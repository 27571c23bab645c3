import KraderModel
import Support
import Testing

@testable import KraderEngine

@Suite("A crash at each crash point, in each state of an order, whatever the broker did")
struct CrashTableTests {
    /// What the broker makes of the order: it never comes there; it waits there; it is filled, and
    /// nobody says so.
    private static let brokers: [TruthfulBroker.Manner] = [
        .init(takesOrder: false), .init(), .init(executesAhead: 2),
    ]

    /// The states of an order, and what leads there.
    private enum Stage: String, CaseIterable {
        case notDecided, inFlight, inDoubt, working, filledInPart, cancelling, cancelInDoubt
        case notFound, filled, cancelled

        var happenings: [OrderHappening] {
            switch self {
            case .notDecided, .inFlight, .inDoubt, .notFound: []
            case .working: [.acknowledged]
            case .filledInPart: [.acknowledged, .firstFill]
            case .cancelling, .cancelInDoubt: [.acknowledged, .cancel]
            case .filled: [.acknowledged, .firstFill, .secondFill]
            case .cancelled: [.acknowledged, .cancel, .cancelConfirmed]
            }
        }

        /// How long nothing is answered then, or everything.
        func wait(_ play: OneOrderPlay) {
            switch self {
            case .inDoubt, .cancelInDoubt:
                play.pass(until: play.now + .seconds(11), isAnswered: false)
            case .notFound: play.pass(until: play.now + .seconds(90), isAnswered: true)
            case .notDecided, .inFlight, .working, .filledInPart, .cancelling, .filled, .cancelled:
                break
            }
        }
    }

    /// A row a state, a column a crash point: for which of the three brokers (lost, waiting,
    /// filled) the engine can end there. A dot is where it can't: an order that never came to the
    /// broker has no reply; one that has ended is not cancelled.
    private static let table = [
        //               1   2   3   4   5   6   7   8   9  10  11  12  13  14
        "notDecided    lwf lwf lwf ... ... ... ... ... ... lwf lwf lwf lwf lwf",
        "inFlight      lwf lwf lwf .wf .wf .wf .wf lwf lwf lwf lwf lwf lwf lwf",
        "inDoubt       lwf lwf lwf .wf .wf .wf .wf lwf lwf lwf lwf lwf lwf lwf",
        "working       .wf .wf .wf .wf .wf .wf .wf .wf .wf .wf .wf .wf .wf .wf",
        "filledInPart  .wf .wf .wf .wf .wf .wf .wf .wf .wf .wf .wf .wf .wf .wf",
        "cancelling    .wf .wf .wf .wf .wf .wf .wf ... ... .wf .wf .wf .wf .wf",
        "cancelInDoubt .wf .wf .wf .wf .wf .wf .wf ... ... .wf .wf .wf .wf .wf",
        "notFound      l.. l.. l.. ... ... ... ... ... ... l.. l.. l.. l.. l..",
        "filled        .wf .wf .wf .wf .wf .wf .wf ... ... .wf .wf .wf .wf .wf",
        "cancelled     .w. .w. .w. .w. .w. ... ... ... ... .w. .w. .w. .w. .w.",
    ]

    @Test(
        "J07: no second order, and the broker's books in the end", arguments: table)
    func row(_ row: String) throws {
        let cells = row.split(separator: " ").map(String.init)
        let stage = try #require(Stage(rawValue: cells[0]))
        try #require(cells.count == 1 + CrashPoint.allCases.count)
        for (point, cell) in zip(CrashPoint.allCases, cells.dropFirst()) {
            for (broker, mark) in zip(Self.brokers, cell) {
                let play = OneOrderPlay(broker, buys: stage != .notDecided)
                var isReached = stage != .notFound || !broker.takesOrder
                for happening in stage.happenings {
                    if play.can(happening) { play.play(happening) } else { isReached = false }
                }
                stage.wait(play)
                let hasCrashed = isReached && play.crash(at: point)
                #expect(hasCrashed == (mark != "."), "\(stage), \(point), \(broker)")
                guard hasCrashed else { continue }
                play.calm()
                #expect(play.breaches == [], "\(stage), \(point), \(broker)")
            }
        }
    }

    @Test("the table has a row for each state")
    func rows() {
        let states = Self.table.compactMap { Stage(rawValue: String($0.prefix { $0 != " " })) }
        #expect(states == Stage.allCases)
    }
}
