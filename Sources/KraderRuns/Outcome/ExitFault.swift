public import KraderDatasets
public import KraderJSON

/// Why krader can't do what was asked: what to tell the user, and the exit code.
public struct ExitFault: Error {
    public var status: ExitStatus
    public var message: String

    public init(status: ExitStatus, message: String) {
        self.status = status
        self.message = message
    }

    /// Tells faults of a text that a person wrote: exit code 2.
    public init(_ faults: TextFaults) {
        let lines = faults.description
        // The fault is printed with its own `Error: ` before it.
        self.init(
            status: .usage,
            message: lines.hasPrefix("Error: ") ? String(lines.dropFirst(7)) : lines)
    }

    /// Tells that a file can't be written.
    ///
    /// - Parameter advice: what to do about a place where nothing can be written.
    public init(writing fault: FileFault, advice: String? = nil) {
        let status = ExitStatus(writing: fault)
        let more = status == .usage ? advice.map { "; \($0)" } ?? "" : ""
        let path = shown(fault.path, charactersMax: 200)
        self.init(status: status, message: "Can't write '\(path)': \(fault.reason)\(more).")
    }

    /// Tells that a dataset is missing or damaged: exit code 3. One that can't be written has the
    /// code of all such files, and one that may not be replaced is wrong use.
    public init(_ fault: DatasetFault) {
        let text = fault.sentence
        let isWhole = text.hasSuffix(".") || text.hasSuffix("?")
        let status: ExitStatus =
            switch fault {
            case .unwritable(let fault): ExitStatus(writing: fault)
            case .exists, .notOurs: .usage
            default: .data
            }
        self.init(status: status, message: isWhole ? text : text + ".")
    }
}

extension DatasetFault {
    /// The description with a capital letter, for the beginning of a sentence.
    public var sentence: String {
        let text = description
        return text.prefix(1).uppercased() + text.dropFirst()
    }
}
