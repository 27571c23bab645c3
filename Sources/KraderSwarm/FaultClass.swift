public import KraderBacktest
import KraderEngine
import KraderModel

/// What can go wrong, in classes of which each is on or off in a world.
public enum FaultClass: UInt8, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    case requestLost, requestLate, requestRefused, rateRefused
    case replyLost, replyLate, replyGarbled, replyRepeated
    case pushLost, pushLate, pushRepeated, pushReordered, pushCorrupt
    case listWrong, listRefused
    case wayDown, waySilent, wayTaken, token, clock, sleep
    case storeTroubled, crash
    case halt, dataMissing, dataWrong
    case filledByHand, personOrders, personStops
    case orderRefused

    /// The class of an act.
    public init(_ act: ScriptedAct) {
        switch act {
        case .request(.drop, _): self = .requestLost
        case .request(.delay, _): self = .requestLate
        case .request(.reject, _): self = .requestRefused
        case .request(.refuseRate, _): self = .rateRefused
        case .reply(.drop, _): self = .replyLost
        case .reply(.delay, _): self = .replyLate
        case .reply(.repeat, _): self = .replyRepeated
        case .reply(.reset, _), .reply(.http, _), .reply(.code, _), .reply(.garble, _),
            .reply(.blankNumber, _):
            self = .replyGarbled
        case .push(.drop, _): self = .pushLost
        case .push(.delay, _): self = .pushLate
        case .push(.repeat, _): self = .pushRepeated
        case .push(.reorder, _), .push(.swap, _): self = .pushReordered
        case .push(.corrupt, _): self = .pushCorrupt
        case .list(.refuse, _, _): self = .listRefused
        case .list(.empty, _, _), .list(.partial, _, _), .list(.stale, _, _),
            .list(.pages, _, _):
            self = .listWrong
        case .way(let fault, _): self = FaultClass(fault)
        case .store: self = .storeTroubled
        case .process: self = .crash
        case .market(.halt, _, _), .market(.interrupt, _, _): self = .halt
        case .market(.stale, _, _), .market(.gap, _, _): self = .dataMissing
        case .market(.crossed, _, _), .market(.zeroPrice, _, _): self = .dataWrong
        case .fill: self = .filledByHand
        case .reject: self = .orderRefused
        case .order, .cancel, .modify: self = .personOrders
        case .command: self = .personStops
        }
    }

    private init(_ fault: WayFault) {
        switch fault {
        case .drop, .dropRequests, .dropPushes, .maintenance: self = .wayDown
        case .halfOpen, .silence: self = .waySilent
        case .takeOver, .refuseAddress: self = .wayTaken
        case .expireToken, .revokeToken: self = .token
        case .skewClock: self = .clock
        case .suspend: self = .sleep
        }
    }

    public var description: String {
        switch self {
        case .requestLost: "request lost"
        case .requestLate: "request late"
        case .requestRefused: "request refused"
        case .rateRefused: "rate refused"
        case .replyLost: "reply lost"
        case .replyLate: "reply late"
        case .replyGarbled: "reply garbled"
        case .replyRepeated: "reply repeated"
        case .pushLost: "push lost"
        case .pushLate: "push late"
        case .pushRepeated: "push repeated"
        case .pushReordered: "push reordered"
        case .pushCorrupt: "push corrupt"
        case .listWrong: "list wrong"
        case .listRefused: "list refused"
        case .wayDown: "way down"
        case .waySilent: "way silent"
        case .wayTaken: "way taken"
        case .token: "token"
        case .clock: "clock"
        case .sleep: "sleep"
        case .storeTroubled: "store troubled"
        case .crash: "crash"
        case .halt: "halt"
        case .dataMissing: "data missing"
        case .dataWrong: "data wrong"
        case .filledByHand: "filled by hand"
        case .personOrders: "person orders"
        case .personStops: "person stops"
        case .orderRefused: "order refused"
        }
    }
}
