import Glibc
import KraderJSON

/// The bytes of a file, or of standard input for `-`. Throws `ExitFault` with exit code 3 when it
/// can't be read or goes on beyond `bytesMax` bytes: what a pipe or a device holds need not end.
public func readWholeFile(_ path: String, bytesMax: Int = 1 << 32) throws -> [UInt8] {
    let name = path == "-" ? "standard input" : "'\(shown(path, charactersMax: 200))'"
    func failure() -> ExitFault {
        let reason = strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
        return ExitFault(status: .data, message: "Can't read \(name): \(reason).")
    }
    let descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure() }
    defer { if path != "-" { close(descriptor) } }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = read(descriptor, &chunk, chunk.count)
        if count < 0 && errno == EINTR { continue }
        guard count >= 0 else { throw failure() }
        if count == 0 { return bytes }
        guard bytes.count + count <= bytesMax else {
            throw ExitFault(
                status: .data,
                message: "Can't read \(name): it holds more than \(byteSize(bytesMax)).")
        }
        bytes += chunk[..<count]
    }
}
