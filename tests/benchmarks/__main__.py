"""`make bench`: every figure in one run, as a table in the README with the machine named, and in full in .bench/."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import app_bench
from tests.benchmarks.figures import Figure, machine, table

ROOT = Path(__file__).parent.parent.parent
OUT = ROOT / ".bench"

#: (benchmark, what finds the figure in its output, the figure's name, goal, unit)
FOUND: tuple[tuple[str, str, str, float, str], ...] = (
    ("cli_bench", r"tpm ls --json.*÷\s+([\d.]+)$", "`tpm ls --json` of 10k items ÷ `sqlite3 -json`", 4, "×"),
    ("cli_bench", r"^tpm flow --json.*÷\s+([\d.]+)$", "`tpm flow`, 100k changes of 10k items ÷ reading them", 2, "×"),
    ("cli_bench", r"^tpm report executive.*: ([\d.]+) s$", "`tpm report executive` of 10k items", 1, "s"),
    ("import_bench", r"^import\s+([\d.]+)", "Jira CSV import, 100k rows ÷ `sqlite-utils insert --csv`", 5, "×"),
    ("planning_bench", r" 10000 items(?:.|\n)*?full plan\s+([\d.]+)", "full plan, 10k items ÷ bare pass", 4, "×"),
    ("planning_bench", r"100000 items(?:.|\n)*?full plan\s+([\d.]+)", "full plan, 100k items ÷ bare pass", 3, "×"),
    ("planning_bench", r" 10000 items(?:.|\n)*?median\s+([\d.]+)", "re-plan after one edit, 10k ÷ bare pass", 1, "×"),
    ("planning_bench", r" 10000 items(?:.|\n)*?9 of 10\s+([\d.]+)", "nine in ten of such edits", 1, "×"),
    ("planning_bench", r" 10000 items(?:.|\n)*?worst\s+([\d.]+)", "the worst of 200 such edits", 1, "×"),
    ("planning_bench", r" 10000 items(?:.|\n)*?depends\s+([\d.]+)", "such edits where little depends on it", 0.2, "×"),
    ("planning_bench", r" 10000 items(?:.|\n)*?moves\s+([\d.]+)", "an edit that moves nearly everything", 1, "×"),
    ("dates_bench", r"new dates on screen \| ([\d.]+) ms", "an edit with 10k items: key to new dates", 100, "ms"),
    ("dates_bench", r"after such an edit \| ([\d.]+) ms", "the cursor, at once after such an edit", 50, "ms"),
    ("exchange_bench", r"xml.etree, in Python.*÷ ([\d.]+)$", "MSPDI import, 10k tasks ÷ `xml.etree` alone", 4, "×"),
    ("exchange_bench", r"tasks ÷ tj3.*÷ ([\d.]+)$", "`tpm schedule --json`, 5k tasks ÷ `tj3`", 0.15, "×"),
    ("simulation_bench", r"^1,000 items x 10,000, one.*?([\d.]+)$", "simulation, 1k × 10k runs ÷ bare kernel", 3, "×"),
    ("simulation_bench", r"^1,000 items x 10,000, ele.*?([\d.]+)$", "1k with eleven calendars", 3, "×"),
    ("simulation_bench", r"^10,000 items x 1,000, one.*?([\d.]+)$", "simulation, 10k × 1k runs ÷ bare kernel", 3, "×"),
    ("simulation_bench", r"^10,000 items x 1,000, ele.*?([\d.]+)$", "10k with eleven calendars", 3, "×"),
    ("store_bench", r"^10,000 items: Plan .*÷ ([\d.]+)$", "Plan from the file, 10k items ÷ `SELECT *`", 3, "×"),
    ("store_bench", r"^100,000 items: Plan .*÷ ([\d.]+)$", "Plan from the file, 100k items ÷ `SELECT *`", 3, "×"),
    ("simulation_bench", r"over the empty process: (\d+) MiB", "memory of a simulation over nothing", 100, "MiB"),
    ("simulation_bench", r"stop, 1000 items: (\d+) ms", "simulation, 1k items: from a newer edit to gone", 50, "ms"),
    ("simulation_bench", r"stop, 10000 items: (\d+) ms", "simulation, 10k items: from a newer edit to gone", 50, "ms"),
    ("levelling_bench", r"^first proposal, the demo: ([\d.]+) s$", "first levelling proposal, the demo", 0.3, "s"),
    ("levelling_bench", r"^first proposal, an.*: ([\d.]+) s$", "first proposal, an imported Jira export", 1, "s"),
    ("levelling_bench", r"^first proposal, 10,.*: ([\d.]+) s$", "first proposal, 10k items × 40 people", 1, "s"),
    ("levelling_bench", r"optimum after ([\d.]+) s$", "MSPSP, six small instances: the last optimum reached", 5, "s"),
    ("levelling_bench", r"^j30: gap in 1 s ([\d.]+) %$", "PSPLIB, 30 jobs, 1 s: above the best known", 0.1, "%"),
    ("levelling_bench", r"^j60: gap in 1 s ([\d.]+) %$", "PSPLIB, 60 jobs, 1 s", 0.6, "%"),
    ("levelling_bench", r"^j90: gap in 1 s ([\d.]+) %$", "PSPLIB, 90 jobs, 1 s", 0.9, "%"),
    ("levelling_bench", r"^j120: gap in 1 s ([\d.]+) %$", "PSPLIB, 120 jobs, 1 s", 3, "%"),
    ("load_bench", r"^load, .*÷ ([\d.]+)$", "load, 10k items × 40 people × 1 year ÷ `bincount` of their days", 2, "×"),
    ("money_bench", r"^tpm evm ÷ tpm schedule.*÷ ([\d.]+)$", "`tpm evm --json`, 10k items ÷ `tpm schedule`", 1.5, "×"),
    ("money_bench", r"drawn: ([\d.]+) ms$", "S-curve of 10k items × 2 years, drawn", 16.7, "ms"),
    ("simulation_bench", r"^demo: .*: ([\d.]+) s", "simulation of the demo: P80 within 1 %", 0.3, "s"),
)  # fmt: skip


def _others() -> Iterator[Figure]:
    """Run the other benchmarks, each in a process of its own, and find their figures."""
    outputs: dict[str, str] = {}
    for name, pattern, title, goal, unit in FOUND:
        script = ROOT / "tests" / "benchmarks" / f"{name}.py"
        if not script.exists():
            continue
        if name not in outputs:
            env = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
            done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, env=env, check=False)
            outputs[name] = done.stdout + done.stderr
            (OUT / f"{name}.txt").write_text(outputs[name], encoding="utf-8")
        match = re.search(pattern, outputs[name], re.M)
        if match:
            yield Figure(title, float(match[1]), goal, unit)
        else:
            print(f"{name}: no figure for {title}: {_why(outputs[name])}", file=sys.stderr)


def _why(output: str) -> str:
    """The line of a benchmark's output that says what it lacks, else its last."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return next((line for line in lines if " is missing" in line), lines[-1] if lines else "it said nothing")


def main() -> None:
    OUT.mkdir(exist_ok=True)
    os.environ.setdefault("TPM_CONFIG", os.devnull)
    # A program that people start has been compiled before.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    words = machine()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = folder
        for source in (app_bench.figures(Path(folder)), _others()):
            for figure in source:
                print(figure.row(), flush=True)
                figures.append(figure)
    text = f"{words}.\n\n{table(figures)}\n"
    (OUT / "figures.md").write_text(text, encoding="utf-8")
    readme = ROOT / "README.md"
    old = readme.read_text(encoding="utf-8")
    fresh = re.sub(
        r"<!-- figures -->.*<!-- /figures -->", lambda _: f"<!-- figures -->\n{text}<!-- /figures -->", old, flags=re.S
    )
    readme.write_text(fresh, encoding="utf-8")


if __name__ == "__main__":
    main()
