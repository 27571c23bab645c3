import KraderModel

/// The broker's own codes, as they stand in brackets in its texts (kiwoom-rest.md §2.4, §2.5).
/// Those of a closed list prove a refusal; all others prove nothing.
enum BrokerCode {
    /// Too many requests of a kind.
    static let tooManyRequests: Int32 = 1_700

    /// What the broker refuses by a code; `nil` where it is in no list.
    static func rejection(_ code: Int32) -> VenueRejection? {
        switch code {
        case 855_056, 4_025: .cashShort
        case 800_033: .sharesShort
        case 571_552, 4_027: .outsideBand
        case 4_003: .offStep
        case 521_790: .orderTypeNotAllowed
        case 509_193: .halted
        case 571_435: .unknownOrder
        case 506_550: .nothingLeft
        case 4_057, 4_058: .wrongSession
        case 1_902: .unknownSymbol
        case _: nil
        }
    }

    /// Whether a code, or an HTTP status, asks for fewer requests.
    static func isOfRate(_ code: Int32) -> Bool {
        switch code {
        case 429, 1_700, 1_701, 1_702: true
        case _: false
        }
    }

    /// What a reply with a code says of its request.
    static func outcome(_ code: Int32) -> BrokerReply.Outcome {
        if let rejection = rejection(code) { return .rejected(rejection) }
        return .unknown(isOfRate(code) ? .rateRefused(code) : .unknownCode(code))
    }

    /// What an answer with a code says instead of its list.
    static func answer(_ code: Int32) -> BrokerAnswer.Outcome {
        isOfRate(code) ? .failed(.rateRefused(code)) : .refused(code)
    }
}
