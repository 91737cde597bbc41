"""How long an edit takes to become new dates on the screen, with 10,000 items of two links each.

    python -m tests.benchmarks.dates_bench

The first item of the plan is moved by a day in the timeline, so that much of the plan moves with it: the time from the
key until the row of the item behind it is drawn anew. And that of a cursor key pressed at once after it, while the
dates are still worked out.
"""

import os
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from statistics import median

from tests.benchmarks.figures import Figure
from tests.benchmarks.planning_bench import plan
from tests.benchmarks.probe import Probe

from tpm_tui.domain.values.rank import order_keys_after
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.store.store import Store

ITEMS = 10_000
TIMES = 9


def make(path: Path) -> None:
    """The plan that the schedule is measured with, as a file; the third item follows the second."""
    network = plan(ITEMS)
    with Store.create(path, name="Measured", durable=False) as store, store.transaction("Fill", "import") as tx:
        tx.set("programme", store.plan["programme"].ids[0], start=datetime(2026, 11, 23, 8))
        ids: list[str] = []
        for position, rank in enumerate(order_keys_after(ITEMS)):
            up, minutes = network.parent[position], network.duration[position] or 60
            estimate = ThreePoint(minutes, minutes, minutes)
            parent = None if up < 0 else ids[up]
            ids.append(tx.add("item", title=f"Item {position}", parent=parent, rank=rank, estimate=estimate))
        tx.add("link", predecessor=ids[1], successor=ids[2])
        for link in network.links:
            tx.add(
                "link", predecessor=ids[link.predecessor], successor=ids[link.successor], type=link.type.name,
                lag=link.lag,
            )  # fmt: skip


def main() -> None:
    os.environ |= {"TPM_CONFIG": os.devnull, "TPM_TODAY": "2026-11-23"}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = folder
        path = Path(folder) / "plan.db"
        make(path)
        with Probe([sys.executable, "-m", "tpm_tui", str(path)]) as probe:
            probe.settled(b"Backlog")
            probe.idle(6)
            for key in ("z", "Down", "2", "+"):
                probe.press(key, quiet=0.5)
            dates, cursor = [], []
            for _ in range(TIMES):
                dates.append(_until(probe, b">", b"T-3"))
                cursor.append(_until(probe, b"\x1b[B", "▌ T-3".encode(), after=b">"))
                probe.press("k", quiet=0.5)
    print(Figure("an edit with 10k items: key to new dates on screen", median(dates), 100, "ms").row())
    print(Figure("the cursor, at once after such an edit", median(cursor), 50, "ms").row())


def _until(probe: Probe, key: bytes, wanted: bytes, after: bytes = b"") -> float:
    """Milliseconds from a key, pressed right after another, until a text is drawn anew; then wait for quiet."""
    os.write(probe.fd, after)
    os.write(probe.fd, key)
    seen = probe.until(wanted, 5)
    probe.idle(2)
    return seen


if __name__ == "__main__":
    main()
