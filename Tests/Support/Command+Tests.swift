public import KraderEngine

extension Command {
    /// A person arms the kill switch again.
    public static let rearmKillSwitch = Command.rearmKillSwitch(.test, isReducing: false)
}

extension OperatorNote {
    public static let test = OperatorNote(name: "kim", reason: "checked")
}
