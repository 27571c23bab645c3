public import KraderEngine
import KraderModel
public import KraderVenue

/// A type whose cases are all that a setting may say, by their raw values.
public protocol SettingChoice: RawRepresentable<String>, CaseIterable, Sendable {}

extension FillModel: SettingChoice {}
extension BookCoverage: SettingChoice {}
extension PacingProfile: SettingChoice {}
extension ControlProfile: SettingChoice {}
extension EngineConfiguration.MarketBuy: SettingChoice {}

/// What `risk.exits_after_kill` says: whether exits go on selling after a kill by errors.
public enum ExitsAfterKill: String, SettingChoice { case no, yes }

/// The costs that `costs.preset` names.
enum CostPreset: String, SettingChoice {
    case none, kiwoom
    case kiwoomMock = "kiwoom_mock"

    var costs: CostSchedule {
        switch self {
        case .none: .none
        case .kiwoom: .kiwoom
        case .kiwoomMock: .kiwoomMock
        }
    }
}

/// The words of `costs.tax`, which may be a rate too.
enum TaxChoice: String, SettingChoice {
    case none, dated
}

/// What `venue.intrabar` names: one way inside a candle, or a run by each.
enum IntrabarChoice: String, SettingChoice {
    case lowFirst = "low_first"
    case highFirst = "high_first"
    case both

    /// The ways, which are run one after the other.
    var runs: [Intrabar] {
        switch self {
        case .lowFirst: [.lowFirst]
        case .highFirst: [.highFirst]
        case .both: [.lowFirst, .highFirst]
        }
    }
}

/// What `progress` names: how the progress of a run is shown on standard error.
public enum ProgressChoice: String, SettingChoice {
    /// A changing line on a terminal, and a line each 10 s elsewhere.
    case auto
    case plain, none
}
