import KraderCSV
import KraderEngine
import KraderJSON
import KraderModel
import KraderScenario
import Testing

@Suite("Settings")
struct SettingsTests {
    static func read(
        file: String? = nil, dotEnv: String? = nil,
        environment: [(name: String, value: String)] = [], overrides: [String] = []
    ) throws(TextFaults) -> Settings {
        var typed: [Override] = []
        for override in overrides { typed.append(try Override(override)) }
        return try Settings(
            file: file.map { Settings.Text(bytes: Array($0.utf8), name: "krader.json") },
            dotEnv: dotEnv.map { Settings.Text(bytes: Array($0.utf8), name: ".env") },
            environment: environment, overrides: typed)
    }

    static func complaint(
        file: String? = nil, dotEnv: String? = nil,
        environment: [(name: String, value: String)] = [], overrides: [String] = []
    ) -> String {
        do throws(TextFaults) {
            _ = try read(
                file: file, dotEnv: dotEnv, environment: environment, overrides: overrides)
            return ""
        } catch {
            return error.description
        }
    }

    @Test("each choice of each setting is understood, and does something")
    func choices() throws {
        for declaration in SettingDeclaration.all where declaration.changesResults {
            let standard = Settings()
            for said in others(than: declaration.defaultValue, declaration.kind, declaration.path) {
                let settings = try SettingsTests.read(overrides: ["\(declaration.path)=\(said)"])
                let isSame =
                    settings.limits == standard.limits && settings.costs == standard.costs
                    && settings.venue == standard.venue && settings.pacing == standard.pacing
                    && settings.marketBuyAs == standard.marketBuyAs
                    && settings.intrabarRuns == standard.intrabarRuns
                    && settings.bookCoverage == standard.bookCoverage
                    && settings.closeDelay() == standard.closeDelay()
                    && settings.tradesInterruptions == standard.tradesInterruptions
                    && settings.controls == standard.controls
                    && settings.exitsAfterKill == standard.exitsAfterKill
                #expect(!isSame, "\(declaration.path)=\(said)")
            }
        }
    }

    /// Values of a kind that differ from the default.
    private func others(
        than standard: SettingValue, _ kind: SettingKind, _ path: String
    ) -> [String] {
        switch kind {
        case .integer(let range):
            // Trading hours may not end before they begin.
            let isLow = standard == .integer(range.lowerBound) || path.contains("_end_")
            return ["\(isLow ? range.upperBound : range.lowerBound)"]
        case .decimal(let range): return ["\(range.upperBound)"]
        case .share: return ["0.37"]
        case .boolean: return [standard == .boolean(true) ? "false" : "true"]
        case .choice(let names): return names.filter { .text($0) != standard }
        case .tax: return ["none", "0.01"]
        case .delay: return ["77"]
        case .text, .texts: return []
        }
    }

    @Test("what nothing reads yet is said to be so")
    func unread() {
        let read = SettingDeclaration.all.filter(\.isRead).map(\.path)
        #expect(read.contains("report.dir") && read.contains("venue.fills"))
        for path in ["mode", "broker.type", "email.smtp_host", "logging.level", "database.path"] {
            #expect(!read.contains(path), "\(path)")
        }
    }

    @Test("nobody said anything: the limits and costs that users already have")
    func defaults() {
        let settings = Settings()
        #expect(settings.limits == RiskLimits())
        #expect(settings.costs == .kiwoom)
        #expect(settings.pacing == .live)
        #expect(settings.closeDelay() == .milliseconds(1_500))
        #expect(settings.text("database.path") == "krader.db")
        #expect(settings.integer("broker.tr_rate_limit_ms") == 200)
    }

