"""The first days of the largest recorded file, played loose and imported: the same digest and the
same fills; and imported with one price changed, which must give another digest."""

import csv
import glob
import gzip
import io
import json
import os
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from proof import Judge, workplace  # noqa: E402

DAYS = 5
ISSUES = 40


def first_days(path):
    """The titles, the rows of the first days, and the codes of KOSPI that come first."""
    rows, days = [], []
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        titles = next(reader)
        code, day = titles.index("Code"), titles.index("Date")
        for row in reader:
            if row[day] not in days:
                if len(days) == DAYS:
                    break
                days.append(row[day])
            rows.append(row)
    market = titles.index("Market")
    codes = [row[code] for row in rows if row[market] == "KOSPI"][:ISSUES]
    return titles, rows, days, codes


def write(path, titles, rows):
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n").writerows([titles] + rows)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.getvalue())


def dataset(name, codes):
    return {"dataset": {"path": name, "symbols": codes}}


def scenario(name, data, days, codes):
    return {
        "schema": 1, "name": name, "seed": 1,
        "market": {"from": days[0], "to": days[-1], "data": data, "instruments": [
            {"symbol": code, "board": "KOSPI"} for code in codes]},
        "account": {"cash": 1_000_000_000},
        "universe": {"symbols": codes[:10]},
        "strategies": [{"name": "buy_and_hold", "parameters": {"timeframe": "1d"}}]}


def played(judge, folder, name, data, days, codes):
    """Its digest and fills; `None` where it could not be played."""
    with open(f"{folder}/{name}.json", "w") as file:
        json.dump(scenario(name, data, days, codes), file)
    code, out, err = judge.run(["backtest", f"{name}.json", "--out", "out", "--json"], folder)
    judge.count(code)
    if code != 0:
        judge.fail(name, f"exit {code}", said=err)
        return None
    run = json.loads(out)["runs"][0]
    with open(os.path.join(folder, run["folder"], "fills.csv")) as file:
        fills = file.read()
    return run["result"]["identity"]["digest"], fills


def main():
    root = os.environ.get("KRADER_TEST_DATA", "../shared/data")
    files = sorted(glob.glob(root + "/market-day/*.csv.gz"), key=os.path.getsize)
    if not files:
        print(f"loose: nothing was played, there is no market-day/*.csv.gz in {root}")
        return
    titles, rows, days, codes = first_days(files[-1])
    judge = Judge("soak-failures")
    folder = workplace()
    write(folder + "/days.csv", titles, rows)
    changed = [list(row) for row in rows]
    price = titles.index("Close")
    changed[0][price] = changed[0][titles.index("High")]
    write(folder + "/changed.csv", titles, changed)
    for name in ("days", "changed"):
        code, _, err = judge.run(
            ["data", "import", f"{name}.csv", "--into", name, "--scope", "KRX", "-q"], folder)
        judge.count(code)
        if code != 0:
            judge.fail("import " + name, f"exit {code}", said=err)
    loose = played(judge, folder, "loose", {"candles": {"path": "days.csv"}}, days, codes)
    imported = played(judge, folder, "imported", dataset("days", codes), days, codes)
    planted = played(judge, folder, "planted", dataset("changed", codes), days, codes)
    if not judge.failures:
        if loose != imported:
            judge.fail("loose", "it differs from what was imported")
        if planted == loose:
            judge.fail("loose", "a changed price was not seen")
        if len(loose[1].splitlines()) < 5:
            judge.fail("loose", "hardly anything was filled")
    shutil.rmtree(folder)
    judge.end(f"{os.path.basename(files[-1])}, {len(rows)} rows of its first {len(days)} days, "
              f"loose, imported, and with a price changed")


main()
