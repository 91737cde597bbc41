"""How long the schedule takes, as ratios to the bare pass: forward and backward over plain lists, finish to start only,
no calendar, the least that anyone could do. Processor time, so that what else the machine does counts little.

    python tests/benchmarks/planning_bench.py [ITEMS ...]
"""

import io
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

from msgspec.structs import replace

from support.networks import make_network
from tpm_tui.domain.time.instants import to_minute
from tpm_tui.domain.time.work_calendar import STANDARD_WEEK, WorkCalendar
from tpm_tui.exchange.schedules.mspdi.parse.project import parse_mspdi
from tpm_tui.planning.cpm.compiled_network import compiled_network
from tpm_tui.planning.cpm.incremental import reschedule
from tpm_tui.planning.cpm.schedule import Schedule, schedule
from tpm_tui.planning.model.network import Constraint, LinkType, Network, NetworkLink

TYPES = [LinkType.FS] * 6 + [LinkType.SS, LinkType.FF, LinkType.SF]
SAMPLE = Path(__file__).parents[1] / "data" / "mspdi" / "oracle-1-008.xml"


def plan(items: int, seed: int = 1) -> Network:
    """Two links an item, of all types, with lags and leads, on a calendar with holidays; summaries of fifty items."""
    rng = random.Random(seed)
    first = date(2026, 1, 1).toordinal()
    calendar = WorkCalendar(STANDARD_WEEK, {first + rng.randrange(3650): () for _ in range(100)})
    duration = [rng.choice([0, 60, 240, 480, 960, 2400]) for _ in range(items)]
    parent = [position - position % 50 if position % 50 else -1 for position in range(items)]
    links = []
    for position in range(items):
        if position % 50:
            for _ in range(2):
                before = rng.randrange(max(0, position - 200), position) if position > 1 else 0
                if before % 50:
                    lag = rng.choice([0, 0, 0, 0, 120, 480, -240])
                    links.append(NetworkLink(before, position, rng.choice(TYPES), lag))
    return make_network(
        duration, links, plan_start=to_minute(datetime(2026, 11, 23, 8, 0)), parent=parent, calendars=[calendar]
    )


def bare_pass(network: Network) -> Callable[[], list[int]]:
    """The yardstick, over the same links."""
    n, duration = len(network), list(network.duration)
    before: list[list[int]] = [[] for _ in range(n)]
    after: list[list[int]] = [[] for _ in range(n)]
    for link in network.links:
        before[link.successor].append(link.predecessor)
        after[link.predecessor].append(link.successor)

    def run() -> list[int]:
        early = [0] * n
        for position in range(n):
            start = 0
            for other in before[position]:
                reach = early[other]
                if reach > start:
                    start = reach
            early[position] = start + duration[position]
        end = max(early)
        late = [0] * n
        for position in range(n - 1, -1, -1):
            finish = end
            for other in after[position]:
                reach = late[other]
                if reach < finish:
                    finish = reach
            late[position] = finish - duration[position]
        return late

    return run


def best(run: Callable[[], object], times: int = 7) -> float:
    """The shortest of several runs, in seconds of processor time."""
    shortest = float("inf")
    for _ in range(times):
        begin = time.process_time()
        run()
        shortest = min(shortest, time.process_time() - begin)
    return shortest


