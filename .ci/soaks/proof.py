"""What proofs by damaged inputs share: a damage that a number names, and a run that is judged."""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile

KRADER = os.environ["KRADER"]
# Exit codes that an input can lead to; 1 is a fault of krader's own and never an answer to data.
ANSWERS = {0, 2, 3, 4, 5, 6, 7, 8, 10, 13}


def options(count, sample):
    """How many inputs, from which number on: the same number is the same input."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", nargs="?", type=int, default=count)
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--sample", action="store_true", help="a small fixed sample")
    parser.add_argument("--keep", default="soak-failures", help="where bad inputs are kept")
    chosen = parser.parse_args()
    if chosen.sample:
        chosen.count = sample
    return chosen


def generator(proof, number):
    return random.Random(f"{proof} {number}")


class Judge:
    """Counts answers and keeps what led to none."""

    def __init__(self, keep):
        self.keep = keep
        self.codes = {}
        self.failures = 0

    def run(self, arguments, folder, seconds=60):
        """The exit code and both outputs; the code is None for what didn't end in time."""
        try:
            done = subprocess.run(
                [KRADER, *arguments], cwd=folder, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=seconds)
        except subprocess.TimeoutExpired:
            return None, b"", b"it did not end"
        return done.returncode, done.stdout, done.stderr

    def count(self, code):
        self.codes[code] = self.codes.get(code, 0) + 1

    def fail(self, name, why, place=None, said=b""):
        self.failures += 1
        print(f"{name}: {why}", file=sys.stderr)
        tail = said.decode("utf-8", "replace").strip().splitlines()[-3:]
        for line in tail:
            print(f"    {line[:300]}", file=sys.stderr)
        if place and self.failures <= 50:
            os.makedirs(self.keep, exist_ok=True)
            target = os.path.join(self.keep, os.path.basename(place))
            if os.path.isdir(place):
                shutil.rmtree(target, ignore_errors=True)
                shutil.copytree(place, target)
            else:
                shutil.copy(place, target)

    def end(self, what):
        codes = ", ".join(f"{code}: {count}" for code, count in sorted(self.codes.items()))
        print(f"{what}: exit codes {codes}; {self.failures} failures")
        sys.exit(1 if self.failures else 0)


def leftovers(folder):
    """Hidden work folders and files that a run should have removed."""
    found = []
    for place, folders, files in os.walk(folder):
        found += [os.path.join(place, name) for name in folders + files if name.startswith(".")]
    return found


def workplace():
    return tempfile.mkdtemp(prefix="krader-soak-")


PIECES = [
    b",", b'"', b'""', b"\n", b"\r\n", b"\t", b";", b"-", b"+", b".", b"e", b"1e18", b"1e308",
    b"9223372036854775807", b"9223372036854775808", b"-9223372036854775808", b"0", b"-0",
    b"99999999999999999999", b"2199-12-31T23:59:59.999999999", b"1900-01-01", b"1969-12-31",
    b"1970-01-01", b"235959999999", "\uac00".encode(), b"\xff", b"\x00", b"\x1b[2J", b"\x80",
    "\u202e".encode(), b"null", b"{", b"}", b"[", b"]", b"NaN", b"1000000000",
]


def damaged(data, random_):
    """One to four bytes, pieces or stretches changed."""
    data = bytearray(data)
    for _ in range(random_.randint(1, 4)):
        place = random_.randint(0, len(data))
        end = min(len(data), place + random_.randint(0, 12))
        kind = random_.randrange(7)
        if kind == 0:
            del data[place:end]
        elif kind == 1 and random_.randrange(6) == 0:
            del data[place:]
        elif kind == 2 and place < len(data):
            data[place] = random_.randrange(256)
        elif kind == 3:
            data[place:place] = data[place:end]
        elif kind == 4 and place < len(data):
            data[place] = 0x30 + random_.randrange(10)
        elif kind == 5:
            lines = bytes(data).split(b"\n")
            i, j = random_.randrange(len(lines)), random_.randrange(len(lines))
            lines[i], lines[j] = lines[j], lines[i]
            data = bytearray(b"\n".join(lines))
        else:
            data[place:place] = random_.choice(PIECES)
    return bytes(data)
