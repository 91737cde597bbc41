"""What MS Project files and the schedule cost beside the bare tools, as ratios in one run.

    python tests/benchmarks/exchange_bench.py [TASKS]

- MSPDI import of 10,000 tasks ÷ parsing the same file with ``xml.etree`` and doing nothing with it: both as a process
  of its own, and the import from Python alone;
- ``tpm schedule --json`` of 5,000 tasks ÷ ``tj3`` on the same plan, whole processes, as long as tj3 is installed.

The file has the tasks of one of the sample plans over and over, with UIDs of their own. The runs take turns, and the
shortest of each is compared.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROUNDS = 5
SAMPLE = Path(__file__).parents[1] / "data" / "mspdi" / "oracle-1-008.xml"
PARSE = "import sys; from xml.etree import ElementTree; ElementTree.parse(sys.argv[1])"


def write_tasks(path: Path, count: int) -> None:
    """The sample's tasks as often as needed, the UIDs of each round moved on; each round follows the one before."""
    text = SAMPLE.read_text(encoding="utf-8")
    head, rest = text.split("<Tasks>", 1)
    tasks, tail = rest.split("</Tasks>", 1)
    first, *blocks = re.findall(r"\s*<Task>.*?</Task>", tasks, re.S)
    numbers = r"(<(?:UID|ID|PredecessorUID)>)(\d+)(</)"
    highest = max(int(uid) for uid in re.findall(r"<UID>(\d+)</UID>", tasks))
    made = [first] if "<UID>0</UID>" in first else []
    blocks = blocks if made else [first, *blocks]
    for at in range(count):
        again, place = divmod(at, len(blocks))
        by = again * (highest + 1)
        made.append(re.sub(numbers, lambda m, by=by: f"{m[1]}{int(m[2]) + by}{m[3]}", blocks[place]))
    path.write_text(f"{head}<Tasks>{''.join(made)}</Tasks>{tail}", encoding="utf-8")


def taking(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def compare(name: str, ours: Callable[[], float], theirs: Callable[[], float], rounds: int = ROUNDS) -> float:
    """Print and return our shortest time over theirs, in turns."""
    mine, other = [], []
    for _ in range(rounds):
        other.append(theirs())
        mine.append(ours())
    ratio = min(mine) / min(other)
    print(f"{name:<58} {min(mine):7.2f} s {min(other):7.2f} s  ÷ {ratio:.2f}")
    return ratio


def importing(folder: Path, count: int) -> None:
    from xml.etree import ElementTree

    from tpm_tui.exchange.import_file import import_file
    from tpm_tui.store.store import Store

    source = folder / "plan.xml"
    write_tasks(source, count)
    tpm = Path(sys.executable).with_name("tpm")
    target = folder / "one.db"

    def process() -> float:
        target.unlink(missing_ok=True)
        return taking(lambda: run(tpm, "-f", target, "import", "mspdi", source))

    def inside() -> float:
        target.unlink(missing_ok=True)
        with Store.create(target) as store:
            store.load()
            return taking(lambda: import_file(store, "mspdi", source))

    label = f"MSPDI import, {count} tasks"
    compare(
        f"{label} ÷ xml.etree, processes", process, lambda: taking(lambda: run(sys.executable, "-c", PARSE, source))
    )
    compare(f"{label} ÷ xml.etree, in Python", inside, lambda: taking(lambda: ElementTree.parse(source)))


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        importing(folder, count)
        scheduling(folder, count // 2)


def scheduling(folder: Path, count: int) -> None:
    tj3 = shutil.which("tj3")
    if tj3 is None:
        print("tj3 is missing: apt-get install tj3 (TaskJuggler)")
        return
    source, file, plan = folder / "half.xml", folder / "half.db", folder / "plan.tjp"
    write_tasks(source, count)
    tpm = Path(sys.executable).with_name("tpm")
    run(tpm, "-f", file, "import", "mspdi", source)
    run(tpm, "-f", file, "export", "taskjuggler", plan)
    compare(
        f"tpm schedule --json, {count} tasks ÷ tj3",
        lambda: taking(lambda: run(tpm, "-f", file, "schedule", "--json")),
        lambda: taking(lambda: run(tj3, "--silent", "--output-dir", folder, plan)),
        rounds=2,
    )


if __name__ == "__main__":
    main()
