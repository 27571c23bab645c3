import CLinux
import Glibc

/// What krader asks of a file system beside reading and writing. Not every one knows all of it:
/// folders over a network and those of other systems exchange no names, lock nothing, or give no
/// file a second name. It is a value, so that tests can answer as they do.
///
/// Each call answers 0, or the system's error number.
public struct FolderCalls: Sendable {
    /// Exchanges two names in one step.
    public var exchange: @Sendable (_ one: String, _ other: String) -> Int32
    /// Gives another name, unless something has it: then it answers `EEXIST`.
    public var renameToNew: @Sendable (_ path: String, _ place: String) -> Int32
    public var rename: @Sendable (_ path: String, _ place: String) -> Int32
    /// Gives a file a second name.
    public var link: @Sendable (_ path: String, _ place: String) -> Int32
    /// Locks without waiting; it answers `EWOULDBLOCK` when somebody else has the lock.
    public var lock: @Sendable (_ descriptor: Int32) -> Int32

    public init(
        exchange: @escaping @Sendable (String, String) -> Int32,
        renameToNew: @escaping @Sendable (String, String) -> Int32,
        rename: @escaping @Sendable (String, String) -> Int32,
        link: @escaping @Sendable (String, String) -> Int32,
        lock: @escaping @Sendable (Int32) -> Int32
    ) {
        self.exchange = exchange
        self.renameToNew = renameToNew
        self.rename = rename
        self.link = link
        self.lock = lock
    }

    /// The calls of the system.
    public static let system = FolderCalls(
        exchange: {
            number(renameat2(AT_FDCWD, $0, AT_FDCWD, $1, UInt32(krader_rename_exchange)))
        },
        renameToNew: {
            number(renameat2(AT_FDCWD, $0, AT_FDCWD, $1, UInt32(krader_rename_noreplace)))
        },
        rename: { number(Glibc.rename($0, $1)) },
        // A link gets the name itself, not what it leads to.
        link: { number(linkat(AT_FDCWD, $0, AT_FDCWD, $1, 0)) },
        lock: { number(flock($0, LOCK_EX | LOCK_NB)) })

    private static func number(_ answer: Int32) -> Int32 { answer == 0 ? 0 : errno }
}
