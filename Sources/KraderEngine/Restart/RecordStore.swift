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
}

/// Records in memory, which outlive the engine but not the process: for simulations that restart.
public final class MemoryRecordStore: RecordStore {
    private var kept: [Record] = []

    public init() {}

    public func commit(_ output: inout OutputBuffer) throws {
        kept.reserveCapacity(kept.count + output.records.count)
        for index in 0..<output.records.count { kept.append(output.records[index]) }
    }

    public func records() throws -> [Record] { kept }
}
