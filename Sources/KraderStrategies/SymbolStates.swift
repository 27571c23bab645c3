import KraderModel

/// A strategy's state by symbol, changed in place without a uniqueness check (swift-notes.md §2).
///
/// Copies share the state: a strategy makes one in `start`, and only the copy that runs is used
/// from then on.
struct SymbolStates<State> {
    private final class Owner {
        let buffer: FixedBuffer<State>
        init(_ state: State, _ count: Int) {
            buffer = FixedBuffer(repeating: state, count: count)
        }
    }

    /// Keeps the buffer alive for as long as the view.
    private let owner: Owner
    private let view: BufferView<State>

    /// - Parameter count: The number of symbols; 0 until `start` knows how many the run has.
    init(repeating state: State, count: Int = 0) {
        owner = Owner(state, count)
        view = owner.buffer.view
    }

    subscript(symbol: SymbolIndex) -> State {
        @inline(__always) get { view[symbol.int] }
        @inline(__always) nonmutating _modify { yield &view[symbol.int] }
    }
}
