import KraderModel
import Testing

@testable import KraderEngine

@Suite("The status table of failure-modes.md §2: every event in every state")
struct StatusTableTests {
    private static let events: [OrderMachine.Event] = [
        .sent, .acknowledged, .lost, .provedAbsent, .changeSent(.modify), .changeSent(.cancel),
        .changeLost, .changeEnded(.modify), .changeEnded(.cancel), .filledInPart, .filledToTheEnd,
        .reduced, .rejected, .ended, .amendedInPart, .amendedToTheEnd,
    ]

    /// A state by its mark: i(ntended), f (in flight), ? (in doubt), w(orking), m(odify) and
    /// c(ancel) in flight, m? and c? in doubt, a(bsent), then the three that are final.
    private static let states: [(mark: String, state: OrderMachine.State)] = [
        ("i", .intended), ("f", .inFlight), ("?", .inDoubt), ("w", .working),
        ("m", .changing(.modify)), ("c", .changing(.cancel)), ("m?", .changeInDoubt(.modify)),
        ("c?", .changeInDoubt(.cancel)), ("a", .absent), ("FI", .done(.filled)),
        ("RJ", .done(.rejected)), ("CA", .done(.canceled)),
    ]

    /// A row a state: the state after each event in the order of `events`; "-" where it can't be.
    private static let table = [
        // sent ack lost absent | modify cancel lost m-end c-end | part all reduced | RJ end | late
        "i   f - - -   - - - - -   - - -  - CA   - -",
        "f   - w ? -   - - - - -   w FI w  RJ CA  - -",
        "?   - w - a   - - - - -   w FI w  RJ CA  - -",
        "w   - - - -   m c - - -   w FI w  RJ CA  - -",
        "m   - - - -   - - m? w -  m FI m  RJ CA  - -",
        "c   - - - -   - - c? - w  c FI c  RJ CA  - -",
        "m?  - - - -   - - - w -   m? FI m? RJ CA  - -",
        "c?  - - - -   - - - - w   c? FI c? RJ CA  - -",
        "a   - w - -   - - - - -   w FI w  RJ RJ  - -",
        "FI  - - - -   - - - - -   - - -  - -   - -",
        "RJ  - - - -   - - - - -   - - -  - -   - -",
        "CA  - - - -   - - - - -   - - -  - -   CA FI",
    ]

    @Test("each event leads where the table says, and nowhere else")
    func everyEvent() {
        #expect(StatusTableTests.table.count == StatusTableTests.states.count)
        for (row, state) in zip(StatusTableTests.table, StatusTableTests.states) {
            let cells = row.split(separator: " ").map(String.init)
            #expect(cells.first == state.mark)
            #expect(cells.count == StatusTableTests.events.count + 1)
            for (event, expected) in zip(StatusTableTests.events, cells.dropFirst()) {
                let next = OrderMachine.next(state.state, event)
                let mark = StatusTableTests.states.first { $0.state == next }?.mark ?? "-"
                #expect(mark == expected, "\(event) in \(state.mark)")
            }
        }
    }

    @Test("an order of which a part was taken out never ends as filled")
    func reduced() {
        for (_, state) in StatusTableTests.states {
            for event in [OrderMachine.Event.filledToTheEnd, .amendedToTheEnd] {
                let whole = OrderMachine.next(state, event)
                let reduced = OrderMachine.next(state, event, isReduced: true)
                #expect(whole == nil ? reduced == nil : reduced == .done(.canceled))
            }
        }
    }
}
