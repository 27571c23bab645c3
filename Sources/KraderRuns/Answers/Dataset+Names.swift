public import KraderDatasets
import KraderJSON
public import KraderModel
import KraderScenario

extension Dataset {
    /// The last part of its path.
    public var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// A symbol that the dataset has rows of. Throws: `ExitFault` with exit code 3, or 2 for
    /// what is no code.
    public func symbol(_ text: String) throws(ExitFault) -> IssueCode {
        let code: IssueCode
        do {
            code = try (try? IssueCode(text)) ?? IssueCode(index: text)
        } catch {
            throw ExitFault(
                status: .usage,
                message: "'\(shown(text))' is no issue code: six digits and capital letters, such "
                    + "as 005930.")
        }
        guard filesOf(code).isEmpty else { return code }
        let names = symbols.map(\.description)
        let nearest = nearestSpelling(of: code.description, among: names)
        let advice =
            nearest.map { ". Did you mean \($0)?" }
            ?? "; it has \(names.prefix(5).joined(separator: ", "))"
            + (names.count > 5 ? " and \(names.count - 5) more." : ".")
        throw ExitFault(
            status: .data, message: "\(name) has no rows of \(code)" + advice)
    }
}
