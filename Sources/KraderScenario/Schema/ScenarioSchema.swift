public import KraderEngine
import KraderJSON
import KraderModel

/// The JSON Schema of scenario files (draft 2020-12), for editors and other programs. `events` and
/// `expect` follow from the tables that the reader reads by, settings from theirs, parameters from
/// what the catalog's strategies declare. What no schema can say (that a price lies on the grid, a
/// time in the period) the reader says.
public enum ScenarioSchema {
    public static func text(catalog: StrategyCatalog) -> String {
        value(catalog: catalog).text(.pretty) + "\n"
    }

    static func value(catalog: StrategyCatalog) -> JSONValue {
        let top: [(String, JSONValue)] = [
            ("schema", SchemaPart.members([("const", JSONValue(.integer(Scenario.schema)))])),
            ("name", ["type": "string", "pattern": "^[a-z0-9][a-z0-9._-]{0,99}$"]),
            ("about", SchemaPart.string), ("seed", SchemaPart.integer(0 ... .max)),
            ("market", market), ("account", account), ("universe", universe),
            ("strategies", strategies(catalog)), ("benchmark", SchemaPart.symbol),
            ("events", SchemaPart.array(event)),
            ("expect", SchemaPart.array(expectation, least: 1)), ("local", local),
        ]
        return SchemaPart.members([
            ("$schema", "https://json-schema.org/draft/2020-12/schema"),
            ("title", "A scenario of krader"), ("type", "object"),
            ("properties", SchemaPart.members(top + settings)),
            ("required", ["schema", "name", "market", "account", "strategies"]),
            ("additionalProperties", JSONValue(.boolean(false))),
            ("$defs", SchemaPart.members([("when", occasion)])),
        ])
    }

    private static var account: JSONValue {
        SchemaPart.object(books + [("orders", orders(OpeningKeys.ofBroker))], required: ["cash"])
    }

    /// What our records say.
    private static var local: JSONValue {
        SchemaPart.object(
            books + [
                ("orders", orders(OpeningKeys.ofRecords)),
                ("kill_switch", SchemaPart.choice(OpeningKeys.causes)),
                ("unfinished_run", SchemaPart.boolean),
            ])
    }

    private static var books: [(String, JSONValue)] {
        let position = SchemaPart.object(
            [
                ("symbol", SchemaPart.symbol), ("quantity", SchemaPart.quantity),
                ("average_price", SchemaPart.price),
                ("cost", SchemaPart.integer(0...1_000_000_000_000_000)),
            ], required: ["symbol", "quantity"])
        return [
            ("cash", SchemaPart.integer(0...10_000_000_000_000)),
            ("positions", SchemaPart.array(position)),
        ]
    }

    private static func orders(_ keys: [GrammarKey]) -> JSONValue {
        SchemaPart.array(
            SchemaPart.object(
                keys.map(\.schema),
                required: keys.filter { $0.presence == .needed }.map(\.name)))
    }

    private static var universe: JSONValue {
        SchemaPart.object([
            ("symbols", SchemaPart.array(SchemaPart.symbol, least: 1)),
            ("top", SchemaPart.integer(1...5_000)),
            ("boards", SchemaPart.array(SchemaPart.named(Board.self))),
            ("refresh_minutes", SchemaPart.integer(1...1_440)),
            ("preferred", SchemaPart.boolean),
        ])
    }

    private static func strategies(_ catalog: StrategyCatalog) -> JSONValue {
        let kinds = catalog.kinds.map { kind in
            SchemaPart.members([
                ("if", ["properties": ["name": ["const": SchemaPart.text(kind.name)]]]),
                (
                    "then",
                    SchemaPart.members([
                        (
                            "properties",
                            SchemaPart.members([("parameters", parameters(of: kind))])
                        )
                    ])
                ),
            ])
        }
        let strategy = SchemaPart.object(
            [
                ("name", SchemaPart.choice(catalog.kinds.map(\.name))),
                ("id", ["type": "string", "pattern": "^[a-z0-9][a-z0-9._-]{0,99}$"]),
                ("budget", SchemaPart.integer(1...10_000_000_000_000)),
                ("parameters", ["type": "object"]),
            ], required: ["name"], [("allOf", SchemaPart.list(kinds))])
        return SchemaPart.array(strategy, least: 1)
    }

