"""How long a Jira import takes, as ratios to ``sqlite-utils insert --csv`` of the same file, all in one run; and the
same rows through the reader of tables, as a ratio to Jira's.

    python tests/benchmarks/import_bench.py [ROWS]

The file has the rows of the sample export over and over, with keys of their own. Each import is a process of its own,
started like a person would start it, so that both pay for their imports. ``sqlite-utils`` is run as it comes (it looks
for the types of columns) and with ``--no-detect-types``, which does less.
"""

import csv
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SAMPLE = Path(__file__).parents[1] / "data" / "jira" / "atlas.csv"
IMPORT = """
import json, sys
from tpm_tui.exchange.import_file import import_file
from tpm_tui.store.store import Store
path, source, act = sys.argv[1:]
with Store.open(path) as store:
    store.load()
    outcome = import_file(store, "csv" if act == "csv" else "jira", source, dry_run=act == "preview")
print(json.dumps([outcome.created, outcome.unchanged]))
"""
MAKE = "import sys; from tpm_tui.store.store import Store; Store.create(sys.argv[1], name='Bench').close()"
EXPORT = """
import sys
from tpm_tui.exchange.export_file import export_file
from tpm_tui.store.store import Store
with Store.open(sys.argv[1]) as store:
    store.load()
    export_file(store, sys.argv[2], sys.argv[3])
"""


def write_rows(path: Path, count: int) -> None:
    """The sample's rows as often as needed; keys, numbers and all that points at them moved on each time."""
    with SAMPLE.open(newline="", encoding="utf-8-sig") as file:
        header, *rows = csv.reader(file)
    rows = [row for row in rows if len(row) == len(header)]
    number = header.index("Issue id")
    parent = header.index("Parent")
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for at in range(count):
            again, place = divmod(at, len(rows))
            row = [_moved(cell, 1000 * again) for cell in rows[place]]
            for column in (number, parent):
                if row[column].isdecimal():
                    row[column] = str(int(row[column]) + 1000 * again)
            writer.writerow(row)


def as_table(source: Path) -> Path:
    """The same rows as a handwritten table has them: the headers of times say that they are in seconds."""
    header, rest = source.read_text(encoding="utf-8").split("\n", 1)
    for name in ("original estimate", "remaining estimate", "time spent"):
        header = ",".join(f"{cell} (s)" if cell.lower() == name else cell for cell in header.split(","))
    made = source.with_name("table.csv")
    made.write_text(f"{header}\n{rest}", encoding="utf-8")
    return made


def _moved(cell: str, by: int) -> str:
    prefix, _, number = cell.partition("-")
    return f"ATLAS-{int(number) + by}" if prefix == "ATLAS" and number.isdecimal() else cell


def run(*command: str) -> tuple[float, str]:
    """(seconds, standard output) of a command that must succeed."""
    begun = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return time.perf_counter() - begun, done.stdout


def main(count: int) -> None:
    """Run every way once and print a table of ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, file = folder / "export.csv", str(folder / "one.db")
        write_rows(source, count)
        python = sys.executable
        insert = [str(shutil.which("sqlite-utils", path=str(Path(python).parent)) or "sqlite-utils"), "insert"]
        plain, _ = run(*insert, str(folder / "p.db"), "t", str(source), "--csv", "--silent", "--no-detect-types")
        usual, _ = run(*insert, str(folder / "u.db"), "t", str(source), "--csv", "--silent")
        run(python, "-c", MAKE, file)
        seen, told = run(python, "-c", IMPORT, file, str(source), "preview")
        assert json.loads(told)[0] == count
        taken, told = run(python, "-c", IMPORT, file, str(source), "import")
        assert json.loads(told)[0] == count
        again, told = run(python, "-c", IMPORT, file, str(source), "import")
        assert json.loads(told)[1] == count
        other = str(folder / "two.db")
        run(python, "-c", MAKE, other)
        table, told = run(python, "-c", IMPORT, other, str(as_table(source)), "csv")
        assert json.loads(told)[0] == count
        as_json, _ = run(python, "-c", EXPORT, file, "json", str(folder / "out.json"))
        as_csv, _ = run(python, "-c", EXPORT, file, "csv", str(folder / "out.csv"))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"Jira CSV, {count:,} rows: sqlite-utils insert --csv {usual:.1f} s, --no-detect-types {plain:.1f} s")
    print(f"{'':28}{'÷ insert':>10}{'÷ plain':>10}")
    measured = {
        "preview": seen,
        "import": taken,
        "the same again": again,
        "export JSON": as_json,
        "export CSV": as_csv,
    }
    for label, seconds in measured.items():
        print(f"{label:28}{seconds / usual:10.2f}{seconds / plain:10.2f}")
    print(f"{'the table reader ÷ Jira':28}{table / taken:10.2f}  (at most 1.5)")
    print(f"most memory of any of them: {peak:.0f} MiB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
