import Glibc

/// Reads short texts of Korean files that are not UTF-8: titles, names.
enum TitleDecoder {
    /// The encodings that are read, as options call them.
    enum Encoding: String, CaseIterable {
        /// CP949, which has all of EUC-KR in it.
        case cp949

        fileprivate var systemName: String {
            switch self {
            case .cp949: "CP949"
            }
        }
    }

    /// The text; `nil` when the bytes are not of that encoding, or the system does not know it.
    static func decode(_ bytes: [UInt8], _ encoding: Encoding = .cp949) -> String? {
        guard let converter = iconv_open("UTF-8", encoding.systemName),
            converter != iconv_t(bitPattern: -1)
        else { return nil }
        defer { iconv_close(converter) }
        var input = bytes.map { CChar(bitPattern: $0) }
        // Two bytes become three at most.
        var output = [CChar](repeating: 0, count: bytes.count * 2 + 4)
        var left = output.count
        let isRead = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                var from = input.baseAddress
                var rest = input.count
                var to = output.baseAddress
                return iconv(converter, &from, &rest, &to, &left) != -1 && rest == 0
            }
        }
        guard isRead else { return nil }
        return String(
            decoding: output.prefix(output.count - left).map { UInt8(bitPattern: $0) },
            as: UTF8.self)
    }
}
