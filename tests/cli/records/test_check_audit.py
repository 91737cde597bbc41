"""``tpm check``: the points of the audit that do not pass, overdue contacts, risks without a response."""

from pathlib import Path

from support.cli_driver import Tpm


def test_a_long_item_without_links_that_must_finish_on_a_date_is_named_by_each_point(tpm: Tpm, file: Path) -> None:
    assert (tpm("check").code, tpm("check", "--json").json) == (0, [])
    tpm("add", "item", "Tunnel", "estimate=90d", "constraint=MFO", "constraint_date=2027-06-01")
    result = tpm("check")
    assert result.code == 1
    for words in (
        "1 of 1 open item has no predecessor or no successor (100%, at most 5%): T-1",
        "1 of 1 open item is bound to a date that links cannot move",
        "1 of 1 open item has more than 44 working days of work left",
        "1 of 1 open item has no owner",
    ):
        assert words in result.out
    tpm("add", "item", "Shaft", "estimate=1d")
    assert "2 of 2 open items have no owner" in tpm("check").out
    told = [f for f in tpm("check", "--json").json if "owner" in f["finding"]]
    assert [(f["kind"], f["key"]) for f in told] == [("programme", "PG-1")]


def test_a_risk_above_the_line_without_a_response_and_a_contact_overdue(tpm: Tpm, file: Path) -> None:
    tpm("add", "risk", "Flood", "probability=4", "impact=4")
    tpm("add", "risk", "Rain", "probability=3", "impact=4")
    tpm("add", "risk", "Frost", "probability=5", "impact=5", "response=reduce")
    tpm("add", "stakeholder", "Mayor", "cadence=weekly")
    tpm("add", "contact", "Call", "stakeholder=Mayor", "at=2026-10-01")
    said = [(f["key"], f["finding"]) for f in tpm("check", "--json").json]
    assert ("R-1", "it has a score of 16 and no response: from 15 on a risk needs one") in said
    assert not [f for key, f in said if key in ("R-2", "R-3") and "response" in f]
    assert any("a contact was due on 8 Oct" in text for _, text in said)
