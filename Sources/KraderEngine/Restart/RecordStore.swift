/// The place where an engine's records are kept, in their order: memory in a simulation, a database
/// live. What a store promises stands in `RecordStoreConformance` of Tests/Support, which each kind
/// of store must pass.
public protocol RecordStore: AnyObject {
    /// Keeps the records of a step: all of them or none. It is called before the step's requests
    /// leave, and returns when the records would outlive the process.
    ///
    /// - Throws: why they could not be kept. The engine is then ahead of its store: it is dropped,
    ///   its requests too, and another is restored.
    func commit(_ output: inout OutputBuffer) throws

    /// All records so far, in their order.
    ///
    /// - Throws: why they can't be read
    func records() throws -> [Record]

    /// Keeps in a second place, which can be written when the records' can't, why the kill switch
    /// is engaged; `nil`: it is not. Who starts from this store finds it there (failure-modes.md
    /// §1, K13).
    ///
    /// - Throws: why it could not be kept
    func markKill(_ cause: StopCause?) throws

    /// What was marked last; `nil` where nothing was.
    ///
    /// - Throws: why it can't be read
    func killMark() throws -> StopCause?
}

/// Records in memory, which outlive the engine but not the process: for simulations that restart.
public final class MemoryRecordStore: RecordStore {
    private var kept: [Record] = []
    private var mark: StopCause?

    public init() {}

    public func commit(_ output: inout OutputBuffer) throws {
        for index in 0..<output.records.count { kept.append(output.records[index]) }
    }

    public func records() throws -> [Record] { kept }

    public func markKill(_ cause: StopCause?) throws { mark = cause }

    public func killMark() throws -> StopCause? { mark }
}