    @Test("a nearer source wins: file, .env, environment, --set")
    func precedence() throws {
        let path = "risk.max_position_size"
        let variable = "KRADER_RISK__MAX_POSITION_SIZE"
        let file = "{ \"risk\":\n { \"max_position_size\": 1 } }"
        let dotEnv = "# mine\n\(variable)=2\n"
        var settings = try Self.read(file: file)
        #expect(settings[path] == .integer(1))
        #expect(settings.source(of: path) == .file("krader.json", line: 2))
        settings = try Self.read(file: file, dotEnv: dotEnv)
        #expect(settings[path] == .integer(2))
        #expect(settings.source(of: path) == .dotEnv(".env", line: 2))
        settings = try Self.read(file: file, dotEnv: dotEnv, environment: [(variable, "3")])
        #expect(settings[path] == .integer(3))
        #expect(settings.source(of: path) == .environment)
        settings = try Self.read(
            file: file, dotEnv: dotEnv, environment: [(variable, "3")], overrides: ["\(path)=4"])
        #expect(settings[path] == .integer(4))
        #expect(settings.source(of: path).description == "--set \(path)=4")
        #expect(settings.source(of: "risk.daily_loss_limit") == .standard)
    }

    @Test("a scenario's own words are nearest; what it leaves out is as the settings have it")
    func scenario() throws {
        let settings = try Self.read(
            environment: [
                ("KRADER_RISK__MAX_POSITION_SIZE", "7"), ("KRADER_RISK__MAX_TRADES_PER_DAY", "8"),
                ("KRADER_RISK__TRANSACTION_COST_RATE", "0.001"),
            ])
        #expect(settings.costs.commissionRate == Rate(parts: 1_000_000))
        #expect(settings.costs.tax == .dated)
        let scenario = try decode(good, settings: settings)
        #expect(scenario.limits.maxPositionSize == Shares(100))
        #expect(scenario.limits.maxTradesPerDay == 8)
        #expect(scenario.costs == .none)
    }

    @Test("a preset takes the place of a farther rate, and a rate beside it the preset's")
    func presets() throws {
        let file = #"{ "costs": { "commission_rate": 0.01, "tax": "none" } }"#
        let preset = [(name: "KRADER_COSTS__PRESET", value: "kiwoom_mock")]
        #expect(try Self.read(file: file, environment: preset).costs == .kiwoomMock)
        let both = try Self.read(file: #"{ "costs": { "tax": "none", "preset": "kiwoom" } }"#)
        #expect(both.costs == CostSchedule(commissionRate: Rate(parts: 150_000), tax: .none))
        #expect(both.effective("costs.commission_rate") == .decimal(0.00015))
    }

    @Test("lines of .env may be exported, quoted and commented")
    func dotEnv() throws {
        let settings = try Self.read(
            dotEnv: """
                HOME=/somewhere
                export KRADER_STRATEGY='ema_cross' # which
                KRADER_LOGGING__LOG_DIR="log # s"
                KRADER_LOGGING__LEVEL = INFO  # loud
                KRADER_JOURNAL__ENABLED=False
                KRADER_EMAIL__TO_ADDRESSES=a@b.kr, c@d.kr
                KRADER_RISK__TRADING_START_HOUR=09
                KRADER_EMAIL__SMTP_HOST=\r
                """)
        #expect(settings.text("strategy") == "ema_cross")
        #expect(settings.text("logging.log_dir") == "log # s")
        #expect(settings.text("logging.level") == "info")
        #expect(!settings.boolean("journal.enabled"))
        #expect(settings["email.to_addresses"] == .texts(["a@b.kr", "c@d.kr"]))
        #expect(settings.limits.tradingStart == TimeOfDay(9, 0))
        #expect(settings.text("email.smtp_host") == "")
    }

    @Test(
        "a wrong value in the environment names its variable",
        arguments: [
            (
                "KRADER_RISK__POSITION_SIZE_PCT", "5",
                "KRADER_RISK__POSITION_SIZE_PCT is 5 (from the environment); "
                    + "it must be between 0.01 and 0.5."
            ),
            (
                "KRADER_RISK__POSITION_SIZE_PCT", "a lot",
                "Expected a number, found the string \"a lot\" "
                    + "(KRADER_RISK__POSITION_SIZE_PCT, from the environment)."
            ),
            (
                "KRADER_RISK__MAX_POSTION_SIZE", "5",
                "KRADER_RISK__MAX_POSTION_SIZE is no setting (from the environment). "
                    + "Did you mean 'KRADER_RISK__MAX_POSITION_SIZE'?"
            ),
            (
                "KRADER_MODE", "life",
                "KRADER_MODE is 'life' (from the environment); it must be live, paper or test. "
                    + "Did you mean 'live'?"
            ),
            (
                "KRADER_RISK__MAX_TRADES_PER_DAY", "0",
                "KRADER_RISK__MAX_TRADES_PER_DAY is 0 (from the environment); "
                    + "it must be between 1 and 1000."
            ),
            (
                "KRADER_LOGGING__JSON_FORMAT", "maybe",
                "Expected true or false, found the string \"maybe\" "
                    + "(KRADER_LOGGING__JSON_FORMAT, from the environment)."
            ),
            (
                "KRADER_RISK__TRADING_END_HOUR", "8",
                "Trading hours end at 08:30:00 (risk.trading_end_hour, from the environment); "
                    + "they start at 09:00:00 and must not end before."
            ),
        ])
    func wrongVariable(name: String, value: String, said: String) {
        #expect(Self.complaint(environment: [(name, value)]) == "Error: " + said)
    }

    @Test("variables of tests, and of others, are left alone")
    func reserved() throws {
        let settings = try Self.read(environment: [("KRADER_TEST_DATA", "x"), ("PATH", "/bin")])
        #expect(settings == Settings())
    }

    @Test("faults of all sources are told at once, each with its place")
    func faults() {
        let said = Self.complaint(
            file: #"{ "risk": { "max_postion_size": 5 }, "seed": 1 }"#,
            dotEnv: "\nKRADER_RISK__MAX_POSITION_SIZE=0\nnonsense\n",
            environment: [("KRADER_MODE", "x")], overrides: ["report.dri=a"])
        #expect(
            said.split(separator: "\n").sorted() == [
                "Error: A line is not understood in .env, line 3; it must be NAME=value.",
                "Error: KRADER_MODE is 'x' (from the environment); it must be live, paper or test.",
                "Error: KRADER_RISK__MAX_POSITION_SIZE is 0 (from .env, line 2); "
                    + "it must be between 1 and 1000000000.",
                "Error: Unknown key 'dri' (from --set report.dri=a). Did you mean 'dir'?",
                "Error: Unknown key 'max_postion_size' in krader.json, line 1 "
                    + "(risk.max_postion_size). Did you mean 'max_position_size'?",
                "Error: Unknown key 'seed' in krader.json, line 1 (seed).",
            ])
    }