def an_edit(network: Network, rng: random.Random) -> tuple[Network, set[int]]:
    """The network after one edit of an item at random, and the positions that it touches."""
    item = rng.choice([position for position in range(len(network)) if position % 50])
    kind = rng.choice(["duration", "duration", "lag", "link", "cut", "constraint", "deadline", "started"])
    links = list(network.links)
    at = next((index for index, link in enumerate(links) if link.successor == item), None)
    columns: dict[str, Sequence[object]] = {}
    if kind == "duration":
        columns["duration"] = changed(network.duration, item, rng.choice([0, 60, 240, 480, 960, 2400]))
    elif kind == "constraint":
        columns["constraint"] = changed(network.constraint, item, Constraint.SNET)
        columns["constraint_date"] = changed(network.constraint_date, item, network.plan_start + 1440 * 60)
    elif kind == "deadline":
        columns["deadline"] = changed(network.deadline, item, network.plan_start + 1440 * 60)
    elif kind == "started":
        columns["actual_start"] = changed(network.actual_start, item, network.plan_start)
    elif kind == "link" or at is None:
        before = max(item - 20, 1)
        links.append(NetworkLink(before - (before % 50 == 0), item, LinkType.FS, 60))
        return replace(network, links=links, cache={}), set(links[-1][:2])
    else:
        touched = set(links[at][:2])
        links[at : at + 1] = [links[at]._replace(lag=960)] if kind == "lag" else []
        return replace(network, links=links, cache={}), touched
    return replace(network, **columns, cache={}), {item}


def changed(column: Sequence[object], position: int, value: object) -> list[object]:
    return [*column[:position], value, *column[position + 1 :]]


def measure(items: int) -> None:
    """Print the figures of one size."""
    network = plan(items)
    bare = best(bare_pass(network))
    before = schedule(network)
    full = best(lambda: schedule(network))
    print(f"{items:>7} items   bare pass {bare * 1e3:8.2f} ms")
    print(f"          full plan          {full / bare:6.2f}   (goal 4 at 10,000, 3 at 100,000)")
    rng = random.Random(2)
    ratios, quiet = [], []
    for _ in range(200):
        edited, touched = an_edit(network, rng)
        run = partial(replanned, before, edited, touched)
        ratio = best(run, 3) / bare
        ratios.append(ratio)
        after = run()
        moved = sum(old != new for old, new in zip(before.start, after.start, strict=True))
        if moved <= 10 and after.plan_finish == before.plan_finish:
            quiet.append(ratio)
    ratios.sort()
    print(f"          one edit, median   {statistics.median(ratios):6.2f}   (goal 1)")
    print(f"          one edit, 9 of 10  {ratios[len(ratios) * 9 // 10]:6.2f}")
    print(f"          one edit, worst    {ratios[-1]:6.2f}   (of {len(ratios)})")
    print(f"          little depends     {statistics.median(quiet or [0]):6.2f}   (goal 0.2; {len(quiet)} edits)")
    first = next(position for position in range(items) if before.critical[position] and position % 50)
    longer = replace(network, duration=changed(network.duration, first, network.duration[first] + 480), cache={})
    everything = best(partial(replanned, before, longer, {first}))
    print(f"          everything moves   {everything / bare:6.2f}")
    cold = best(lambda: compiled_network(replace(network, cache={})), 3)
    print(f"          compiling, once    {cold / bare:6.2f}")


def replanned(before: Schedule, network: Network, touched: set[int]) -> Schedule:
    """The schedule after an edit, as if nothing had been kept of one before."""
    return reschedule(before, replace(network, cache={}), touched)


def measure_import() -> None:
    """Print how long MS Project XML takes beside parsing alone."""
    text = SAMPLE.read_text()
    begin, end = text.index("<Tasks>") + 7, text.index("</Tasks>")
    tasks = text[begin:end]
    copies = []
    for number in range(10_000 // tasks.count("<Task>")):
        shift = f"UID>{number + 1}0"
        copies.append(tasks.replace("UID>", shift).replace(f"<Calendar{shift}-", "<CalendarUID>-"))
    big = (text[:begin] + "".join(copies) + text[end:]).encode()
    parse = best(lambda: ElementTree.parse(io.BytesIO(big)), 3)
    read = best(lambda: parse_mspdi(big), 3)
    print(f"reading {len(parse_mspdi(big).tasks)} tasks of MS Project XML / parsing them alone {read / parse:6.2f}")


if __name__ == "__main__":
    for size in [int(argument) for argument in sys.argv[1:]] or [1_000, 10_000, 100_000]:
        measure(size)
    measure_import()
