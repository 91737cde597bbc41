"""``--filter``: what is set, finished or run works on every item that fits, as one change."""

from datetime import datetime
from pathlib import Path

import pytest

from support.cli_driver import Tpm
from tpm_tui.store.store import Store


@pytest.fixture
def dated(file: Path) -> Path:
    with Store.open(file) as store:
        store.load()
        with store.transaction("items") as tx:
            for title, due in (("Late", datetime(2020, 1, 2)), ("Later", datetime(2021, 1, 2)), ("Ahead", None)):
                tx.add("item", title=title, deadline=due)
    return file


def test_due_dates_in_the_past_are_cleared_in_one_go_and_one_undo_brings_them_back(tpm: Tpm, dated: Path) -> None:
    assert tpm("set", "--filter", "status:open due<today", "due=").code == 0
    assert [row["deadline"] for row in tpm("ls", "--json").json if row["title"] in ("Late", "Later")] == [None, None]
    assert tpm("undo").code == 0
    assert len(tpm("ls", "due<today", "--json").json) == 2


def test_a_filter_that_nothing_fits_as_nobody_has_the_name_is_refused_with_it(tpm: Tpm, dated: Path) -> None:
    result = tpm("set", "--filter", "owner:zzz", "due=")
    assert result.code == 1
    assert result.err == "tpm: no item fits owner:zzz; no person is called 'zzz'\n"


def test_they_are_closed_or_moved_in_one_go(tpm: Tpm, dated: Path) -> None:
    assert tpm("run", "item.due", "--filter", "due<2020-06-01", "deadline=2w").code == 0
    assert tpm("done", "--filter", "status:open due<today").code == 0
    assert [row["title"] for row in tpm("ls", "status:done", "--json").json] == ["Later"]


def test_a_filter_that_nothing_fits_is_refused(tpm: Tpm, dated: Path) -> None:
    refused = tpm("done", "--filter", "status:open due<2001-01-01")
    assert refused.code == 1
    assert "no item fits" in refused.err


def test_a_plan_without_estimates_says_what_there_is_instead_of_a_forecast(tpm: Tpm, dated: Path) -> None:
    said = tpm("simulate").out
    assert said.startswith("no forecast: 3 of 3 open items have no estimate")
    assert "P80" not in said
    told = tpm("simulate", "--json").json
    assert (told["assumed"], told["finish"]["p80"], told["pace"]["items"], told["risks"]) == (3, None, 3, [])
    assert tpm("simulate", "--to", "svg").code == tpm("respond", "--before", "1mar").code == 1
    assert tpm("run", "estimate.assume", "--filter", "status:open estimate:none").out == "3 items assumed at 2h/1d/5d\n"
    assert "3 assumed" in tpm("simulate").out
    assert tpm("promise", "--json").json["assumed"] == 3
