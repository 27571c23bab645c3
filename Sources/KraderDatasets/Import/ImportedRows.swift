import Glibc
import KraderCSV
import KraderMarket
import KraderModel

/// The rows of an import until all files are read. Each kind, symbol and KST day has a partition;
/// candles have one for each symbol. Rows of a partition stand as the files have them, file by
/// file.
struct ImportedRows: ~Copyable {
    struct Partition {
        var kind: RowKind
        /// The place of the symbol among the import's symbols.
        var symbol: Int32
        /// The day in KST; day 0 for candles.
        var day: CalendarDate
        var chain: RowPool.Chain
        var firstRun: Int32 = -1
        var lastRun: Int32 = -1
        var rows = 0
    }

    /// The rows of one file in one partition.
    struct Run {
        var file: Int32
        var next: Int32 = -1
        /// The place of the file's first row in the partition.
        var start: Int
        var count = 0
        var last: Int64
        var earliest: Int64
        var latest: Int64
        /// The number of rows later, and earlier, than the row before.
        var forward = 0
        var back = 0
        /// The number of levels a side; for ticks 1 when best prices came with any.
        var depth: Int32 = 0

        init(file: Int32, start: Int, time: Int64) {
            self.file = file
            self.start = start
            last = time
            earliest = time
            latest = time
        }

        @inline(__always)
        mutating func add(_ time: Int64) {
            count &+= 1
            if time > last {
                forward &+= 1
                if time > latest { latest = time }
            } else if time < last {
                back &+= 1
                if time < earliest { earliest = time }
            }
            last = time
        }
    }

    /// The place where the row before went: the next one mostly goes there too.
    private struct Cursor {
        var series: Int32 = -1
        var midnight: Int64 = 0
        /// The nanoseconds from midnight that belong to the partition.
        var span: UInt64 = 0
        var partition = 0
        var run = 0
        var at = UnsafeMutableRawPointer(bitPattern: 8)
        var rowsLeft = 0
    }

    /// The bytes that rows may take in memory.
    static let poolBytes = 64 << 20
    static let tickBytes = TickRow.longLength
    private static let dayNanoseconds: UInt64 = 86_400_000_000_000

    private(set) var symbols: [IssueCode] = []
    /// What rows call issues, as it changes from row to row.
    private var names: [(symbol: Int32, day: CalendarDate, name: String)] = []
    private var symbolPlaces: [IssueCode: Int32] = [:]
    private(set) var pool: RowPool
    private(set) var partitions = AppendBuffer<Partition>(capacity: 64)
    private(set) var runs = AppendBuffer<Run>(capacity: 64)
    private var places = IntegerMap()
    private var cursor = Cursor()
    private var file: Int32 = 0
    private var kind = RowKind.ticks
    private var rowBytes = 0
    /// The symbol of each series of the file that is read, or -1 when its rows are not wanted.
    private var seriesSymbols: [Int32] = []
    /// The number of rows of issues that are not wanted.
    private(set) var ofOthers = 0

    /// - Parameter folder: the folder for what memory should not hold; with `nil` memory holds all.
    init(folder: String?) { pool = RowPool(bytes: ImportedRows.poolBytes, folder: folder) }

    /// Begins a file: the rows that follow are of it.
    mutating func begin(file: Int, kind: RowKind) {
        self.file = Int32(file)
        self.kind = kind
        rowBytes =
            switch kind {
            case .ticks: ImportedRows.tickBytes
            case .quotes: BookRow.length(depth: 1)
            case .books: BookRow.length(depth: Book.depthMax)
            case .candles: PooledCandle.length
            case .statuses: preconditionFailure("No file has statuses")
            }
        seriesSymbols.removeAll(keepingCapacity: true)
        cursor = Cursor()
        ofOthers = 0
    }

    /// Whether the rows of a series of the file are kept.
    func isWanted(_ series: Int32) -> Bool { seriesSymbols[Int(series)] >= 0 }

    /// The number of series of the file that have a symbol.
    var knownSeries: Int { seriesSymbols.count }

    /// Takes a name, unless the rows of its issue are left out.
    mutating func add(_ name: ImportedName) {
        let symbol = seriesSymbols[Int(name.series)]
        guard symbol >= 0, name.name.unicodeScalars.count <= InstrumentTable.nameCharactersMax
        else { return }
        names.append((symbol, CalendarDate(Moment(nanoseconds: name.time)), name.name))
    }

    /// The last name of each issue that has one, from the day on which it is first seen.
    var lastNames: [(code: IssueCode, day: CalendarDate, name: String)] {
        var last: [Int32: (day: CalendarDate, name: String)] = [:]
        for (symbol, day, name) in names.sorted(by: { ($0.symbol, $0.day) < ($1.symbol, $1.day) })
        where last[symbol]?.name != name {
            last[symbol] = (day, name)
        }
        return last.map { (symbols[Int($0.key)], $0.value.day, $0.value.name) }
    }

    /// Says which issue the next series of the file is; with `nil` its rows are counted and left
    /// out.
    mutating func addSeries(_ code: IssueCode?) {
        guard let code else {
            seriesSymbols.append(-1)
            return
        }
        if let known = symbolPlaces[code] {
            seriesSymbols.append(known)
            return
        }
        let symbol = Int32(symbols.count)
        symbols.append(code)
        symbolPlaces[code] = symbol
        seriesSymbols.append(symbol)
    }

