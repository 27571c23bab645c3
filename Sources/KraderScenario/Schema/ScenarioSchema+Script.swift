import KraderJSON

// `events` and `expect`, from the tables by which they are read.
extension ScenarioSchema {
    /// A line of `events`: one verb of the table, with its keys and a trigger.
    static var event: JSONValue {
        let verbs = ScriptVerb.all.map { verb -> JSONValue in
            let own = verb.keys + (verb.lasting == .no ? [] : ScriptOccasion.lastingKeys)
            let keys = own.filter { key in
                !ScriptOccasion.lineKeys.contains { $0.name == key.name }
            }
            let name = SchemaPart.described(["const": SchemaPart.text(verb.name)], verb.help)
            return SchemaPart.object(
                [("do", name)] + (ScriptOccasion.lineKeys + keys).map(\.schema)
                    + [("when", ["$ref": "#/$defs/when"])],
                required: ["do"] + verb.keys.filter { $0.presence == .needed }.map(\.name),
                [oneOf(["at", "after", "when"])])
        }
        return SchemaPart.members([("oneOf", SchemaPart.list(verbs))])
    }

    /// What `when` can hold.
    static var occasion: JSONValue {
        let keys = ScriptOccasion.all.flatMap { [$0.key] + $0.more } + ScriptOccasion.common
        return SchemaPart.object(
            keys.map(\.schema), required: [], [oneOf(ScriptOccasion.all.map(\.name))])
    }

    /// A line of `expect`: one claim of the table, with its keys.
    static var expectation: JSONValue {
        let claims = ClaimForm.all.map { form in
            let timed =
                form.isTimed ? ClaimForm.lineKeys : ClaimForm.lineKeys.filter { $0.name == "about" }
            return SchemaPart.object(
                ([form.key] + form.more + timed).map(\.schema), required: [form.name])
        }
        return SchemaPart.members([("oneOf", SchemaPart.list(claims))])
    }

    /// Exactly one of these keys.
    private static func oneOf(_ keys: [String]) -> (String, JSONValue) {
        (
            "oneOf",
            SchemaPart.list(
                keys.map {
                    SchemaPart.members([("required", SchemaPart.list([SchemaPart.text($0)]))])
                })
        )
    }
}
