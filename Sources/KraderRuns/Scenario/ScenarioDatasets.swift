import Glibc
import KraderDatasets
import KraderJSON
import KraderMarket
import KraderModel
import KraderScenario

/// The dataset that a scenario names. It is opened while the scenario is read, which leaves its
/// period and instruments to it, and played when it runs.
final class ScenarioDatasets: DatasetShelf {
    /// Why the dataset can't be used: the first fault that was found.
    private(set) var fault: ExitFault?

    /// The path of the scenario, as named on the command line.
    private let path: String
    /// The path against whose folder those of data stand that do not lie beside the scenario: where
    /// the scenario of a result lay when it was played.
    private let home: String?
    /// The path against whose folder data were found last.
    private(set) var base: String
    /// The places of data that are not where the scenario says, by path as written.
    private let found: [String: String]
    private var dataset: (choice: DatasetChoice, dataset: Dataset)?
    private var plan: (choice: DatasetChoice, plan: DatasetPlan)?

    /// - Parameters:
    ///   - path: the path of the scenario: data are relative to its folder.
    ///   - home: where the scenario of a result lay, whose data may lie there still.
    ///   - found: the places of data that were looked for, by path as written.
    init(path: String, home: String?, found: [String: String] = [:]) {
        self.path = path
        self.home = home
        base = path
        self.found = found
    }

    /// The place of data that the scenario names.
    func place(of name: String) -> String {
        if let place = found[name] { return place }
        let place = ScenarioFile.place(of: name, besides: path)
        guard let home, access(place, F_OK) != 0 else { return place }
        base = home
        return ScenarioFile.place(of: name, besides: home)
    }

    func period(of choice: DatasetChoice) -> MomentSpan? {
        answer {
            let dataset = try open(choice)
            if let period = dataset.period(of: selection(choice, dataset)) { return period }
            throw missing(
                "'\(dataset.path)' has none of the data that are asked of it", choice)
        }
    }

    func instruments(
        of choice: DatasetChoice, in period: MomentSpan, boards: [IssueCode: Board]
    ) -> [Instrument]? {
        answer {
            let plan = try plan(choice, in: period)
            let found = plan.instruments(boards: boards)
            guard let first = found.boardless.first else { return found.known }
            let others = found.boardless.count - 1
            throw missing(
                "Nobody says on which board \(first)"
                    + (others == 0 ? " is" : " and \(others) more issues are")
                    + ": import them with --board, let 'krader data instruments' find out, or "
                    + "list them in market.instruments; '\(plan.dataset.path)' is asked for them",
                choice)
        }
    }

    /// The plan of which rows are played. Throws `ExitFault` with exit code 3.
    func plan(_ choice: DatasetChoice, in period: MomentSpan) throws -> DatasetPlan {
        if let plan, plan.choice == choice, plan.plan.period == period { return plan.plan }
        let dataset = try open(choice)
        let made: DatasetPlan
        do throws(DatasetFault) {
            made = try DatasetPlan(dataset, selection(choice, dataset), in: period)
        } catch {
            throw fault(error, choice)
        }
        guard !made.series.isEmpty else { throw nothing(in: period, choice, dataset) }
        plan = (choice, made)
        return made
    }

    /// Opens the dataset. Throws `ExitFault` with exit code 3.
    private func open(_ choice: DatasetChoice) throws -> Dataset {
        if let dataset, dataset.choice == choice { return dataset.dataset }
        do throws(DatasetFault) {
            let opened = try Dataset(place(of: choice.path))
            dataset = (choice, opened)
            return opened
        } catch {
            throw fault(error, choice)
        }
    }

    private func selection(_ choice: DatasetChoice, _ dataset: Dataset) -> DatasetSelection {
        DatasetSelection(
            kinds: choice.kinds, timeframe: choice.timeframe, symbols: choice.symbols.map(Set.init),
            scope: choice.scope ?? dataset.description.scope)
    }

    /// Keeps the first fault for whoever reads the scenario.
    private func answer<Value>(_ body: () throws -> Value) -> Value? {
        do {
            return try body()
        } catch let fault as ExitFault {
            self.fault = self.fault ?? fault
        } catch {
            self.fault =
                self.fault ?? ExitFault(status: .internalError, message: "\(error)")
        }
        return nil
    }

    /// What went wrong in a dataset, with the line of the scenario that asked for it.
    func fault(_ fault: DatasetFault, _ choice: DatasetChoice) -> ExitFault {
        switch fault {
        case .text(let faults):
            var told = ExitFault(faults)
            told.status = .data
            return told
        case .missing, .notADataset, .exists, .notOurs, .unreadable, .rows, .missingFile,
            .otherFile, .otherContent, .altered, .unwritable:
            let text = "\(fault)"
            return missing(text.prefix(1).uppercased() + text.dropFirst(), choice)
        }
    }

    private func nothing(
        in period: MomentSpan, _ choice: DatasetChoice, _ dataset: Dataset
    ) -> ExitFault {
        let has = dataset.period(of: selection(choice, dataset)).map {
            "; what is asked of it runs from \(CalendarDate($0.start)) to "
                + "\(CalendarDate($0.end - Interval(nanoseconds: 1)))"
        }
        return missing(
            "'\(dataset.path)' has no rows from \(period.start) to \(period.end)"
                + (has ?? " of what is asked"), choice)
    }

    private func missing(_ what: String, _ choice: DatasetChoice) -> ExitFault {
        ExitFault(
            status: .data,
            message: "\(what) (\(path), line \(choice.position.line), \(choice.jsonPath.keys)).")
    }
}
