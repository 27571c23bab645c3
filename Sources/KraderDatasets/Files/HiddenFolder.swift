public import Glibc

/// A new folder that nobody sees until it is whole. It is filled under a name that nobody else has,
/// then put in its place. It is locked while this lives: the lock ends with the process however
/// that ends, so that the next one can tell what a killed one left.
public final class HiddenFolder {
    /// The beginning of such a folder's name, before six letters, and of a file's name until the
    /// file is whole: nobody else calls anything so.
    public static let prefix = ".unfinished-krader-"
    /// How often a folder is made: another process may take a new one for a leftover, but not so
    /// often.
    private static let triesMax = 16

    public private(set) var path: String
    public private(set) var descriptor: Int32
    private let parent: String
    private let calls: FolderCalls
    /// The folders above that were not there before, the outermost first.
    private let made: [String]
    /// Whether the folder stands in its place, or its maker was told where it stands.
    private var isDone = false
    private let canLock: Bool
    private let canExchange: Bool

    /// Makes the folder, and those above it that are not there; removes what killed processes left
    /// there, and tries what putting it in place will need.
    ///
    /// Throws `FileFault` when none can be made in the parent; nothing is left then.
    public init(
        in parent: String, mode: mode_t = 0o755, calls: FolderCalls = .system
    ) throws(FileFault) {
        self.parent = parent
        self.calls = calls
        made = try FileWriter.makeFolders(parent, mode: mode)
        HiddenFolder.removeLeftovers(in: parent, calls)
        do throws(FileFault) {
            (path, descriptor, canLock) = try HiddenFolder.make(in: parent, calls)
        } catch {
            for path in made.reversed() { rmdir(path) }
            throw error
        }
        canExchange = HiddenFolder.canExchange(in: path, calls)
    }

    deinit { release() }

    private static func make(
        in parent: String, _ calls: FolderCalls
    ) throws(FileFault) -> (path: String, descriptor: Int32, isLocked: Bool) {
        for _ in 0..<triesMax {
            var template = Array("\(parent)/\(prefix)XXXXXX".utf8CString)
            guard mkdtemp(&template) != nil else { throw FileFault(path: parent, number: errno) }
            let path = template.withUnsafeBufferPointer { bytes in
                String(decoding: bytes.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            }
            let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            if descriptor < 0 {
                var fault = FileFault(path: parent, number: errno)
                if fault.isAbsence { continue }
                rmdir(path)
                fault.reason = "A folder made there can't be opened (\(fault.reason)); see umask"
                throw fault
            }
            switch calls.lock(descriptor) {
            case 0:
                // Another process may have taken it for a leftover between making and locking.
                if access(path, F_OK) == 0 { return (path, descriptor, true) }
            case EWOULDBLOCK: break
            // The file system knows no locks: no process can take it for a leftover either.
            default: return (path, descriptor, false)
            }
            close(descriptor)
            rmdir(path)
        }
        throw FileFault(
            path: parent, reason: "folders made there were taken away \(triesMax) times")
    }

    /// Whether two folders can exchange their names there. It is tried with two that are ours.
    private static func canExchange(in path: String, _ calls: FolderCalls) -> Bool {
        let (one, other) = (path + "/one", path + "/other")
        guard mkdir(one, 0o700) == 0, mkdir(other, 0o700) == 0 else { return false }
        defer {
            rmdir(one)
            rmdir(other)
        }
        return calls.exchange(one, other) == 0
    }

    /// What the file system can't do, in sentences.
    public var notes: [String] {
        var notes: [String] = []
        if !canExchange {
            notes.append(
                "The file system of '\(parent)' can't exchange two names: what stands in the "
                    + "place of a result is replaced in two steps.")
        }
        if !canLock {
            notes.append(
                "The file system of '\(parent)' knows no locks: what a killed run leaves there "
                    + "stays until you remove it.")
        }
        return notes
    }

    /// Puts the folder in its place: in one step where the file system can, so that whoever looks
    /// sees the old one or the new one.
    ///
    /// What stands there is replaced when it is ours: what others put into it gets a second name
    /// in the new one first, so that nothing of theirs is gone at any time. When it isn't, or was
    /// changed, all of it stays under another name. What was made stays as well, whatever happens.
    ///
    /// - Parameter own: tells which files of what stands there are ours; `nil` when nothing proves
    ///   it ours.
    /// Returns sentences on what there is to say of it.
    /// Throws `FileFault`, which says where the new folder is, with `isPresence` when something
    /// stands there and may not be replaced.
    public func publish(
        as place: String, replacing: Bool, _ own: (String) -> OwnFiles? = { _ in nil }
    ) throws(FileFault) -> [String] {
        isDone = true
        var number = rename(toNew: place)
        if number == 0 { return [] }
        guard number == EEXIST, replacing else {
            throw kept(FileFault(path: place, number: number))
        }
        let others = take(from: place, own(place))
        if others != nil, calls.exchange(path, place) == 0 {
            FolderRemoval.remove(path)
            return notes(of: others, in: place)
        }
        let aside = HiddenFolder.freeName(place + ".kept")
        number = calls.rename(place, aside)
        guard number == 0 else { throw kept(FileFault(path: place, number: number)) }
        number = move(to: place)
        guard number == 0 else {
            _ = calls.rename(aside, place)
            throw kept(FileFault(path: place, number: number))
        }
        if let others {
            FolderRemoval.remove(aside)
            return notes(of: others, in: place)
        }
        return [
            "What stood in '\(place)' is not all as krader wrote it: it is now '\(aside)'."
        ]
    }

    private func rename(toNew place: String) -> Int32 {
        if calls.renameToNew(path, place) == 0 { return 0 }
        // The system can't tell, or something is there: a plain renaming replaces empty folders
        // only.
        return HiddenFolder.isThere(place) ? EEXIST : move(to: place)
    }

    private func move(to place: String) -> Int32 {
        if calls.rename(path, place) == 0 { return 0 }
        // A folder of Windows gets no other name while it is open.
        release()
        return calls.rename(path, place)
    }

    private func release() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }

