import ArgumentParser
import KraderCSV
import KraderJSON
import KraderRuns

/// How the files are written, where they don't show it: each option changes what they mean.
struct ImportFormOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Lines before the table that are left out.", valueName: "lines"))
    var skipLines: Int?

    @Option(
        help: ArgumentHelp(
            "Lines after the table that are left out; blank ones don't count.", valueName: "lines"))
    var skipFooter: Int?

    @Option(
        help: ArgumentHelp(
            "How dates and times are written; %Y %y %m %b %d %H %I %M %S %f %p %z.",
            valueName: "%d/%m/%Y"))
    var dateFormat: String?

    @Flag(help: "Leave out rows whose prices are all empty, '-', null, NaN or N/A, and count them.")
    var skipEmpty = false

    /// Throws: `ExitFault` with exit code 2.
    func form() throws(ExitFault) -> ImportForm {
        var form = ImportForm()
        form.skipLines = try lines(skipLines ?? 0, "--skip-lines")
        form.skipFooter = try lines(skipFooter ?? 0, "--skip-footer")
        if let dateFormat {
            do throws(DateFormat.Fault) {
                form.dateFormat = try DateFormat(dateFormat)
            } catch {
                throw ExitFault(
                    status: .usage,
                    message: "--date-format is '\(shown(dateFormat))'; \(error.reason).")
            }
        }
        form.skipsEmpty = skipEmpty
        return form
    }

    private func lines(_ count: Int, _ option: String) throws(ExitFault) -> Int {
        guard (0...ImportForm.linesMax).contains(count) else {
            throw wrong(option, "\(count)", "between 0 and \(ImportForm.linesMax)")
        }
        return count
    }
}
