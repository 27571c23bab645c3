import Glibc
import KraderRuns

#if PLANTED_BUGS
    import KraderJSON
    import KraderModel
#endif

extension KraderProgram {
    private static let variable = "KRADER_PLANTED_BUG"

    #if PLANTED_BUGS
        /// Plants the bug that the variable names, if it is set.
        func plantBug() throws {
            guard let value = getenv(KraderProgram.variable) else { return }
            let name = String(cString: value)
            guard let bug = PlantedBug(rawValue: name) else {
                let near = nearestSpelling(of: name, among: PlantedBug.allCases.map(\.rawValue))
                throw ExitFault(
                    status: .usage,
                    message: "\(KraderProgram.variable) is '\(name)', which is no planted bug."
                        + (near.map { " Did you mean '\($0)'?" } ?? ""))
            }
            PlantedBug.planted = bug
        }
    #else
        /// This program has no bugs to plant: nobody may take what it does for what one would do.
        func plantBug() throws {
            guard getenv(KraderProgram.variable) != nil else { return }
            throw ExitFault(
                status: .usage,
                message: "\(KraderProgram.variable) is set, and this krader has no planted bugs; "
                    + "one that has is built with -Xswiftc -DPLANTED_BUGS.")
        }
    #endif
}
