import KraderDatasets
import KraderJSON

extension ExitFault {
    /// The fault of a file that nobody described and that can't be used: exit code 3.
    init(ofNamed fault: MarketFault) {
        guard case .unreadable(let file) = fault else {
            self.init(fault, asked: [], by: "the command line")
            return
        }
        self.init(
            status: .data,
            message: "Can't read '\(shown(file.path, charactersMax: 200))': \(file.reason).")
    }
}
