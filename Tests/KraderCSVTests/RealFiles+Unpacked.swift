import Foundation
import Glibc
import KraderCSV
import KraderJSON

extension RealFiles {
    /// A file's bytes, unpacked.
    static func unpacked(_ name: String) throws -> [UInt8] {
        guard name.hasSuffix(".gz") else { return try bytes(name) }
        let process = Process()
        process.executableURL = URL(filePath: "/bin/gzip")
        process.arguments = ["-dc", "\(folder)/\(name)"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Array(data)
    }

    static let cp949: @Sendable ([UInt8]) -> String? = { bytes in
        guard let converter = iconv_open("UTF-8", "CP949"), converter != iconv_t(bitPattern: -1)
        else { return nil }
        defer { iconv_close(converter) }
        var input = bytes.map { CChar(bitPattern: $0) }
        var output = [CChar](repeating: 0, count: bytes.count * 3 + 1)
        var (left, room) = (input.count, output.count)
        let result = input.withUnsafeMutableBufferPointer { from in
            output.withUnsafeMutableBufferPointer { to in
                var (from, to) = (from.baseAddress, to.baseAddress)
                return iconv(converter, &from, &left, &to, &room)
            }
        }
        guard result != -1 else { return nil }
        let text = output.prefix(output.count - room).map { UInt8(bitPattern: $0) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The rows of a file by a reading of its own: quotes, separators and doubled quotes only.
    static func table(_ bytes: [UInt8], separator: Character = ",", isCP949: Bool = false)
        -> [[String]]
    {
        var text = (isCP949 ? cp949(bytes) : nil) ?? String(decoding: bytes, as: UTF8.self)
        if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
        return text.split(whereSeparator: \.isNewline).map { line in
            var fields = [""]
            var isQuoted = false
            for character in line {
                if character == "\"" {
                    isQuoted.toggle()
                } else if character == separator, !isQuoted {
                    fields.append("")
                } else {
                    fields[fields.count - 1].append(character)
                }
            }
            return fields
        }
    }
}
