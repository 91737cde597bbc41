"""Every number in every report, worked out once more: from the exported file and its journal by code of its own, or,
where it was simulated or scheduled, held to the command that shows it."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from support.cli_driver import Tpm
from tpm_tui.demo.loader import build_demo

SINCE, TODAY = "2026-11-16", date(2026, 11, 23)
REPORTS = {
    "stand-up": (), "sprint-review": (), "executive": (), "letter": ("--for", "S-3"), "steering": (), "brief": (),
    "letter-to-function": ("--for", "function:qa"), "recommendation": ("--for", "D-5"), "incident": ("--for", "I-4"),
}  # fmt: skip
#: Numbers of a decision's matrix and of an incident's times have tests where they are worked out.
PROMISED = ("target", "probability")
ELSEWHERE = {"total", "margin", "share", "acknowledged", "mitigated", "resolved", "downtime"}


@pytest.fixture(scope="module")
def demo_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("numbers") / "demo.db"
    build_demo(path, today=date(2026, 11, 23))
    return path


class Recomputed:
    """The exported file, its journal, and what the other commands say of it."""

    def __init__(self, tpm: Tpm) -> None:
        exported = tpm("export", "json", "--journal", "-").json
        self.records: Mapping[str, list[dict[str, Any]]] = exported["records"]
        self.journal = exported["journal"]
        self.by_key = {row["key"]: row for rows in self.records.values() for row in rows}
        self.by_id = {row["id"]: row for rows in self.records.values() for row in rows}
        self.forecast, self.flow = tpm("simulate", "--json").json, tpm("flow", "--json").json
        self.promise = tpm("promise", "--json").json
        self.promises_of_parts = {row["key"]: row for row in (*self.promise["milestones"], *self.promise["dated"])}
        self.objectives = {row["key"]: row for row in tpm("objectives", "--json").json}
        self.earned = tpm("evm", "--json").json
        self.why = tpm("why", "--since", SINCE, "--json").json
        self.starts = {row["key"]: row["start"] for row in tpm("schedule", "--json").json}
        self.scores = {row["key"]: row["score"] for row in tpm("ls", "risk", "--json").json}
        (reader,) = tpm("stakeholders", "S-3", "--json").json
        self.moved = {change["key"]: change["moved_minutes"] for change in reader["changes"]}
        self.risks = {row["key"]: row for row in self.forecast["risks"]}
        parts = (*self.forecast["milestones"], *self.forecast["dated"])
        self.parts = {row["key"]: row for row in parts}

    def value(self, name: str, key: str) -> Any:
        programme, own = self.records["programme"][0], self.by_key[key]
        known = {
            "status_age": lambda: (TODAY - date.fromisoformat(own["status_date"][:10])).days,
            "finish_moved": lambda: self.moved[key],
            "spent": lambda: float(self.earned["ac"]),
            "cost_p80": lambda: self.forecast["cost"]["p80"],
            "push_outs": lambda: len(self.moves()),
            "push_out_days": lambda: sum(self.moves()),
            "done": lambda: len([row for row in self.committed(own) if self.is_done(row)]),
            "committed": lambda: len(self.committed(own)),
            "added": lambda: len([i for i in self.inside(own) if i not in self.committed(own)]),
            "kept": lambda: self.promises(own)[0],
            "due": lambda: sum(self.promises(own)),
            "items": lambda: len(self.hanging(own)),
            "estimate": lambda: sum(row["estimate"][1] for row in self.hanging(own) if row["estimate"]),
            "first_start": lambda: min(self.starts[row["key"]] for row in self.hanging(own)),
            "moved": lambda: self.why["finish"]["moved_minutes"],
            "finish": lambda: self.why["finish"]["after"],
        }
        if key == "PG-1" and name in ("p50", "p80"):
            milestone = self.by_id[programme["target"]]["key"] if programme["target"] else ""
            finish = self.parts[milestone]["finish"] if milestone else self.forecast["finish"]
            return finish[name]
        if key == "PG-1" and name in ("target", "probability"):
            return self.promise[name]
        if name in ("effort_share", "last_p80"):
            return self.objectives[key][name]
        if name.startswith("moved by "):
            parts = {part["name"]: part["moved_minutes"]["finish"] for part in self.why["parts"]}
            return parts[name.removeprefix("moved by ")]
        if ": " in name:
            return self.hand_off(*name.split(": "))
        if name in known:
            return known[name]()
        if key in self.parts and name in ("p50", "p80", "target", "probability"):
            return self.promises_of_parts[key][name] if name in PROMISED else self.parts[key]["finish"][name]
        if name == "p80_days":
            return self.risks[key][name]
        if name == "score":
            return self.scores[key]
        return own[name]

    def moves(self) -> list[int]:
        """Calendar days of each move of the target, from the journal."""
        days = []
        for entry in self.journal:
            for edit in entry["edits"]:
                before, after = ((edit[side] or {}).get("target_date") for side in ("before", "after"))
                if edit["kind"] == "programme" and before and after and before[:10] != after[:10]:
                    days.append((date.fromisoformat(after[:10]) - date.fromisoformat(before[:10])).days)
        return days

    def is_done(self, item: Mapping[str, Any]) -> bool:
        return {row["name"]: row["group"] for row in self.records["state"]}[item["status"]] == "done"

    def committed(self, sprint: Mapping[str, Any]) -> list[dict[str, Any]]:
        return [self.by_id[id_] for id_ in sprint["committed"] if id_ in self.by_id]

    def inside(self, sprint: Mapping[str, Any]) -> list[dict[str, Any]]:
        return [row for row in self.records["item"] if row["sprint"] == sprint["id"]]

    def promises(self, stakeholder: Mapping[str, Any]) -> tuple[int, int]:
        """Kept and overdue promises of ours."""
        mine = [
            row for row in self.records["contact"]
            if row["stakeholder"] == stakeholder["id"] and row["follow_up"] and not row["theirs"]
        ]  # fmt: skip
        late = [row for row in mine if not row["kept"] and row["due"] and row["due"][:10] < "2026-11-23"]
        return len([row for row in mine if row["kept"]]), len(late)

    def hanging(self, decision: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Open items without others below them that a decision names, or that lie below one that it names."""
        chosen, parents = set(decision["items"]), {row["parent"] for row in self.records["item"]}
        while more := {r["id"] for r in self.records["item"] if r["parent"] in chosen} - chosen:
            chosen |= more
        return [self.by_id[id_] for id_ in chosen - parents if not self.is_done(self.by_id[id_])]

    def hand_off(self, pair: str, name: str) -> Any:
        (wait,) = [row for row in self.flow["hand_offs"] if f"{row['from']} to {row['to']}" == pair]
        return len(wait["waiting"]) if name == "waiting" else wait[name]