    private static func parameters(of kind: StrategyKind) -> JSONValue {
        SchemaPart.object(
            kind.parameters.map {
                ($0.name, SchemaPart.described(schema(of: $0.kind), $0.help))
            }, required: kind.parameters.filter(\.isNeeded).map(\.name))
    }

    private static func schema(of kind: ParameterKind) -> JSONValue {
        switch kind {
        case .integer(let range): SchemaPart.integer(range)
        case .decimal(let range): SchemaPart.number(range)
        case .boolean: SchemaPart.boolean
        case .text(let allowed): allowed.isEmpty ? SchemaPart.string : SchemaPart.choice(allowed)
        case .timeframe: SchemaPart.described(Timeframe.self)
        case .signals: SchemaPart.array(signal)
        }
    }

    private static var signal: JSONValue {
        let level = SchemaPart.number(0.0001...10)
        let exits = SchemaPart.object([
            ("stop", SchemaPart.price), ("stop_rate", level), ("target", SchemaPart.price),
            ("target_rate", level), ("trailing_rate", level),
            ("after_ms", SchemaPart.integer(1...366 * 86_400_000)),
        ])
        return SchemaPart.object(
            [
                ("at", SchemaPart.time), ("symbol", SchemaPart.symbol),
                ("side", SchemaPart.described(Side.self)),
                ("action", SchemaPart.named(ScriptedSignal.Action.self)),
                ("type", SchemaPart.described(OrderType.self)),
                ("quantity", SchemaPart.quantity), ("price", SchemaPart.price),
                ("time_in_force", SchemaPart.described(TimeInForce.self)),
                ("expire_after_ms", SchemaPart.integer(1...86_400_000)),
                ("leg", SchemaPart.integer(0...1_000_000)),
                ("nth", SchemaPart.integer(1...1_000_000)), ("exits", exits),
            ], required: ["at", "symbol"])
    }

    /// The settings that a scenario can say, as the objects in which they stand.
    private static var settings: [(String, JSONValue)] {
        var tree = SettingTree()
        for declaration in SettingDeclaration.all where declaration.changesResults {
            let part = SchemaPart.described(declaration.kind.schema, declaration.help)
            for path in [declaration.path, declaration.formerPath].compactMap({ $0 }) {
                tree.add(part, at: path.split(separator: ".").map(String.init)[...])
            }
        }
        return tree.members
    }
}

/// Settings by the keys of their paths.
private struct SettingTree {
    var branches: [(key: String, tree: SettingTree)] = []
    var leaf: JSONValue?

    mutating func add(_ part: JSONValue, at keys: ArraySlice<String>) {
        guard let key = keys.first else {
            leaf = part
            return
        }
        let place = branches.firstIndex { $0.key == key }
        var branch = place.map { branches[$0].tree } ?? SettingTree()
        branch.add(part, at: keys.dropFirst())
        if let place { branches[place].tree = branch } else { branches.append((key, branch)) }
    }

    var members: [(String, JSONValue)] {
        branches.map { ($0.key, $0.tree.leaf ?? SchemaPart.object($0.tree.members)) }
    }
}

extension SettingKind {
    fileprivate var schema: JSONValue {
        switch self {
        case .integer(let range): SchemaPart.integer(range)
        case .decimal(let range): SchemaPart.number(range)
        case .share: ["type": "number", "exclusiveMinimum": 0, "maximum": 1]
        case .boolean: SchemaPart.boolean
        case .text: SchemaPart.string
        case .texts: SchemaPart.array(SchemaPart.string)
        case .choice(let names): SchemaPart.choice(names)
        case .tax:
            SchemaPart.anyOf([SchemaPart.named(TaxChoice.self), SchemaPart.number(0...0.05)])
        case .delay:
            SchemaPart.anyOf([
                SchemaPart.number(0...30_000),
                SchemaPart.object(
                    [
                        ("from", SchemaPart.number(0...30_000)),
                        ("to", SchemaPart.number(0...30_000)),
                    ], required: ["from", "to"]),
            ])
        }
    }
}
