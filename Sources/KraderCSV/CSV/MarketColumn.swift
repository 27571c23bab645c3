/// What a column of a market data file holds.
public enum MarketColumn: String, Hashable, Sendable, CaseIterable {
    /// A moment, a time of day beside a date, or a date alone.
    case time
    case date
    case code
    case open, high, low, close
    case volume
    /// The value traded, in won.
    case value
    case price
    /// Shares of one print; a sign is the taker's side.
    case size
    /// Close less the previous day's, in won: never a ratio.
    case change
    /// The direction of a change that has no sign, as `ChangeReading` has it.
    case changeCode = "change_code"
    /// The best prices just after a print.
    case ask = "best_ask"
    case bid = "best_bid"
    /// Who crossed the spread.
    case taker
    case venue
    case listedShares = "listed_shares"
    case board
    case name
    /// The quantities of all levels of a book in one field, as a list.
    case quantities
    /// The prices of all levels of a book in one field, as a list.
    case prices

    /// The names by which files call the column, in small letters, without spaces and underscores.
    /// The surest comes first.
    var names: [String] {
        switch self {
        case .time:
            [
                "datetime", "tradetime", "체결일시", "체결시간", "cntrtm", "stckcntghour", "timestamp",
                "time", "일시", "시간",
                "ts",
            ]
        case .date:
            [
                "date", "일자", "날짜", "체결일자", "거래일자", "영업일자", "기준일자", "day", "basdd", "trddd",
                "dt", "stckbsopdate",
            ]
        case .code:
            [
                "code", "symbol", "종목코드", "단축코드", "ticker", "티커", "isusrtcd", "isucd", "stkcd",
            ]
        case .open: ["open", "시가", "openprice", "tddopnprc", "curpr", "openpric", "stckoprc", "o"]
        case .high: ["high", "고가", "highprice", "tddhgprc", "highpr", "highpric", "stckhgpr", "h"]
        case .low: ["low", "저가", "lowprice", "tddlwprc", "lowpr", "lowpric", "stcklwpr", "l"]
        case .close:
            [
                "close", "종가", "closeprice", "tddclsprc", "clopr", "현재가", "curprc", "stckclpr",
                "stckprpr", "c",
            ]
        case .volume:
            ["volume", "거래량", "acctrdvol", "accvol", "trdeqty", "cntgvol", "acmlvol", "v"]
        case .value: ["value", "amount", "거래대금", "acctrdval"]
        case .price:
            [
                "price", "체결가", "체결가격", "tradeprice", "lastprice", "last", "현재가", "curprc",
                "stckprpr",
            ]
        case .size:
            [
                "size", "quantity", "qty", "signedqty", "체결량", "체결수량", "volume", "거래량", "trdeqty",
                "cntgvol",
            ]
        case .change:
            [
                "대비", "전일대비", "changes", "comp", "prdiff", "netchange", "cmpprevddprc", "predpre",
                "전일비", "prdyvrss",
            ]
        case .changeCode:
            ["changecode", "updown", "전일대비부호", "대비부호", "등락구분", "predpresig", "prdyvrsssign"]
        case .ask:
            [
                "bestask", "bestaskprice", "최우선매도호가", "매도호가", "ask", "askprice", "askprice1",
                "ask1", "매도호가1",
            ]
        case .bid:
            [
                "bestbid", "bestbidprice", "최우선매수호가", "매수호가", "bid", "bidprice", "bidprice1",
                "bid1", "매수호가1",
            ]
        case .taker:
            ["taker", "takerside", "side", "aggressor", "매도매수구분", "매수매도구분", "매수매도", "체결구분"]
        case .venue: ["venue", "exchange", "거래소구분", "거래소"]
        case .listedShares: ["stocks", "상장주식수", "listedshares", "listshrs"]
        case .board: ["market", "board", "시장구분", "시장", "mktnm", "marketid"]
        case .name: ["name", "종목명", "한글종목명", "isunm"]
        case .quantities: ["quantities", "잔량"]
        case .prices: ["prices", "호가"]
        }
    }
}
