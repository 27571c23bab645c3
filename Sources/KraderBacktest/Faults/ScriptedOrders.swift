import KraderEngine
import KraderModel

/// The orders of a run as a script calls them: the nth that the engine decided, the nth that a
/// person gave, and the broker's numbers for each, whether the engine has heard of them or not.
struct ScriptedOrders {
    private var places: [OrderReference: Int] = [:]
    private var placesOfRequests: [RequestID: Int] = [:]
    private var symbols: [SymbolIndex] = []
    /// The broker's numbers of each, the newest last; numbers are a day's.
    private var numbers: [[OrderNumber]] = []
    private var manual: [[OrderNumber]] = []

    /// The engine has decided on an order.
    mutating func decide(_ reference: OrderReference, _ symbol: SymbolIndex) {
        places[reference] = numbers.count
        symbols.append(symbol)
        numbers.append([])
    }

    /// The issue of an order of the engine's; `nil` for orders of others.
    func symbol(of reference: OrderReference) -> SymbolIndex? {
        places[reference].map { symbols[$0] }
    }

    /// An order's request leaves.
    mutating func leave(_ reference: OrderReference, by request: RequestID) {
        placesOfRequests[request] = places[reference]
    }

    /// The broker has taken it.
    mutating func note(_ number: OrderNumber, of request: RequestID) {
        if let place = placesOfRequests[request] { numbers[place].append(number) }
    }

    /// Its shares, or some of them, rest under another number.
    mutating func move(_ old: OrderNumber, to new: OrderNumber) {
        for place in numbers.indices where numbers[place].contains(old) {
            numbers[place].append(new)
        }
        for place in manual.indices where manual[place].contains(old) { manual[place].append(new) }
    }

    /// A person gave an order: with its number, or refused.
    mutating func addManual(_ number: OrderNumber?) { manual.append(number.map { [$0] } ?? []) }

    mutating func beginDay() {
        for place in numbers.indices { numbers[place] = [] }
        for place in manual.indices { manual[place] = [] }
    }

    /// Today's numbers of an order at the broker, the newest last. Places count from 1.
    func numbersOfNth(_ nth: Int) -> [OrderNumber] {
        numbers.indices.contains(nth - 1) ? numbers[nth - 1] : []
    }

    func numbersOfManual(_ nth: Int) -> [OrderNumber] {
        manual.indices.contains(nth - 1) ? manual[nth - 1] : []
    }
}