    mutating func add(_ ticks: borrowing AppendBuffer<ImportedTick>) throws(FileFault) {
        for index in 0..<ticks.count {
            guard let row = try row(ticks[index].series, ticks[index].time) else { continue }
            let flags =
                UInt64(ticks[index].taker.rawValue) | UInt64(ticks[index].venue.rawValue) << 2
            let since = UInt64(bitPattern: ticks[index].time &- cursor.midnight)
            row.storeBytes(of: (since | flags << 48).littleEndian, as: UInt64.self)
            row.storeBytes(
                of: UInt32(ticks[index].price).littleEndian, toByteOffset: 8, as: UInt32.self)
            row.storeBytes(
                of: UInt32(ticks[index].size).littleEndian, toByteOffset: 12, as: UInt32.self)
            let (ask, bid) = (UInt32(ticks[index].ask), UInt32(ticks[index].bid))
            row.storeBytes(of: ask.littleEndian, toByteOffset: 16, as: UInt32.self)
            row.storeBytes(of: bid.littleEndian, toByteOffset: 20, as: UInt32.self)
            if ask | bid != 0 { runs[cursor.run].depth = 1 }
        }
    }

    mutating func add(_ books: borrowing AppendBuffer<ImportedBook>) throws(FileFault) {
        let depth = kind == .quotes ? 1 : Book.depthMax
        for index in 0..<books.count {
            let time = books[index].book.time.nanoseconds
            guard let row = try row(books[index].book.symbol.value, time) else { continue }
            BookRow.write(
                books[index].book, midnight: Moment(nanoseconds: cursor.midnight), depth: depth,
                to: row)
            let levels = max(books[index].book.count(.sell), books[index].book.count(.buy))
            if levels > runs[cursor.run].depth { runs[cursor.run].depth = Int32(levels) }
        }
    }

    mutating func add(_ candles: borrowing AppendBuffer<ImportedCandle>) throws(FileFault) {
        for index in 0..<candles.count {
            guard let row = try row(candles[index].series, candles[index].time) else { continue }
            PooledCandle(candles[index]).write(to: row)
        }
    }

    /// Where the next row is to be written; `nil` when it is not wanted.
    @inline(__always)
    private mutating func row(
        _ series: Int32, _ time: Int64
    ) throws(FileFault) -> UnsafeMutableRawPointer? {
        let since = UInt64(bitPattern: time &- cursor.midnight)
        if series != cursor.series || since >= cursor.span || cursor.rowsLeft == 0 {
            guard try enter(series, time) else {
                ofOthers += 1
                return nil
            }
        }
        let at = cursor.at
        cursor.at = at.map { $0 + rowBytes }
        cursor.rowsLeft &-= 1
        partitions[cursor.partition].chain.used &+= Int32(truncatingIfNeeded: rowBytes)
        partitions[cursor.partition].rows &+= 1
        runs[cursor.run].add(time)
        return at
    }

    /// Moves the cursor to the partition of a row, with room for it. Answers `false` when the row
    /// is not wanted.
    @inline(never)
    private mutating func enter(_ series: Int32, _ time: Int64) throws(FileFault) -> Bool {
        let symbol = seriesSymbols[Int(series)]
        guard symbol >= 0 else {
            cursor.series = -1
            return false
        }
        let day =
            kind == .candles
            ? CalendarDate(dayNumber: 0) : CalendarDate(Moment(nanoseconds: time))
        let place = partition(of: symbol, day)
        cursor.series = series
        cursor.midnight = kind == .candles ? .min : day.midnight.nanoseconds
        cursor.span = kind == .candles ? .max : ImportedRows.dayNanoseconds
        cursor.partition = place
        let isBegun =
            partitions[place].lastRun >= 0 && runs[Int(partitions[place].lastRun)].file == file
        if !isBegun {
            let run = Int32(runs.count)
            if partitions[place].lastRun >= 0 {
                runs[Int(partitions[place].lastRun)].next = run
            } else {
                partitions[place].firstRun = run
            }
            partitions[place].lastRun = run
            runs.append(Run(file: file, start: partitions[place].rows, time: time))
        }
        cursor.run = Int(partitions[place].lastRun)
        if pool.isFull { try pool.spill(&partitions) }
        let room = pool.room(&partitions[place].chain, number: place)
        cursor.at = room.start
        cursor.rowsLeft = room.bytes / rowBytes
        return true
    }

    private mutating func partition(of symbol: Int32, _ day: CalendarDate) -> Int {
        let key =
            Int64(symbol + 1) << 24 | (Int64(day.dayNumber) + 1 << 20) << 2
            | Int64(kind == .candles ? 3 : kind == .books ? 2 : kind == .quotes ? 1 : 0)
        if let known = places[key] { return known }
        let place = partitions.count
        partitions.append(
            Partition(
                kind: kind, symbol: symbol, day: day, chain: RowPool.Chain(rowBytes: rowBytes)))
        places.set(key, place)
        return place
    }

    /// The runs of a partition, in the order of the files.
    func runs(of partition: Int) -> [Run] {
        var found: [Run] = []
        var next = partitions[partition].firstRun
        while next >= 0 {
            found.append(runs[Int(next)])
            next = runs[Int(next)].next
        }
        return found
    }
}
