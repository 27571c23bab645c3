import Glibc
import KraderDatasets
import Synchronization
import Testing

/// Calls of file systems that know less than Linux's own do.
extension FolderCalls {
    /// - Parameter number: the error with which they answer what they don't know.
    static func without(
        exchange: Bool = false, renameToNew: Bool = false, link: Bool = false, lock: Bool = false,
        _ number: Int32
    ) -> FolderCalls {
        var calls = FolderCalls.system
        if exchange { calls.exchange = { _, _ in number } }
        if renameToNew { calls.renameToNew = { _, _ in number } }
        if link { calls.link = { _, _ in number } }
        if lock { calls.lock = { _ in number } }
        return calls
    }
}

@Suite("A folder is put in its place")
struct HiddenFolderTests {
    private func fill(_ folder: HiddenFolder, _ text: String) throws {
        let workspace = folder.path + "/result.txt"
        let file = try #require(fopen(workspace, "w"))
        fputs(text, file)
        fclose(file)
    }

    private func own(_ text: String) -> OwnFiles {
        var hash = FileHash()
        Array(text.utf8).withUnsafeBytes { hash.update($0) }
        return OwnFiles(["result.txt": hash.finish()])
    }

    /// An older result in its place, and a note of somebody's beside it.
    private func older(_ workspace: Workspace) throws -> String {
        let folder = try HiddenFolder(in: workspace.path)
        try fill(folder, "old")
        let place = workspace.path + "/place"
        #expect(try folder.publish(as: place, replacing: false) == [])
        try workspace.write(Array("mine".utf8), to: "place/notes.txt")
        return place
    }

    private func text(_ workspace: Workspace, _ file: String) throws -> String {
        String(decoding: try workspace.bytes(of: file), as: UTF8.self)
    }

    @Test(
        "on file systems that can't exchange, or can't tell new names, the old one is replaced too",
        arguments: [
            FolderCalls.system, .without(exchange: true, EINVAL), .without(exchange: true, ENOSYS),
            .without(renameToNew: true, EINVAL), .without(renameToNew: true, ENOSYS),
            .without(exchange: true, renameToNew: true, lock: true, ENOSYS),
            .without(exchange: true, renameToNew: true, lock: true, EINVAL),
            .without(exchange: true, EACCES),
        ])
    func replaces(calls: FolderCalls) throws {
        let workspace = try Workspace()
        let place = try older(workspace)
        let folder = try HiddenFolder(in: workspace.path, calls: calls)
        try fill(folder, "new")
        let notes = try folder.publish(as: place, replacing: true) { _ in own("old") }
        #expect(notes == ["Kept in '\(place)' what krader did not write: 'notes.txt'."])
        #expect(workspace.files() == ["place/notes.txt", "place/result.txt"])
        #expect(try text(workspace, "place/result.txt") == "new")
        #expect(try text(workspace, "place/notes.txt") == "mine")
    }

    @Test("what a file system can't do is known before anything is filled in, and said")
    func notes() throws {
        let workspace = try Workspace()
        #expect(try HiddenFolder(in: workspace.path).notes == [])
        let poor = FolderCalls.without(exchange: true, lock: true, ENOSYS)
        let notes = try HiddenFolder(in: workspace.path, calls: poor).notes
        #expect(notes.count == 2)
        #expect(notes[0].contains("can't exchange two names"))
        #expect(notes[1].contains("knows no locks"))
    }

    @Test("where files can't have a second name, all that stood there stays under another")
    func noLinks() throws {
        let workspace = try Workspace()
        let place = try older(workspace)
        let folder = try HiddenFolder(
            in: workspace.path, calls: .without(link: true, EPERM))
        try fill(folder, "new")
        let notes = try folder.publish(as: place, replacing: true) { _ in own("old") }
        #expect(notes.count == 1 && notes[0].contains("it is now '\(place).kept-1'"))
        #expect(try text(workspace, "place/result.txt") == "new")
        #expect(try text(workspace, "place.kept-1/result.txt") == "old")
        #expect(try text(workspace, "place.kept-1/notes.txt") == "mine")
    }

