import Glibc
public import KraderCSV
import KraderJSON

/// A loose `instruments.csv`, outside any dataset.
public enum InstrumentFile {
    /// Reads the file; `nil` when it is not there. Throws `DatasetFault`.
    public static func read(_ path: String) throws(DatasetFault) -> InstrumentTable? {
        let bytes: [UInt8]
        do throws(FileFault) {
            bytes = try MappedFile.contents(of: path)
        } catch {
            if error.isAbsence { return nil }
            throw .unreadable(error)
        }
        do throws(TextFaults) {
            return try InstrumentTable(bytes, file: path)
        } catch {
            throw .text(error)
        }
    }

    /// Puts the file in place in one step. Throws `DatasetFault`.
    public static func write(_ table: InstrumentTable, to path: String) throws(DatasetFault) {
        do throws(FileFault) {
            try FileWriter.write(table.text, to: path, syncs: true)
        } catch {
            throw .unwritable(error)
        }
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        FileWriter.syncFolder(folder.isEmpty ? "/" : folder)
    }
}
