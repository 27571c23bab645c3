import KraderCSV
public import KraderModel

/// What a CSV file of market data says of itself, read as an import reads it: for whoever makes a
/// scenario of files that nobody described.
public struct FileSurvey: Sendable {
    public let path: String
    public let content: MarketFile.Content
    /// The issues of which the file has rows, by code.
    public let codes: [IssueCode]
    /// The issue that the file's name says, whatever was told.
    public let named: IssueCode?
    /// Whether a column says to which issue each row belongs.
    public let hasCodes: Bool
    /// The venue that the file's name or its codes say.
    public let scope: MarketScope?
    /// The length of candles; `nil` for other rows.
    public let timeframe: Timeframe?
    /// The days from the first row to the last.
    public let days: ClosedRange<CalendarDate>
    /// The boards that the file's rows say, as they are on its last day.
    public let boards: [IssueCode: Board]

    /// Reads the whole file.
    ///
    /// - Parameters:
    ///   - request: what is said of the file beside it.
    ///   - isInterrupted: is asked now and then; reading ends when it answers true.
    public init(
        _ path: String, _ request: ImportRequest, isInterrupted: @escaping () -> Bool = { false }
    ) throws(MarketFault) {
        do throws(FileFault) {
            _ = try FileReader.size(of: path)
        } catch {
            throw .unreadable(error)
        }
        var request = request
        request.asker = .command
        let (dataset, found) = try FileSurvey.read(
            path, request, Unwatched(isInterrupted: isInterrupted))
        let selection = DatasetSelection()
        guard let table = found.table, let period = dataset.period(of: selection) else {
            throw .unusable("'\(path)' has no rows that can be used")
        }
        self.path = path
        content =
            switch table.content {
            case .ticks: .ticks
            case .candles: .candles
            case .quotes, .books: .books
            }
        codes = dataset.symbols
        named = FileNameCode(in: path)?.code
        hasCodes = table.hasCodes
        scope = found.issues.compactMap(\.scope).first
        timeframe = found.timeframe
        let last = CalendarDate(period.end - Interval(nanoseconds: 1))
        days = CalendarDate(period.start)...last
        do throws(DatasetFault) {
            var boards: [IssueCode: Board] = [:]
            for fact in try dataset.instrumentTable().facts {
                // The facts stand in the order of their days.
                if case .board(let board) = fact.value { boards[fact.symbol] = board }
            }
            self.boards = boards
        } catch {
            throw .unusable("\(error)")
        }
    }

    private static func read(
        _ path: String, _ request: ImportRequest, _ observer: Unwatched
    ) throws(MarketFault) -> (Dataset, ImportedFile) {
        do throws(ImportFault) {
            var work = try DatasetImport(
                [ImportInputs.Input(path: path, isFound: false, request: request)],
                scope: .unknown, observer: observer)
            let dataset = try work.load().get()
            guard let found = work.report.files.first else {
                throw .data("'\(path)' has no rows that can be used")
            }
            return (dataset, found)
        } catch {
            throw MarketFault(error)
        }
    }
}
