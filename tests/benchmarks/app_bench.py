"""The workspace in a terminal: start, keys, edits, filters, idling, memory, as ratios to an empty Textual app."""

import os
import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

from tests.benchmarks.figures import Figure
from tests.benchmarks.probe import KEYS, Probe

from tpm_tui.demo import loader
from tpm_tui.domain.values import rank
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.store.store import Store

STARTS = 7

_EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self): yield Static("ready")
Empty().run()
"""

#: The workspace, forecasting nothing unless it is asked to.
_CALM = """
import sys
from tpm_tui.app.services.calculations import forecaster
forecaster.AUTOMATIC_LIMIT = -1
from tpm_tui.__main__ import main
sys.exit(main())
"""


def make(path: Path, items: int, more_people: int = 0) -> None:
    """A programme of so many items: 40 initiatives of epics of 25, with owners, estimates, links, risks."""
    rng = random.Random(items)
    group = max(4, items // 40)
    with Store.create(path, name="Measured", durable=False) as store, store.transaction("Fill", "import") as tx:
        people = [tx.add("person", name=name) for name in ("Ana Ruiz", "Ben Okafor", "Chidi Eze", "Dana Kim")]
        people += [tx.add("person", name=f"Nora Larsen {n}") for n in range(more_people)]
        ranks, ids = rank.order_keys_after(items), []
        for n in range(items):
            place = n % group
            above = None if place == 0 else ids[n - place + (0 if place % 26 == 1 else (place - 1) // 26 * 26 + 1)]
            title = f"{rng.choice(['Review', 'Draft', 'Migrate'])} {rng.choice(['billing export', 'token store'])} {n}"
            status = rng.choice(["backlog", "ready", "doing", "done"])
            estimate = ThreePoint(480, 960, 1440)
            ids.append(
                tx.add(
                    "item", title=title, parent=above, rank=ranks[n], owner=rng.choice(people), status=status,
                    estimate=estimate,
                )
            )  # fmt: skip
        for n in range(1, items - 1, 3):
            if n % group % 26 > 1 and (n + 1) % group % 26 > 1:
                tx.add("link", predecessor=ids[n], successor=ids[n + 1])
        for n in range(14):
            tx.add("risk", title=f"Risk {n}", items=(rng.choice(ids),), probability=rng.randint(1, 5))
        for n in range(12):
            tx.add("stakeholder", name=f"Person {n}", cadence="FREQ=WEEKLY", items=(rng.choice(ids),))


def _tpm(path: Path) -> list[str]:
    return [sys.executable, "-m", "tpm_tui", str(path)]


def _starts(files: Mapping[int, Path]) -> dict[int, float]:
    """How long the start on each file takes, as a ratio to an empty Textual app. They take turns, so that whatever else
    the machine does hits all of them."""
    programs = {-1: ([sys.executable, "-c", _EMPTY], b"ready")}
    programs |= {items: (_tpm(path), b"Backlog") for items, path in files.items()}
    took: dict[int, list[float]] = {items: [] for items in programs}
    for _ in range(STARTS):
        for items, (command, wanted) in programs.items():
            with Probe(command) as probe:
                took[items].append(probe.settled(wanted))
    return {i: median(a / b for a, b in zip(took[i], took[-1], strict=True)) for i in files}


def _ready(probe: Probe, patience: float) -> None:
    """Wait until the whole file is loaded and planned, then open the first branch."""
    probe.settled(b"Backlog")
    probe.idle(patience)
    probe.press("Down")
    probe.press("z")
    probe.press("Down")


def figures(folder: Path) -> Iterator[Figure]:
    """Every figure of the workspace; the files are made in ``folder``."""
    files = {}
    for items in (1_000, 10_000, 100_000):
        files[items] = folder / f"{items}.db"
        make(files[items], items)
    files[0] = folder / "demo.db"
    loader.build_demo(files[0])
    # What the files made here still have to be written would be counted to whatever starts first.
    os.sync()

    started = _starts({items: files[items] for items in (0, 10_000, 100_000)})
    for items, goal in ((0, 1.6), (10_000, 2.0), (100_000, 3.5)):
        name = f"start to settled ÷ empty Textual app: {items or 'demo'}{' items' if items else ''}"
        yield Figure(name, started[items], goal)

    yield from forecasting(files[1_000])
    yield from session_lines(files[1_000])
    yield from team_view(folder / "team.db")
    costs = {}
    for items in (1_000, 100_000):
        with Probe(_tpm(files[items])) as probe:
            _ready(probe, 2 if items < 10_000 else 12)
            cpu = probe.cpu()
            last, size = probe.presses("Down", 60)
            costs[items] = (probe.cpu() - cpu) / 60
            if items == 100_000:
                yield Figure("Down, 100k items, 160x45: bytes", size, 700, "B")
                yield Figure("Down, 100k items, 160x45: median to the last byte", last, 15, "ms")
                probe.press("2", quiet=0.3)
                last, size = probe.presses("Down", 15)
                yield Figure("Down in the timeline, 100k items, 160x45: bytes", size, 700, "B")
                yield Figure("Down in the timeline, 100k items, 160x45: median to the last byte", last, 15, "ms")
                probe.press("1", quiet=0.3)
                probe.idle(1)
                edits = []
                for letter in "VWXYZ":
                    probe.press("i", quiet=0.3)
                    probe.press(letter, quiet=0.3)
                    edits.append(probe.press("Enter").last)
                    probe.idle(4)
                yield Figure("inline edit, 100k items: key to settled screen", median(edits), 100, "ms")
                probe.press("/", quiet=0.3)
                probe.press("b", quiet=1.0)
                yield Figure("filter, 100k items: first result after a key", probe.press("i", limit=3).first, 100, "ms")
                probe.press("Esc", quiet=0.5)
                probe.idle(4)
                size_idle, cpu_idle = probe.idle(5)
                yield Figure("idle for 5 s: bytes", size_idle, 0, "B")
                yield Figure("idle for 5 s: CPU", cpu_idle, 0.02, "s")
                yield Figure("memory, 100k items", probe.memory(), 250, "MiB")
    yield Figure("CPU of a key at 100k items ÷ at 1k", costs[100_000] / costs[1_000], 1.2)
    with Probe(_tpm(files[100_000]), columns=80, lines=24) as probe:
        _ready(probe, 12)
        yield Figure("Down, 100k items, 80x24: bytes", probe.presses("Down", 15)[1], 300, "B")
        probe.press("2", quiet=0.3)
        yield Figure("Down in the timeline, 100k items, 80x24: bytes", probe.presses("Down", 15)[1], 300, "B")


def team_view(path: Path, count: int = 30) -> Iterator[Figure]:
    """Bytes and CPU of a key in the team view of 10,000 items and 40 people, beside one in the backlog of the same
    program."""
    make(path, 10_000, more_people=36)
    with Probe(_tpm(path)) as probe:
        _ready(probe, 6)
        sizes, costs = [], []
        for view in "15":
            probe.press(view, quiet=0.6)
            probe.idle(3)
            before = probe.cpu()
            sizes.append(probe.presses("Down", count)[1])
            costs.append(probe.cpu() - before)
    yield Figure("Down in the team view ÷ in the backlog, 10k items, 40 people: bytes", sizes[1] / sizes[0], 1.2)
    yield Figure("Down in the team view ÷ in the backlog, 10k items, 40 people: CPU", costs[1] / costs[0], 1.2)


def session_lines(path: Path, count: int = 40, long: int = 300) -> Iterator[Figure]:
    """CPU of the Enter that keeps a line of a session, the drawing of it included, beside that of a key in the backlog
    of the same program; and once so many lines stand above it."""
    with Store.open(path) as store, store.transaction("Meet") as tx:
        tx.add("meeting", title="Kick-off")
    with Probe(_tpm(path)) as probe:
        _ready(probe, 5)
        before = probe.cpu()
        probe.presses("Down", count)
        key = probe.cpu() - before
        for letter in ":open meetings":
            probe.press(letter)
        probe.press("Enter", quiet=0.5)
        probe.press("O", quiet=1.0)
        probe.idle(1)
        line = _lines(probe, "need", count)
        for number in range(long):
            probe.press(f"n more {number}\r")
        probe.idle(1)
        later = _lines(probe, "later", count)
    yield Figure("CPU of a line of a session, 1k items ÷ of a key in the backlog", line / key, 1.0)
    yield Figure("CPU of a line of a session after 300 others ÷ of the first ones", later / line, 1.2)


def _lines(probe: Probe, word: str, count: int) -> float:
    """CPU seconds of the Enter after so many lines."""
    spent = 0.0
    for number in range(count):
        for letter in f"n {word} {number}":
            probe.press(letter)
        before = probe.cpu()
        probe.press("Enter")
        spent += probe.cpu() - before
    return spent


def forecasting(path: Path, edits: int = 6, typed: int = 24) -> Iterator[Figure]:
    """After an edit: the first estimate and the new P80; and a key while that is worked out, beside the same key at the
    same moment after the same edit in a program that forecasts nothing."""
    first, sure = [], []
    copy = path.with_name("calm.db")
    shutil.copy(path, copy)
    keys: dict[bool, list[float]] = {False: [], True: []}
    rng = random.Random(1)
    with Probe(_tpm(path)) as probe, Probe([sys.executable, "-c", _CALM, str(copy)]) as calm:
        rows = {program: _cursor(program) for program in (probe, calm)}
        for number in range(edits):
            begun = _edit(probe, number)
            first.append(probe.until(b"~P80", 5))
            sure.append(1000 * (time.monotonic() - begun) + probe.until(b"finish P50", 20))
            probe.idle(1)
        for number in range(edits, edits + typed):
            moments = [0.06 + 0.045 * place + 0.02 * rng.random() for place in range(12)]
            result = _typed(probe, number, rows[probe], moments, b"~P80.*finish P50")
            keys[True] += result
            keys[False] += _typed(calm, number, rows[calm], moments[: len(result)])
    yield Figure("an edit, 1k items: a first estimate marked ~ on the screen", median(first), 200, "ms")
    yield Figure("an edit, 1k items: the new P80 on the screen", median(sure), 1000, "ms")
    rest, during = sorted(keys[False]), sorted(keys[True])
    yield Figure("Down while it forecasts ÷ without forecasts, median", median(during) / median(rest), 1.5)
    late = [result[len(result) * 95 // 100] for result in (rest, during)]
    yield Figure("Down while it forecasts ÷ without forecasts, p95", late[1] / late[0], 1.5)


def _cursor(program: Probe) -> int:
    """The number in the key of the row under the cursor, once all is loaded; the keys of rows count upwards."""
    _ready(program, 5)
    program.text = b""
    program.press("Down", quiet=0.3)
    return int(re.findall(rb"\xe2\x96\x8c\W*T-(\d+)", program.shown())[-1])


def _edit(program: Probe, number: int) -> float:
    """Make a number the title under the cursor; the moment at which that was sent off."""
    for keys in ("i", str(number)):
        program.press(keys, quiet=0.2)
    program.text = b""
    os.write(program.fd, KEYS["Enter"])
    return time.monotonic()


def _typed(program: Probe, number: int, row: int, moments: Sequence[float], until: bytes = b"") -> list[float]:
    """Milliseconds from a key to the cursor on the next row: of keys pressed so many seconds after an edit, for as long
    as something, a regular expression, has not been drawn. The cursor goes back to its row afterwards."""
    begun = _edit(program, number)
    took = []
    for place, moment in enumerate(moments):
        program.read(moment, begun + moment - time.monotonic())
        if until and re.search(until, program.shown(), re.DOTALL):
            break
        os.write(program.fd, KEYS["Down"])
        took.append(program.until(f"▌\\W*T-{row + place + 1}\\b".encode(), 2))
    program.idle(0.8)
    os.write(program.fd, b"k" * len(took))
    program.idle(0.3)
    return took


def main() -> None:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.setdefault("TPM_CONFIG", os.devnull)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = folder
        for figure in figures(Path(folder)):
            print(figure.row(), flush=True)


if __name__ == "__main__":
    main()
