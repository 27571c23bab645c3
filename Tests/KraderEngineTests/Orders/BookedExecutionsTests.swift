import KraderModel
import Support
import Testing

@testable import KraderEngine

@Suite("Which executions of a number are booked: each once, in whatever order they come")
struct BookedExecutionsTests {
    /// The `count`-th of executions of one share at 1, 2, 3 … won.
    private func execution(_ count: Int64) -> Execution {
        Execution(
            number: ExecutionNumber(count), price: Price(count), quantity: Shares(1),
            time: Sample.tuesday.at("10:00"), cumulativeQuantity: Shares(count),
            cumulativeAmount: Won(count * (count + 1) / 2))
    }

    @Test("C01, C06: in every order of four, each is new once and repeated ever after")
    func orders() {
        func permutations(_ rest: [Int64]) -> [[Int64]] {
            if rest.isEmpty { return [[]] }
            return rest.flatMap { first in
                permutations(rest.filter { $0 != first }).map { [first] + $0 }
            }
        }
        for order in permutations([1, 2, 3, 4]) {
            var booked = BookedExecutions()
            for (place, count) in order.enumerated() {
                #expect(booked.finding(execution(count)) == .new, "\(order)")
                booked.add(execution(count))
                for earlier in order[...place] {
                    #expect(booked.finding(execution(earlier)) == .repeated, "\(order)")
                }
                let told = Set(order[...place])
                let isWhole = told == Set(1...Int64(told.count))
                #expect(booked.isWhole == isWhole, "\(order.prefix(place + 1))")
            }
            #expect(booked.through == Won(10) && booked.shares == Shares(4))
        }
    }

    @Test("C02: what covers a part of what is booked contradicts it")
    func contradiction() {
        var booked = BookedExecutions()
        booked.add(execution(1))
        booked.add(execution(2))
        var other = execution(2)
        other.price = Price(3)
        #expect(booked.finding(other) == .repeated, "Its sum is what is booked")
        other.cumulativeAmount = Won(4)
        #expect(booked.finding(other) == .contradictory)
    }

    @Test("three pieces with holes between them are more than is kept: they are asked for")
    func scattered() {
        var booked = BookedExecutions()
        booked.add(execution(2))
        booked.add(execution(4))
        #expect(booked.finding(execution(6)) == .scattered)
        #expect(booked.finding(execution(3)) == .new)
        booked.add(execution(3))
        #expect(booked.finding(execution(6)) == .new)
    }

    @Test("C12–C14: numbers that can't be are unreadable")
    func unreadable() {
        var zero = execution(1)
        zero.quantity = .zero
        var negative = execution(1)
        negative.price = Price(-70_000)
        var short = execution(3)
        short.cumulativeAmount = Won(2)
        var huge = execution(1)
        huge.price = Price(.max)
        huge.quantity = Shares(2)
        for execution in [zero, negative, short, huge] { #expect(!execution.isReadable) }
        #expect(execution(3).isReadable)
    }
}
