"""The order of rows decides nothing of what a row becomes: states, people, dates, parents and links alike."""

import csv
import io
import itertools
from collections.abc import Mapping, Sequence
from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from support.plans import plan_of
from tpm_tui.domain.cancellation_of_long_work import ProgressReporter
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.exchange.common.change_set import ChangeSet
from tpm_tui.exchange.common.remembered_column_mapping import ImportOptions
from tpm_tui.exchange.common.source_text import read_source
from tpm_tui.exchange.csv import importer

CONTEXT = InputContext(date(2026, 11, 23))
HEADERS = ("Title", "Status", "Owner", "Due", "Resolved", "Parent", "Blocked by", "Estimate", "Sprint")
TITLES = ("Dig", "Pour", "Strip", "Frame", "Roof", "Paint")
PEOPLE = ("Ana", "Bo", "Ana, Bo", "Lim, Cy", "Ana Lim, Bo Wei", "")

ROWS = st.lists(
    st.tuples(
        st.sampled_from(("Open", "IN UAT", "Parked", "Done", "")), st.sampled_from(PEOPLE),
        st.sampled_from(("", "05/12/2026", "13/12/2026", "12/14/2026", "2026-12-05", "5 Dec 2026")),
        st.sampled_from(("", "2026-11-20")), st.sampled_from(("", *TITLES)), st.sampled_from(("", *TITLES)),
        st.sampled_from(("", "2d", "16 hrs", "1,000 h")), st.sampled_from(("", "Sprint 1", "Sprint 2")),
    ),
    min_size=2, max_size=len(TITLES),
)  # fmt: skip


def drafted(rows: Sequence[Sequence[str]]) -> ChangeSet:
    """What a table would change in an empty plan."""
    text = io.StringIO()
    csv.writer(text).writerows([HEADERS, *rows])
    plan, steps = plan_of(), ProgressReporter(None, 1)
    parsed = importer.read(read_source(io.StringIO(text.getvalue())), ImportOptions(), plan, steps)
    numbers = itertools.count()
    change_set = ChangeSet(plan, CONTEXT, lambda: f"made-{next(numbers)}")
    importer.draft(parsed, change_set, steps)
    return change_set


def records(change_set: ChangeSet) -> set[tuple[str, frozenset[tuple[str, str]]]]:
    """Every record that would be made, what it points at by name, ids and order left out."""
    names: Mapping[str, str] = {
        id_: str(change.values.get("title") or change.values.get("name") or "")
        for id_, change in change_set.changes.items()
    }
    return {
        (
            change.kind,
            frozenset((n, names.get(str(v), str(v))) for n, v in change.values.items() if n not in ("rank", "order")),
        )
        for change in change_set.changes.values()
    }


@settings(max_examples=40)
@given(ROWS, st.randoms(use_true_random=False))
def test_rows_in_any_order_become_the_same(rows: list[tuple[str, ...]], random: Random) -> None:
    table = [(title, *row) for title, row in zip(TITLES, rows, strict=False)]
    # A parent or a link that leads back is left out with the last row of its loop, whichever that is.
    table = [row if row[5] < row[0] and row[6] < row[0] else (*row[:5], "", "", *row[7:]) for row in table]
    other = list(table)
    random.shuffle(other)
    one, two = drafted(table), drafted(other)
    assert records(one) == records(two)
    reasons = [sorted(reason for _, reason in drafted_set.refused) for drafted_set in (one, two)]
    assert reasons[0] == reasons[1]
