"""Every number in every report, worked out once more from the exported file and its journal by code that shares nothing
with ours. What was scheduled is held to it to the minute, what was simulated within four standard errors of both
simulations, and exactly to the command that shows it."""

import copy
import re
import shutil
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from support.cli_driver import Tpm
from support.reference_figures import SCHEDULED, SIMULATED, ReferenceFigures, percentile
from support.reference_forecast import Draws, ReferencePlan, moment
from support.report_recalculation import ExportedFile
from tpm_tui.cli.schedule.forecast import run_promise_forecast
from tpm_tui.commands.report_source import read_report_history, report_source
from tpm_tui.demo.loader import build_demo
from tpm_tui.reports.builders.report_catalog import build_report
from tpm_tui.reports.report import report_facts
from tpm_tui.store.store import Store

#: On the day, three weeks on, and past the target.
DAYS = ("2026-11-23", "2026-12-14", "2027-04-12")
REPORTS = (
    ("stand-up", ""), ("sprint-review", ""), ("executive", ""), ("letter", "S-3"), ("letter", "function:qa"),
    ("steering", ""), ("brief", ""), ("recommendation", "D-2"), ("recommendation", "D-5"), ("incident", "I-4"),
)  # fmt: skip
#: What a sentence says in digits that are no figures: keys, severities, percentiles, and how P80 is explained.
NO_FIGURES = re.compile(r"\(P80: [^)]*\)|\b[A-Z]{1,2}-\d+\b|\bSEV\d\b|\bP[58]0\b")


