"""What earned value costs beside the schedule, and the S-curve of a plan of two years.

    python tests/benchmarks/money_bench.py [ITEMS]

``tpm evm`` to ``tpm schedule`` of the same file, in turns, the shortest of each; the S-curve as it is drawn, in
processor time.
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from tests.benchmarks.cli_bench import compare

START = datetime(2026, 1, 5, 8)
DAYS = 730


def fill_with_money(path: Path, count: int) -> None:
    """A file whose items lie all over two years, with rates, costs, progress, logged time and a baseline."""
    from tpm_tui.commands.schedule.baselines import take_baseline
    from tpm_tui.domain.values import rank
    from tpm_tui.domain.values.three_point import ThreePoint
    from tpm_tui.store.store import Store

    rng = random.Random(1)
    with Store.create(path) as store:
        with store.transaction("Fill") as tx:
            tx.set("programme", "programme", start=START)
            people = [tx.add("person", name=f"Person {n}", rate=Decimal(rng.randint(40, 120))) for n in range(40)]
            streams = [tx.add("workstream", name=f"Stream {n}") for n in range(8)]
            for number, key in enumerate(rank.order_keys_after(count)):
                begin = START + timedelta(days=rng.randrange(DAYS - 20))
                item = tx.add(
                    "item",
                    title=f"Piece {number}",
                    rank=key,
                    workstream=rng.choice(streams),
                    owner=rng.choice(people),
                    estimate=ThreePoint.single_point(rng.randint(1, 20) * 240),
                    constraint="SNET",
                    constraint_date=begin,
                    progress=rng.choice([0, 0, 30, 60]),
                )
                if not number % 3:
                    tx.add("cost", title="Material", planned=Decimal(rng.randint(100, 9000)), item=item)
                    day = START.date() + timedelta(days=rng.randrange(200))
                    tx.add("time_entry", day=day, minutes=120, person=people[0], item=item, amount=Decimal(160))
        with store.transaction("Baseline") as tx:
            take_baseline(tx, "", (), {"name": "Plan"})


def shortest(run: Callable[[], object], times: int = 15) -> float:
    """The shortest of several runs, in seconds of processor time."""
    least = float("inf")
    for _ in range(times):
        begun = time.process_time()
        run()
        least = min(least, time.process_time() - begun)
    return least


def draw_curve(path: Path) -> None:
    """Print how long the S-curve takes from the amounts of each day to lines of the screen."""
    from tpm_tui.app.page_lines.money.money import cost_curve_page
    from tpm_tui.app.services.calculations.money_figures import money_figures
    from tpm_tui.store.store import Store

    with Store.open(path, readonly=True) as store:
        figures = money_figures(store.load(), store.context)
    days = len(figures.costs.curve.planned)
    seconds = shortest(lambda: cost_curve_page(figures.costs.curve, figures.summary, figures.context, 158))
    print(f"S-curve of {len(figures.plan['item'])} items over {days} days, drawn: {1000 * seconds:.1f} ms")


def main() -> None:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["TPM_TODAY"] = date(2026, 7, 1).isoformat()
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    tpm = [str(Path(sys.executable).with_name("tpm"))]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "money.db"
        fill_with_money(path, count)
        of_file = ["-f", str(path), "--json"]
        compare(f"tpm evm ÷ tpm schedule, {count} items", [*tpm, "evm", *of_file], [*tpm, "schedule", *of_file], folder)
        draw_curve(path)


if __name__ == "__main__":
    main()
