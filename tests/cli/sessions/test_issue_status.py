"""The status of an issue that is set by hand: what it blocks follows, and a request is decided on by a named person."""

from pathlib import Path

from support.cli_driver import MON, TUE, WED, Tpm


def test_what_an_issue_blocks_is_free_when_it_is_resolved_and_blocked_again_when_it_is_opened(on: Tpm) -> None:
    on(MON, "add", "item", "Contract")
    on(MON, "run", "item.block", "T-1", "cause=legal")
    on(TUE, "set", "IS-1", "status=resolved")
    [item] = on(TUE, "ls", "item", "--json").json
    [issue] = on(TUE, "ls", "issue", "--json").json
    assert (item["blocked_since"], issue["resolved_on"]) == (None, TUE)
    on(WED, "set", "IS-1", "status=open")
    [item] = on(WED, "ls", "item", "--json").json
    [issue] = on(WED, "ls", "issue", "--json").json
    assert (item["blocked_since"][:10], item["blocked_cause"], issue["resolved_on"]) == (WED, "legal", None)
    [impediment] = on(WED, "impediments", "--json").json
    assert (impediment["key"], impediment["age_days"]) == ("IS-1", 1), "the day on which it was resolved ages nothing"


def test_an_item_that_another_issue_holds_up_stays_blocked(on: Tpm) -> None:
    on(MON, "add", "item", "Contract")
    on(MON, "run", "item.block", "T-1", "cause=legal")
    on(MON, "add", "issue", "No room", "items=T-1")
    on(TUE, "set", "IS-1", "status=resolved")
    [item] = on(TUE, "ls", "item", "--json").json
    assert item["blocked_since"] is not None


def test_a_request_is_accepted_by_nobody_but_somebody_by_name(on: Tpm, tpm: Tpm, tmp_path: Path) -> None:
    on(MON, "add", "item", "Contract", "estimate=2d")
    on(MON, "add", "stakeholder", "Dana")
    on(MON, "add", "issue", "Audit too", "type=request for change", "what_if=add item Audit estimate=5d")
    for status, command in (("accepted", "issue.accept"), ("refused", "issue.refuse")):
        refused = tpm("-f", tmp_path / "a.db", "set", "IS-1", f"status={status}")
        assert refused.code == 1
        assert f"by somebody by name: run {command} IS-1 by=…" in refused.err
    on(MON, "run", "issue.accept", "IS-1", "by=Dana")
    again = tpm("-f", tmp_path / "a.db", "set", "IS-1", "status=open")
    assert again.code == 1
    assert "its changes are made" in again.err