@pytest.fixture(scope="module")
def demo_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo with a budget too small, contingency drawn fast, a state by hand, and since when something is blocked:
    so that reports say so."""
    path = tmp_path_factory.mktemp("numbers") / "demo.db"
    build_demo(path, today=date(2026, 11, 23))
    with Store.open(path) as store:
        store.load()
        with store.transaction("Worse") as tx:
            tx.set("programme", "programme", budget=2_000_000, state_override="green", override_reason="a way round",
                   override_until=date(2027, 12, 31))  # fmt: skip
            tx.set("item", str(store.plan.id_of_key("item", "T-38")), blocked_since=datetime(2026, 11, 12, 9))
            reserve = tx.add("budget", title="Reserve", type="contingency reserve", amount=100_000)
            tx.add("reserve_draw", reason="A second test", reserve=reserve, amount=270_000, at=date(2026, 11, 20))
    return path


@pytest.fixture(scope="module")
def drawn() -> dict[object, Draws]:
    """What was simulated for a day, for the next."""
    return {}


class Recomputed(ExportedFile):
    """The exported file, and what the other commands say of what was simulated and scheduled."""

    def __init__(
        self, tpm: Tpm, today: date, since: date, until: str, risks: set[str], drawn: dict[object, Draws]
    ) -> None:
        exported = tpm("export", "json", "--journal", "-").json
        super().__init__(exported, today)
        self.until = until
        self.forecast = tpm("simulate", "--json").json
        self.promise = tpm("promise", "--json").json
        self.promises_of_parts = {row["key"]: row for row in (*self.promise["milestones"], *self.promise["dated"])}
        self.last_p80 = {row["key"]: row["last_p80"] for row in tpm("objectives", "--json").json}
        self.why = tpm("why", "--since", since.isoformat(), "--json").json
        scheduled = tpm("schedule", "--json").json
        self.starts = {row["key"]: row["start"] for row in scheduled}
        self.finishes = {row["key"]: row["finish"] for row in scheduled}
        (reader,) = tpm("stakeholders", "S-3", "--json").json
        self.moved = {change["key"]: change["moved_minutes"] for change in reader["changes"]}
        self.risks = {row["key"]: row for row in self.forecast["risks"]}
        self.parts = {row["key"]: row for row in (*self.forecast["milestones"], *self.forecast["dated"])}
        then, runs = datetime.combine(since, time()), self.forecast["runs"]
        self.reference = ReferenceFigures(exported, today, then, runs, sorted(risks), drawn)

    def value(self, name: str, key: str) -> Any:
        own = self.by_key[key]
        known = {
            "status_age": lambda: (self.today - date.fromisoformat(own["status_date"][:10])).days,
            "finish_moved": lambda: self.moved[key],
            "planned_finish": lambda: self.finishes[key],
            "spent": self.spent,
            "estimate at completion": self.estimate_at_completion,
            "contingency used": self.contingency_used,
            "risks retired": self.risks_retired,
            "cost_p80": lambda: self.forecast["cost"]["p80"],
            "push_outs": lambda: len(self.target_moves()),
            "push_out_days": lambda: sum(self.target_moves()),
            "done": lambda: len([row for row in self.committed(own) if self.is_done(row)]),
            "committed": lambda: len(self.committed(own)),
            "added": lambda: len([row for row in self.inside(own) if row not in self.committed(own)]),
            "kept": lambda: self.promises(own)[0],
            "due": lambda: sum(self.promises(own)) if key.startswith("S-") else own["due"],
            "promised_for": lambda: own["due"],
            "items": lambda: len(self.hanging(own)),
            "estimate": lambda: sum(row["estimate"][1] for row in self.hanging(own) if row["estimate"]),
            "first_start": lambda: min(self.starts[row["key"]] for row in self.hanging(own)),
            "moved": lambda: self.why["finish"]["moved_minutes"],
            "finish": lambda: self.why["finish"]["after"],
            "effort_share": lambda: self.effort_share(own),
            "last_p80": lambda: self.last_p80[key],
            "p80_days": lambda: self.risks[key]["p80_days"],
            "expected_cost": lambda: self.risks[key]["expected_cost"],
            "score": lambda: self.score(own),
            "total": lambda: self.totals(self.by_id[own["decision"]])[key],
            "margin": lambda: self.lead(own),
            "from": lambda: own["weight"],
            "downtime": lambda: self.downtime(own, self.until),
            "blocked_days": lambda: self.blocked_days(own),
            "assumed": self.assumed,
        }
        if key == "PG-1" and name in ("p50", "p80"):
            milestone = self.by_id[self.programme["target"]]["key"]
            return self.parts[milestone]["finish"][name]
        if key == "PG-1" and name in ("target", "probability"):
            return self.promise[name]
        if name.startswith("moved by "):
            parts = {part["name"]: part["moved_minutes"]["finish"] for part in self.why["parts"]}
            return parts[name.removeprefix("moved by ")]
        if ": " in name:
            return self.of_pair(*name.split(": "))
        if name in known:
            return known[name]()
        if name in ("acknowledged", "mitigated", "resolved"):
            return self.minutes_after_detection(own, name)
        if key in self.parts and name in ("p50", "p80", "target", "probability"):
            of_part = self.promises_of_parts[key] if name in ("target", "probability") else self.parts[key]["finish"]
            return of_part[name]
        return own[name]

    def of_pair(self, pair: str, name: str) -> Any:
        """Of two functions, or of a category of cost and its budget."""
        if name in ("committed", "budget", "limit"):
            category = "Everything" if pair == "everything" else pair
            of_money = {"committed": self.promised_to_suppliers, "budget": self.granted}
            return of_money[name](category) if name in of_money else 80
        over, waiting = self.hand_offs(pair)
        return {"waiting": len(waiting), "over": len(over), "p50_minutes": over[(len(over) - 1) // 2] if over else 0}[
            name
        ]


def reports_of(path: Path, since: date) -> Iterator[tuple[str, Mapping[str, Any]]]:
    with Store.open(path) as store:
        plan, context = store.load(), store.context
        _, forecast, held = run_promise_forecast(plan, context, effects=True)
        history = read_report_history(store, datetime.combine(since, time()))
        source = report_source(plan, context, history, forecast, held)
        for kind, recipient in REPORTS:
            yield f"{kind} {recipient}", report_facts(plan, build_report(source, kind, recipient))


@pytest.mark.parametrize("day", DAYS)
def test_every_number_is_what_it_comes_to_without_the_report(
    tpm: Tpm, demo_path: Path, drawn: dict[object, Draws], monkeypatch: pytest.MonkeyPatch, day: str
) -> None:
    monkeypatch.setenv("TPM_FILE", str(demo_path))
    monkeypatch.setenv("TPM_TODAY", day)
    today = date.fromisoformat(day)
    since = today - timedelta(days=7)
    reports = dict(reports_of(demo_path, since))
    risks = {
        number["key"] for facts in reports.values() for number in numbers_of(facts) if number["name"] == "p80_days"
    }
    known = Recomputed(tpm, today, since, reports["incident I-4"]["until"], risks, drawn)
    for name, facts in reports.items():
        assert_the_state_is_by_rule(known, facts["state"])
        checked = left_out = 0
        for line in (line for section in facts["sections"] for line in section["lines"]):
            assert line["source"] == "file"
            for number in line["numbers"]:
                assert number["key"] in known.by_key, number
                checked += 1
                if number["name"] == "left_out":
                    left_out += number["value"]
                    assert 1 <= len(line["records"]) <= number["value"]
                elif number["name"] not in ("to", "share"):
                    expected = known.value(number["name"], number["key"])
                    close = pytest.approx(expected, rel=1e-5) if isinstance(expected, float) else expected
                    assert number["value"] == close, (name, number)
                if number["name"] in (*SIMULATED, *SCHEDULED):
                    by_reference = known.reference.of(number["name"], number["key"])
                    assert by_reference.has(number["value"]), (name, number, by_reference)
            assert_a_flip_draws_level(known, line["numbers"])
            assert_digits_are_figures(known, line, name)
        assert left_out == facts["left_out"]
        assert checked or name == "recommendation D-5", name


def numbers_of(facts: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for section in facts["sections"]:
        for line in section["lines"]:
            yield from line["numbers"]


def assert_the_state_is_by_rule(known: Recomputed, state: Mapping[str, Any]) -> None:
    """Of the figures that it says, each of them worked out elsewhere; unmet needs have tests of their own."""
    figures, rule = state["figures"], known.programme
    open_incidents = [row for row in known.records["incident"] if row["severity"] == "SEV1" and row["resolved"] is None]
    assert sorted(figures["severe_incidents"]) == sorted(row["key"] for row in open_incidents)
    assert figures["probability"] == pytest.approx(known.promise["probability"], rel=1e-5)
    assert figures["cost_p80"] == pytest.approx(known.forecast["cost"]["p80"], rel=1e-5)
    for name in ("probability", "cost_p80"):
        assert known.reference.of(name, "PG-1").has(figures[name]), name
    assert figures["budget"] == rule["budget"]
    sure, cost, budget = (figures[name] for name in ("probability", "cost_p80", "budget"))
    worst = max(
        0 if sure >= rule["green_from"] / 100 else 2 if sure < rule["red_below"] / 100 else 1,
        0 if cost <= budget else 2 if cost > budget * (1 + rule["tolerance"] / 100) else 1,
        1 if open_incidents else 0,
        2 if figures["unmet_needs"] else 0,
    )
    assert state["by_rule"] == ("green", "amber", "red")[worst]


def assert_a_flip_draws_level(known: Recomputed, numbers: list[dict[str, Any]]) -> None:
    """With the weight that it says, another option has as much as the best; its share is of all weights."""
    of = {number["name"]: number for number in numbers}
    if "to" not in of:
        return
    criterion = known.by_key[of["to"]["key"]]
    change = abs(of["to"]["value"] - of["from"]["value"])
    assert of["share"]["value"] == pytest.approx(known.share_of_weights(criterion, change))
    given, criterion["weight"] = criterion["weight"], of["to"]["value"]
    assert known.lead(known.by_id[criterion["decision"]]) == pytest.approx(0, abs=1e-9)
    criterion["weight"] = given


def assert_digits_are_figures(known: Recomputed, line: Mapping[str, Any], name: str) -> None:
    """Whatever a sentence says in digits is one of its numbers, or stands in a text of one of its records."""
    text = line["text"]
    texts = [value for key in line["records"] for value in known.by_key[key].values() if isinstance(value, str)]
    for said in sorted((t.rstrip(". ") for t in texts if re.search(r"\d", t)), key=len, reverse=True):
        text = text.replace(" ".join(said.split()), "")
    shown = {form for number in line["numbers"] for form in forms(number["value"], number["unit"])}
    # thousands stand apart by a space in a table of money
    for digits in re.findall(r"\d+(?: \d{3})*(?:[.,:]\d+)*", NO_FIGURES.sub("", text)):
        assert re.sub(r"[ ,]", "", digits) in shown, (name, digits, line)


def forms(value: Any, unit: str) -> Iterator[str]:
    """Every way in which a sentence may show a figure."""
    if unit == "date":
        moment = datetime.fromisoformat(str(value)[:16])
        yield from (str(moment.day), f"{moment:%d}", f"{moment:%y}", f"{moment:%H:%M}")
        return
    size = abs(value)
    yield from (f"{size:.0f}", f"{size:.1f}", f"{size:.2f}", f"{size:.3g}", f"{size:.4g}", f"{size:g}")
    yield from (f"{100 * size:.0f}", f"{100 * size:.3g}", f"{size / 1000:g}", f"{size / 1e6:g}")
    if unit == "minutes":
        yield from (f"{size / 1440:.1f}", f"{round(size / 1440)}", f"{size // 1440:.0f}", f"{size % 1440 // 60:.0f}")
        hours = -(-size // 60)
        yield from (f"{hours // 24:.0f}", f"{hours % 24:.0f}")
        yield from (f"{size // 480:.0f}", f"{size % 480 // 60:.0f}", f"{size // 60:.0f}", f"{size % 60:.0f}")


#: What options change in the plan, in the words of the command line.
OPTIONS = {
    "O-15": "T-138 estimate=20d/25d/30d",
    "O-16": 'T-103 T-106 estimate=4d/8d/15d\nadd item "Second build" estimate=10d/15d/25d after=T-98\n'
    'add link predecessor=T-151 successor=T-138\nadd cost "Hosted servers" planned=60000',
}


def change_by_hand(exported: Mapping[str, Any], option: str) -> None:
    """The same in the exported records."""
    records = exported["records"]
    items = {row["key"]: row for row in records["item"]}
    if option == "O-15":
        items["T-138"]["estimate"] = [9600, 12000, 14400]
    elif option == "O-16":
        for key in ("T-103", "T-106"):
            items[key]["estimate"] = [1920, 3840, 7200]
        first_link, first_cost = records["link"][0], records["cost"][0]
        new = {"id": "new", "key": "T-151", "parent": None, "workstream": None, "owner": None, "status": "backlog"}
        records["item"].append({**items["T-98"], **new, "estimate": [4800, 7200, 12000]})
        ends = (items["T-98"]["id"], "new"), ("new", items["T-138"]["id"])
        for number, (before, after) in enumerate(ends):
            fresh = {"id": f"link{number}", "key": f"L{number}", "type": "FS", "lag": 0, "lag_unit": "working"}
            records["link"].append({**first_link, **fresh, "predecessor": before, "successor": after})
        records["cost"].append({**first_cost, "id": "cost", "key": "K", "item": None, "planned": 60000})


def test_what_the_plan_comes_to_with_each_option_is_that_of_the_changed_plan(
    tpm: Tpm, demo_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TPM_FILE", str(shutil.copy(demo_path, tmp_path / "demo.db")))
    exported = tpm("export", "json", "--journal", "-").json
    for option, lines in OPTIONS.items():
        tpm("set", option, f"what_if={lines}")
    said = {
        (number["key"], number["name"]): number["value"]
        for section in tpm("report", "recommendation", "--for", "D-7", "--json").json["sections"]
        for line in section["lines"]
        for number in line["numbers"]
    }
    for key in ("PG-1", *OPTIONS):
        changed = copy.deepcopy(exported)
        change_by_hand(changed, key)
        plan = ReferencePlan(ExportedFile(changed, date(2026, 11, 23)))
        assert said[key, "finish"] == moment(plan.finish), key
        assert said[key, "planned_cost"] == pytest.approx(plan.planned_cost, abs=0.5), key
        finishes = plan.simulate({}, (), draws=500, seed=3).finish
        for name, level in (("p50", 50), ("p80", 80)):
            assert percentile(finishes, level, runs=2000).has(said[key, name]), (key, name)
