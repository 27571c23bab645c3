import KraderBacktest
import KraderEngine
import KraderJSON
import KraderModel

// What can happen to requests, replies, pushes and lists on their way.
extension ScriptVerb {
    static let delayMax: Int64 = 86_400_000

    private static func by(_ help: String) -> GrammarKey {
        GrammarKey("by_ms", .duration(1...delayMax), .needed, help)
    }

    private static func code(_ help: String) -> GrammarKey {
        GrammarKey("code", .integer(1...999_999), .needed, help)
    }

    private static func request(
        _ name: String, _ keys: [GrammarKey] = [], rows: String, _ help: String,
        _ fault: @escaping @Sendable (GrammarValues) -> RequestFault?
    ) -> ScriptVerb {
        ScriptVerb(name, .requests, keys, rows: rows, help) { values in
            guard let kind = values.requests, let fault = fault(values.keys) else { return nil }
            return .request(fault, kind)
        }
    }

    static let ofRequests = [
        request("drop_request", rows: "A05", "The request is lost.") { _ in .drop },
        request(
            "delay_request", [by("How much later it arrives.")], rows: "A06, A15",
            "The request arrives later, perhaps behind others."
        ) { $0.interval("by_ms").map { .delay($0) } },
        request(
            "reject_request", [code("The broker's code.")], rows: "A14, B01–B08",
            "The broker refuses it with this code and takes nothing."
        ) { $0.integer("code").map { .reject(Int32($0)) } },
        request(
            "refuse_rate",
            [
                GrammarKey(
                    "taken", .boolean, .byDefault(false),
                    "Whether the broker took the request all the same.")
            ], rows: "F01–F04", "The broker refuses it for coming too fast."
        ) { .refuseRate(taken: $0.boolean("taken")) },
    ]

    private static func reply(
        _ name: String, _ keys: [GrammarKey] = [], rows: String, _ help: String,
        _ fault: @escaping @Sendable (GrammarValues) -> ReplyFault?
    ) -> ScriptVerb {
        ScriptVerb(name, .replies, keys, rows: rows, help) { values in
            guard let kind = values.requests, let fault = fault(values.keys) else { return nil }
            return .reply(fault, kind)
        }
    }

    static let ofReplies = [
        reply("drop_reply", rows: "A04, D05", "The reply, or the answer to a query, is lost.") {
            _ in .drop
        },
        reply(
            "delay_reply", [by("How much later it arrives.")], rows: "A06, A07, F16",
            "The reply arrives later, perhaps behind pushes."
        ) { $0.interval("by_ms").map { .delay($0) } },
        reply("reset_reply", rows: "A10, F16", "The connection breaks before the reply is whole.") {
            _ in .reset
        },
        reply(
            "http_status",
            [GrammarKey("status", .integer(300...599), .needed, "The status.")], rows: "A11",
            "A gateway answers with an HTTP status in the reply's place."
        ) { $0.integer("status").map { .http(Int32($0)) } },
        reply(
            "reply_code", [code("The code.")], rows: "A14, F04",
            "The reply carries this code, though the broker did what was asked."
        ) { $0.integer("code").map { .code(Int32($0)) } },
        reply("garble_reply", rows: "A10, F17", "The reply is no JSON, or cut.") { _ in .garble },
        reply("blank_number", rows: "A13", "The reply carries no order number.") { _ in
            .blankNumber
        },
        reply("repeat_reply", rows: "A08", "The reply comes twice.") { _ in .repeat },
    ]

    private static func push(
        _ name: String, _ keys: [GrammarKey] = [], rows: String, _ help: String,
        _ fault: @escaping @Sendable (GrammarValues) -> PushFault?
    ) -> ScriptVerb {
        ScriptVerb(name, .pushes, keys, rows: rows, help) { values in
            guard let kind = values.pushes, let fault = fault(values.keys) else { return nil }
            return .push(fault, kind)
        }
    }

    static let ofPushes = [
        push("drop_push", rows: "C04, G03", "The push is lost.") { _ in .drop },
        push(
            "delay_push", [by("How much later it arrives.")], rows: "C05, C10, C11",
            "The push arrives later, perhaps behind others."
        ) { $0.interval("by_ms").map { .delay($0) } },
        push("repeat_push", rows: "C01, G07", "The push comes twice.") { _ in .repeat },
        push("reorder_push", rows: "C06", "The next push overtakes it.") { _ in .reorder },
        push(
            "corrupt_push",
            [
                GrammarKey(
                    "quantity", .integer(1...1_000_000_000), .optional,
                    "The shares that it tells; 0 unless said.")
            ], rows: "C02, C09, C12–C14, F17", "A number in the push is wrong."
        ) { .corrupt($0.shares("quantity") ?? .zero) },
    ]

    private static func list(
        _ name: String, _ keys: [GrammarKey] = [], rows: String, _ help: String,
        _ fault: @escaping @Sendable (GrammarValues) -> ListFault?
    ) -> ScriptVerb {
        ScriptVerb(name, .lists, keys, lasting: .must, rows: rows, help) { values in
            guard let kind = values.requests, let fault = fault(values.keys),
                let lasting = values.lasting
            else { return nil }
            return .list(fault, kind, lasting: lasting)
        }
    }

    static let ofLists = [
        list("empty_list", rows: "F12", "The broker's lists are empty for a time.") { _ in .empty },
        list(
            "partial_list", rows: "F11",
            "The broker's lists lack their second half, and say that they are whole."
        ) { _ in .partial },
        list(
            "stale_list",
            [GrammarKey("age_ms", .duration(1...delayMax), .needed, "How old they are.")],
            rows: "F14, I09", "The broker's lists are those of a while ago."
        ) { $0.interval("age_ms").map { .stale($0) } },
        list(
            "short_pages",
            [GrammarKey("rows", .integer(1...100), .needed, "How many rows a page has.")],
            rows: "F11", "The broker's lists come in more pages than they would."
        ) { $0.integer("rows").map { .pages(rows: Int($0)) } },
        list(
            "refuse_list", [code("The broker's code.")], rows: "F01, F12, I07",
            "The broker answers with a code and no list."
        ) { $0.integer("code").map { .refuse(Int32($0)) } },
    ]
}
