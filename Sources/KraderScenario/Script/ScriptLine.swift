/// A line of a scenario's script as people are told of it: where it stands and what it does.
public struct ScriptLine: Hashable, Sendable {
    /// Where it stands in its file: `events[1]`.
    public var path: String
    public var id: String?
    /// What it does, and when: `drop_reply when request new_order`.
    public var words: String

    /// What it is called: by its name, where it has one.
    public var name: String { id ?? path }
}