    /// Gives what was made a name that is seen; the fault says where it is.
    private func kept(_ fault: FileFault) -> FileFault {
        var fault = fault
        let name = HiddenFolder.freeName(fault.path + ".finished")
        if calls.rename(path, name) == 0 { path = name }
        fault.reason += "; what was made is in '\(path)'"
        return fault
    }

    /// Gives what is not ours in a folder a second name in this one. Answers `nil` when that can't
    /// be done, or when what is ours there was changed.
    private func take(from place: String, _ own: OwnFiles?) -> [String]? {
        guard let own, FolderRemoval.isFolder(place), own.changed(in: place) == nil,
            let others = try? own.others(in: place)
        else { return nil }
        var taken: [String] = []
        for other in others where !take(other, from: place, &taken) {
            for path in taken.reversed() where unlink(path) != 0 { rmdir(path) }
            return nil
        }
        return others
    }

    private func take(_ name: String, from place: String, _ taken: inout [String]) -> Bool {
        let (from, to) = (place + "/" + name, path + "/" + name)
        guard let slash = to.lastIndex(of: "/"),
            let made = try? FileWriter.makeFolders(String(to[..<slash]))
        else { return false }
        taken += made
        guard FolderRemoval.isFolder(from, followingLinks: false) else {
            guard calls.link(from, to) == 0 else { return false }
            taken.append(to)
            return true
        }
        guard let names = try? FolderRemoval.names(in: from), mkdir(to, 0o755) == 0 else {
            return false
        }
        taken.append(to)
        var status = stat()
        if stat(from, &status) == 0 { chmod(to, status.st_mode & 0o7777) }
        for below in names where !take(name + "/" + below, from: place, &taken) { return false }
        return true
    }

    private func notes(of others: [String]?, in place: String) -> [String] {
        guard let others, let first = others.first else { return [] }
        let more = others.count > 1 ? " and \(others.count - 1) more" : ""
        return ["Kept in '\(place)' what krader did not write: '\(first)'\(more)."]
    }

    private static func freeName(_ name: String) -> String {
        var number = 1
        while isThere("\(name)-\(number)"), number < 10_000 { number += 1 }
        return "\(name)-\(number)"
    }

    /// Whether anything is there. A link counts, wherever it leads.
    private static func isThere(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// Removes all that was made, unless it was put in its place.
    public func discard() {
        if isDone { return }
        FolderRemoval.remove(path)
        // Folders that hold something by now stay.
        for path in made.reversed() { rmdir(path) }
    }

    /// Removes what killed processes left: hidden folders that nobody holds the lock of.
    private static func removeLeftovers(in parent: String, _ calls: FolderCalls) {
        for name in (try? FolderRemoval.names(in: parent)) ?? [] {
            let letters = name.utf8.dropFirst(prefix.utf8.count)
            guard name.hasPrefix(prefix), letters.count == 6 else { continue }
            let path = parent + "/" + name
            let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            if calls.lock(descriptor) == 0 { FolderRemoval.remove(path) }
            close(descriptor)
        }
    }
}
