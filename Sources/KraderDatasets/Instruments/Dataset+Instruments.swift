import Glibc
public import KraderCSV
import KraderJSON
import KraderMarket
public import KraderModel

/// What a dataset says of its issues: `instruments.csv`, read, and written anew.
extension Dataset {
    /// The facts that were sealed. Throws `DatasetFault.altered` when somebody edited the file
    /// since, or what is wrong with it.
    public func instruments() throws(DatasetFault) -> InstrumentTable {
        try Dataset.table(try instrumentBytes(), of: path)
    }

    /// The facts as they lie there, sealed or edited since.
    public static func instrumentsAsTheyLie(in path: String) throws(DatasetFault) -> InstrumentTable
    {
        let bytes: [UInt8]
        do throws(FileFault) {
            bytes = try MappedFile.contents(of: path + "/" + Dataset.instrumentsName)
        } catch {
            throw .unreadable(error)
        }
        return try table(bytes, of: path)
    }

    private static func table(
        _ bytes: [UInt8], of path: String
    ) throws(DatasetFault) -> InstrumentTable {
        do throws(TextFaults) {
            return try InstrumentTable(bytes, file: path + "/" + Dataset.instrumentsName)
        } catch {
            throw .text(error)
        }
    }

    /// Writes `instruments.csv` anew and its hash into `dataset.json`, each in one step. Killed
    /// between the two, the dataset says that the file was changed since it was written, until it
    /// is sealed again.
    public func rewriteInstruments(_ table: InstrumentTable) throws(DatasetFault) {
        let bytes = table.text
        var text = try Dataset.description(of: path)
        text.files = files
        text.instrumentsHash = hexadecimal(SHA256.hash(bytes))
        do throws(FileFault) {
            for (name, bytes) in [
                (Dataset.instrumentsName, bytes), (Dataset.descriptionName, text.bytes),
            ] {
                try FileWriter.write(bytes, to: path + "/" + name, syncs: true)
                FileWriter.syncFolder(path)
            }
        } catch {
            throw .unwritable(error)
        }
    }

    /// Hands over the dataset's own daily candles as rows, with halted days. Throws `DatasetFault`.
    public func dailyRows(
        of symbols: Set<IssueCode>? = nil, _ body: (IssueCode, DailyRow) -> Void
    ) throws(DatasetFault) {
        for file in files
        where file.kind == .candles && file.timeframe == .d1
            && symbols?.contains(file.symbol) ?? true
        {
            var open = try self.open(file)
            var start = 0
            while start < file.rows {
                let end = min(start + 1_024, file.rows)
                let bytes = try open.bytes(of: start..<end)
                guard let base = bytes.baseAddress else { break }
                for index in 0..<(end - start) {
                    guard let row = CandleRow(base + index * CandleRow.length) else {
                        throw open.fault(.impossible, row: start + index)
                    }
                    body(
                        file.symbol,
                        DailyRow(
                            day: CalendarDate(row.start), open: Int64(row.open),
                            close: Int64(row.close), basePrice: Int64(row.basePrice),
                            isHalted: row.isHalted))
                }
                start = end
            }
        }
    }
}
