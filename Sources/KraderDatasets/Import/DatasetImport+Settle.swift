import KraderCSV
import KraderJSON
import KraderModel

/// Settles what the files of an import say together: how long candles are, what their times are,
/// and of which venue the rows are.
extension DatasetImport {
    /// Settles what the files say together.
    mutating func settle() throws(ImportFault) {
        try CandleFacts.settle(&report.files, .command)
        var scopes = ImportScopes()
        for file in report.files { scopes.add(file) }
        let (scope, origin) = try scopes.settle(request.scope)
        self.scope = scope
        let candles = report.files.filter { $0.timeframe != nil }
        func tell<Value: Hashable>(
            _ name: String, _ value: (ImportedFile) -> Value?, _ origin: (ImportedFile) -> String
        ) {
            var seen: Set<Value> = []
            for file in candles {
                guard let said = value(file), seen.insert(said).inserted else { continue }
                report.facts.append((name, "\(said)", origin(file)))
            }
        }
        tell("timeframe", \.timeframe, \.timeframeOrigin)
        tell("stamp", { $0.timeframe == .d1 ? nil : $0.stamp?.rawValue }, \.stampOrigin)
        report.facts.append(("scope", scope.rawValue, origin))
    }

    /// Settles the files of a scenario, each of which speaks for itself: nobody called them one
    /// import. Two tellings of the same prints are refused all the same.
    mutating func settleEach() throws(ImportFault) {
        var scopes = ImportScopes()
        for place in report.files.indices {
            var file = [report.files[place]]
            try CandleFacts.settle(&file, inputs.inputs[place].request?.asker ?? .scenario)
            report.files[place] = file[0]
            scopes.add(file[0])
        }
        let told = request.scope ?? .unknown
        _ = try scopes.settle(told == .krx ? nil : told)
        if told == .krx { try scopes.checkKRX() }
        scope = told
    }
}
