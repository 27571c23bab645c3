import KraderModel
import Testing

@testable import KraderEngine

/// What can be done to an order, each in a column of the table below.
private enum Act: Int, CaseIterable {
    case sent, acknowledged, lost, fill4, fill6, fill10, fill11, fill0, rejected, change, changeEnd
    case ended

    /// Does the act; `false` when the machine says that there is nothing to do.
    func apply(_ machine: inout OrderMachine) -> Bool {
        switch self {
        case .sent: machine.sent()
        case .acknowledged: machine.acknowledged()
        case .lost: machine.lost()
        case .fill4: machine.filled(Shares(4)) != .quarantine
        case .fill6: machine.filled(Shares(6)) != .quarantine
        case .fill10: machine.filled(Shares(10)) != .quarantine
        case .fill11: machine.filled(Shares(11)) != .quarantine
        case .fill0: machine.filled(.zero) != .quarantine
        case .rejected: machine.rejected()
        case .change: machine.sent(.cancel)
        case .changeEnd: machine.ended(.cancel)
        case .ended: machine.ended()
        }
    }
}

/// The state in short, such as `PF4w`: status, shares filled, and i(ntended), ? in doubt, w(orking)
/// or c(hanging).
private func short(_ machine: OrderMachine) -> String {
    let names: [OrderStatus: String] = [
        .pendingNew: "PN", .submitted: "SU", .partialFill: "PF", .filled: "FI", .rejected: "RJ",
        .canceled: "CA",
    ]
    var copy = machine
    let flag =
        copy.sent()
        ? "i" : machine.isInDoubt ? "?" : machine.isWorking ? "w" : machine.change != nil ? "c" : ""
    return (names[machine.status] ?? "") + "\(machine.filled)" + flag
}

private func machine(after acts: [Act]) -> OrderMachine {
    var machine = OrderMachine(quantity: Shares(10))
    for act in acts { _ = act.apply(&machine) }
    return machine
}

@Suite("The life of an order")
struct OrderMachineTests {
    /// The way in which a state is reached, then the state after each act in the order of `Act`;
    /// "-" where the act changes nothing and says so.
    private static let table: [(reached: [Act], row: String)] = [
        ([], "PN0 - - - - - - - - - - CA0"),
        ([.sent], "- SU0w PN0? PF4w PF6w FI10 - - RJ0 - - CA0"),
        ([.sent, .lost], "- SU0w - PF4w PF6w FI10 - - RJ0 - - CA0"),
        ([.sent, .acknowledged], "- - - PF4w PF6w FI10 - - RJ0 SU0c - CA0"),
        ([.sent, .fill4], "- - - PF8w FI10 - - - - PF4c - CA4"),
        ([.sent, .acknowledged, .change], "- - - PF4c PF6c FI10 - - RJ0 - SU0w CA0"),
        ([.sent, .fill4, .change], "- - - PF8c FI10 - - - - - PF4w CA4"),
        ([.sent, .fill10], "- - - - - - - - - - - -"),
        ([.sent, .rejected], "- - - - - - - - - - - -"),
        ([.ended], "- - - - - - - - - - - -"),
        ([.sent, .fill4, .ended], "- - - - - - - - - - - -"),
    ]

    @Test("every event in every state does what the table says, and a refused one changes nothing")
    func everyEvent() {
        for (reached, row) in OrderMachineTests.table {
            let before = machine(after: reached)
            let expected = row.split(separator: " ")
            #expect(expected.count == Act.allCases.count)
            for (act, answer) in zip(Act.allCases, expected) {
                var after = before
                let done = act.apply(&after)
                #expect(done == (answer != "-"), "\(act) after \(reached)")
                if done {
                    #expect(short(after) == answer, "\(act) after \(reached)")
                } else {
                    #expect(after == before, "\(act) after \(reached) is refused")
                }
                #expect(after.filled + after.leaves == Shares(10) || after.status.isTerminal)
            }
        }
    }

    @Test("statuses change only as the broker's status table allows")
    func legalStatuses() {
        // The table is that of failure-modes.md §2, without what only a restart may do.
        let legal: [OrderStatus: Set<OrderStatus>] = [
            .pendingNew: [.pendingNew, .submitted, .partialFill, .filled, .rejected, .canceled],
            .submitted: [.submitted, .partialFill, .filled, .rejected, .canceled],
            .partialFill: [.partialFill, .filled, .canceled],
            .filled: [.filled], .rejected: [.rejected], .canceled: [.canceled],
        ]
        var generator = SeededGenerator(seed: 1, stream: "statuses")
        var reached: Set<OrderStatus> = []
        for _ in 0..<2_000 {
            var machine = OrderMachine(quantity: Shares(10))
            for _ in 0..<12 {
                let before = machine.status
                let act = Act.allCases[Int(generator.next(below: UInt64(Act.allCases.count)))]
                _ = act.apply(&machine)
                #expect(legal[before]?.contains(machine.status) == true)
                reached.insert(machine.status)
            }
        }
        #expect(reached == Set(OrderStatus.allCases))
    }

    @Test("filled, rejected and canceled are final; the others are not")
    func terminal() {
        let terminal = OrderStatus.allCases.filter(\.isTerminal)
        #expect(terminal.map(\.description) == ["FILLED", "REJECTED", "CANCELED"])
    }

    @Test("an order for no share is a programmer's error")
    func noShares() async {
        await #expect(processExitsWith: .failure) { _ = OrderMachine(quantity: Shares(0)) }
        await #expect(processExitsWith: .failure) { _ = OrderMachine(quantity: Shares(-1)) }
        await #expect(processExitsWith: .success) { _ = OrderMachine(quantity: Shares(1)) }
    }
}