    @Test("secrets are never shown, an account by its end, and neither is taken where others look")
    func secrets() throws {
        let settings = try Self.read(
            environment: [
                ("KRADER_EMAIL__SMTP_PASSWORD", "canary"),
                ("KRADER_BROKER__ACCOUNT_NUMBER", "8112345678"),
            ])
        for declaration in SettingDeclaration.all {
            let shown = settings.shownValue(of: declaration).text
            #expect(!shown.contains("canary") && !shown.contains("811234"))
            if declaration.path == "broker.account_number" { #expect(shown == "***5678") }
        }
        #expect(settings.text("email.smtp_password") == "canary")
        #expect(
            Self.complaint(overrides: ["email.smtp_password=canary"])
                == "Error: email.smtp_password is secret in --set; others can read the command "
                + "line: use KRADER_EMAIL__SMTP_PASSWORD.")
    }

    @Test("a setting under two names at once is refused")
    func twoNames() {
        #expect(
            Self.complaint(
                file:
                    #"{ "costs": { "commission_rate": 0 }, "#
                    + #""risk": { "transaction_cost_rate": 0 } }"#
            )
            .hasPrefix("Error: commission_rate is said twice in krader.json, line 1"))
    }

    @Test("every default is what its declaration allows")
    func declarations() throws {
        for declaration in SettingDeclaration.all where declaration.defaultValue != .none {
            let value = declaration.defaultValue.json.text()
            guard declaration.secrecy != .hidden else { continue }
            let settings = try Self.read(overrides: ["\(declaration.path)=\(value)"])
            #expect(settings[declaration.path] == declaration.defaultValue, "\(declaration.path)")
        }
    }
}