@pytest.fixture(scope="module")
def known() -> dict[str, Recomputed]:
    return {}


@pytest.mark.parametrize("name", REPORTS)
def test_every_number_is_what_it_comes_to_without_the_report(
    tpm: Tpm, demo_path: Path, monkeypatch: pytest.MonkeyPatch, known: dict[str, Recomputed], name: str
) -> None:
    monkeypatch.setenv("TPM_FILE", str(demo_path))
    if not known:
        known["demo"] = Recomputed(tpm)
    kind = "letter" if name.startswith("letter") else name
    facts = tpm("report", kind, "--since", SINCE, *REPORTS[name], "--json").json
    checked = left_out = 0
    for line in (line for section in facts["sections"] for line in section["lines"]):
        for number in line["numbers"]:
            assert number["key"] in known["demo"].by_key, number
            if number["name"] == "left_out":
                left_out += number["value"]
                assert 1 <= len(line["records"]) <= number["value"]
                continue
            if number["name"] in ELSEWHERE:
                continue
            expected = known["demo"].value(number["name"], number["key"])
            assert number["value"] == (pytest.approx(expected) if isinstance(expected, float) else expected), number
            checked += 1
        if re.search(r"\d", line["text"]) and line["source"] == "file":
            assert line["records"], line
    assert left_out == facts["left_out"]
    assert checked or kind in ("recommendation", "incident")