    @Test("what nothing proves ours, or was changed, stays under another name")
    func notOurs() throws {
        let workspace = try Workspace()
        let place = try older(workspace)
        for (number, own) in [nil, own("something else")].enumerated() {
            let folder = try HiddenFolder(in: workspace.path)
            try fill(folder, "new \(number)")
            let notes = try folder.publish(as: place, replacing: true) { _ in own }
            #expect(notes.count == 1 && notes[0].contains("\(place).kept-\(number + 1)"))
        }
        #expect(try text(workspace, "place/result.txt") == "new 1")
        #expect(try text(workspace, "place.kept-1/result.txt") == "old")
        #expect(try text(workspace, "place.kept-1/notes.txt") == "mine")
        #expect(try text(workspace, "place.kept-2/result.txt") == "new 0")
    }

    @Test(
        "when it can't be put in place it stays, and the fault says where",
        arguments: [true, false])
    func neverThrownAway(isPlaceTaken: Bool) throws {
        let workspace = try Workspace()
        let place = isPlaceTaken ? try older(workspace) : workspace.path + "/place"
        var calls = FolderCalls.without(exchange: true, renameToNew: true, EIO)
        calls.rename = { from, to in
            to.hasSuffix("/place") ? EIO : FolderCalls.system.rename(from, to)
        }
        let folder = try HiddenFolder(in: workspace.path, calls: calls)
        try fill(folder, "new")
        let fault = #expect(throws: FileFault.self) {
            try folder.publish(as: place, replacing: true) { _ in own("old") }
        }
        folder.discard()
        #expect(fault?.reason.contains("what was made is in '\(place).finished-1'") == true)
        #expect(try text(workspace, "place.finished-1/result.txt") == "new")
    }

    @Test("where an open folder gets no other name it is closed first")
    func openFolders() throws {
        let workspace = try Workspace()
        var calls = FolderCalls.without(exchange: true, renameToNew: true, EACCES)
        let renamings = Mutex(0)
        calls.rename = { from, to in
            let isFirst = renamings.withLock { count in
                count += 1
                return count == 1
            }
            return isFirst ? EACCES : FolderCalls.system.rename(from, to)
        }
        let folder = try HiddenFolder(in: workspace.path, calls: calls)
        try fill(folder, "new")
        #expect(try folder.publish(as: workspace.path + "/place", replacing: false) == [])
        #expect(folder.descriptor < 0)
        #expect(try text(workspace, "place/result.txt") == "new")
    }

    @Test("one whose folders are always taken away gives up, and leaves nothing")
    func bounded() throws {
        let workspace = try Workspace()
        let tries = Mutex(0)
        var calls = FolderCalls.system
        calls.lock = { _ in
            tries.withLock { $0 += 1 }
            return EWOULDBLOCK
        }
        #expect(throws: FileFault.self) {
            try HiddenFolder(in: workspace.path + "/a/b", calls: calls)
        }
        #expect(tries.withLock { $0 } == 16)
        #expect(!FolderRemoval.isFolder(workspace.path + "/a"))
    }

    @Test("a list of own files is read as it was written, and not when a byte was changed")
    func list() throws {
        var own = own("old")
        own.add("timing.json", hash: nil)
        let bytes = own.list
        let read = try #require(OwnFiles(list: bytes))
        #expect(read.list.count > bytes.count)
        #expect(
            String(decoding: bytes, as: UTF8.self).contains("\n# may differ: timing.json\n"))
        for place in bytes.indices {
            var damaged = bytes
            damaged[place] ^= 1
            #expect(OwnFiles(list: damaged) == nil, "byte \(place)")
        }
        #expect(OwnFiles(list: []) == nil && OwnFiles(list: Array(bytes.dropLast())) == nil)
    }
}
