/// A file's bytes, which stay in their place while this lives: mapped, or made in memory.
protocol HeldBytes: AnyObject {
    var bytes: UnsafeRawBufferPointer { get }
    /// Whether bytes were asked for that could not be read; those are zeros.
    var hasFailed: Bool { get }
}

extension MappedFile: HeldBytes {}

extension FileBytes: HeldBytes {
    var hasFailed: Bool { false }
}
