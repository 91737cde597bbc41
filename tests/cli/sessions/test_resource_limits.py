"""Limits on work and people that are said in a session: kept, understood, and broken."""

from pathlib import Path

from support.cli_driver import MON, Tpm


def test_limits_that_are_said_are_kept_and_what_breaks_them_is_named(on: Tpm, tpm: Tpm, tmp_path: Path) -> None:
    """Ana and Bo (backend) have a week each at one time: 80 h of work of two people."""
    for name in ("Ana", "Bo"):
        on(MON, "add", "person", name, "team=Backend")
        on(MON, "add", "item", f"Work of {name}", "estimate=1w", f"owner={name}")
    on(MON, "add", "meeting", "Needs", "type=requirements")
    lines = (
        "c at most 9 people-days", "c At most 2 weeks of work", "c no more than 2 people", "c at most 1 of backend",
        "c at most 1 of sales", "c One after the other max:1people",
    )  # fmt: skip
    said = on(MON, "session", "M-1", "add", *lines)
    assert said.err.splitlines() == [
        "Q-1 binds the whole plan: at most 9d of work",
        "Q-2 binds the whole plan: at most 10d of work",
        "Q-3 binds the whole plan: at most 2 people at one time",
        "Q-4 binds the whole plan: at most 1 person of Backend at one time",
        "Q-5 does not bind: no pool, team or function is called sales",
        "Q-6 binds the whole plan: at most 1 person at one time",
    ]

    def broken() -> dict[str, str]:
        rows = tpm("-f", tmp_path / "a.db", "check", "--json").json
        return {row["key"]: row["finding"] for row in rows if row["key"].startswith("Q-")}

    assert broken() == {
        "Q-1": "the plan takes 10d of work, at most 9d is allowed",
        "Q-4": "2 people of Backend work at one time on 23 Nov (T-1 and T-2), at most 1 is allowed",
        "Q-6": "2 people work at one time on 23 Nov (T-1 and T-2), at most 1 is allowed",
    }
    on(MON, "link", "T-1", "T-2")
    on(MON, "set", "Q-1", "items=T-1")
    assert broken() == {}
    assert "does not bind" in on(MON, "session", "M-1", "add", "c At most 9 people-days binds:no").err
