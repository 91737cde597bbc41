"""What a report says in figures, worked out once more from the exported file and its journal: nothing here is tpm's."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

Row = Mapping[str, Any]


class ExportedFile:
    """The export of a file with its journal, asked on a day."""

    def __init__(self, exported: Mapping[str, Any], today: date) -> None:
        self.records: Mapping[str, list[dict[str, Any]]] = exported["records"]
        self.journal: list[dict[str, Any]] = exported["journal"]
        self.today = today
        self.by_key = {row["key"]: row for rows in self.records.values() for row in rows}
        self.by_id = {row["id"]: row for rows in self.records.values() for row in rows}
        self.programme = self.records["programme"][0]
        self.groups = {row["name"]: row["group"] for row in self.records["state"]}
        self.below: dict[str | None, list[dict[str, Any]]] = {}
        for row in self.records["item"]:
            self.below.setdefault(row["parent"], []).append(row)

    # -- dates and sprints

    def target_moves(self) -> list[int]:
        """Calendar days of each move of the programme's target."""
        days = []
        for entry in self.journal:
            for edit in entry["edits"]:
                before, after = ((edit[side] or {}).get("target_date") for side in ("before", "after"))
                if edit["kind"] == "programme" and before and after and before[:10] != after[:10]:
                    days.append((date.fromisoformat(after[:10]) - date.fromisoformat(before[:10])).days)
        return days

    def is_done(self, item: Row) -> bool:
        return self.groups[item["status"]] == "done"

    def committed(self, sprint: Row) -> list[dict[str, Any]]:
        return [self.by_id[id_] for id_ in sprint["committed"] if id_ in self.by_id]

    def inside(self, sprint: Row) -> list[dict[str, Any]]:
        return [row for row in self.records["item"] if row["sprint"] == sprint["id"]]

    # -- people

    def promises(self, stakeholder: Row) -> tuple[int, int]:
        """Kept and overdue promises of ours."""
        mine = [
            row for row in self.records["contact"]
            if row["stakeholder"] == stakeholder["id"] and row["follow_up"] and not row["theirs"]
        ]  # fmt: skip
        late = [row for row in mine if not row["kept"] and row["due"] and row["due"][:10] < self.today.isoformat()]
        return len([row for row in mine if row["kept"]]), len(late)

    # -- work

    def leaves_below(self, ids: set[str]) -> list[dict[str, Any]]:
        """Items without others below them among these and what lies below them."""
        chosen = set(ids)
        while more := {row["id"] for row in self.records["item"] if row["parent"] in chosen} - chosen:
            chosen |= more
        return [self.by_id[id_] for id_ in chosen if id_ in self.by_id and id_ not in self.below]

    def hanging(self, decision: Row) -> list[dict[str, Any]]:
        """Open items that hang on a decision."""
        return [row for row in self.leaves_below(set(decision["items"])) if not self.is_done(row)]

    def weekdays_since(self, stored: str) -> int:
        """Working days of the standard week after a day, up to today, without the holidays of the programme."""
        calendar, first = self.programme["calendar"], date.fromisoformat(stored[:10])
        off = [(row["start"][:10], (row["end"] or row["start"])[:10]) for row in self.records["calendar_exception"]
               if row["calendar"] == calendar]  # fmt: skip
        days = [first + timedelta(days=n) for n in range(1, (self.today - first).days + 1)]
        return sum(day.weekday() < 5 and not any(begin <= day.isoformat() <= end for begin, end in off) for day in days)

    def is_dropped(self, item: Row | None) -> bool:
        while item is not None:
            if item["status"] == "dropped":
                return True
            item = self.by_id.get(item["parent"])
        return False

    def effort(self, item: Row) -> float:
        """Minutes of the people on an item; a day where nobody estimated it, nothing of a milestone."""
        if self.is_dropped(item) or item["id"] in self.below or item["type"] == "milestone":
            return 0
        minutes = item["estimate"][1] if item["estimate"] else 480
        units = [row["units"] for row in self.records["assignment"] if row["item"] == item["id"]]
        return minutes * (sum(units) / 100 if units else 1)

    def workstream(self, item: Row | None) -> str | None:
        """Its own, else that of what it lies below."""
        while item is not None and item["workstream"] is None:
            item = self.by_id.get(item["parent"])
        return None if item is None else item["workstream"]

    def effort_share(self, objective: Row) -> float:
        needs = [self.by_id[id_] for id_ in objective["requirements"] if id_ in self.by_id]
        named = {*objective["items"], *(id_ for need in needs for id_ in need["items"])}
        serving = {row["id"] for row in self.leaves_below(named)}
        streams = [row for row in self.records["item"] if self.workstream(row) in objective["workstreams"]]
        serving |= {row["id"] for row in streams}
        efforts = {row["id"]: self.effort(row) for row in self.records["item"]}
        return sum(efforts[id_] for id_ in serving) / sum(efforts.values())

    # -- risks

    def score(self, risk: Row) -> int:
        """Probability times impact, each the level of the file's scale whose value lies nearest."""
        chances, delays = ([float(p) for p in self.programme[n].split()] for n in ("risk_chance", "risk_delay"))
        in_force = risk["response_date"] is not None and risk["response_date"] <= self.today.isoformat()

        def level(scale: list[float], value: float) -> int:
            return max(range(1, 6), key=lambda n: (-abs(scale[n - 1] - value), n))

        def impact(span: Any) -> int | None:
            return None if span is None else level(delays, self.mean_minutes(span, risk) / 480)

        chance = risk["chance"]
        p = risk["probability"] if chance is None else level(chances, chance)
        i = impact(risk["delay"]) or risk["impact"]
        after = risk["response_chance"] if in_force else None
        p = (risk["residual_probability"] if after is None else level(chances, after)) or p
        return int(p * ((in_force and impact(risk["response_delay"])) or risk["residual_impact"] or i))

    def mean_minutes(self, span: Any, risk: Row) -> float:
        """The mean of the beta distribution of a delay; one in percent is of the longest of its items."""
        best, likely, worst, *percent = span
        mean = (best + 4 * likely + worst) / 6
        longest = max((self.by_id[id_]["estimate"] or [0, 480, 0])[1] for id_ in risk["items"]) if percent else 100
        return float(mean * longest / 100)

    # -- decisions

    def totals(self, decision: Row) -> dict[str, float]:
        """Weighted mean of the scores of each option that is scored on every criterion, by key."""
        criteria = [row for row in self.records["criterion"] if row["decision"] == decision["id"]]
        totals = {}
        for option in (row for row in self.records["option"] if row["decision"] == decision["id"]):
            scores = {row["criterion"]: row["score"] for row in self.records["score"] if row["option"] == option["id"]}
            if criteria and all(row["id"] in scores for row in criteria):
                weighted = sum(row["weight"] * scores[row["id"]] for row in criteria)
                totals[option["key"]] = weighted / sum(row["weight"] for row in criteria)
        return totals

    def lead(self, decision: Row) -> float:
        best, second, *_ = sorted(self.totals(decision).values(), reverse=True)
        return best - second

    def share_of_weights(self, criterion: Row, change: float) -> float:
        return change / sum(
            row["weight"] for row in self.records["criterion"] if row["decision"] == criterion["decision"]
        )

    # -- incidents

    def minutes_after_detection(self, incident: Row, step: str) -> float:
        return minutes_between(incident["detected"], incident[step])

    def downtime(self, incident: Row, until: str) -> float:
        return minutes_between(incident["started"] or incident["detected"], incident["resolved"] or until)

    # -- money

    def spent(self) -> float:
        """By the status date: actual costs, and time logged at its amount or the rate of the person."""
        last = (self.programme["status_date"] or self.today.isoformat())[:10]
        costs = [row["actual"] or 0 for row in self.records["cost"] if (row["at"] or "") <= last]
        logged = [
            round(row["minutes"] / 60 * (self.by_id[row["person"]]["rate"] or 0), 2)
            if row["amount"] is None
            else row["amount"]
            for row in self.records["time_entry"] if row["day"] <= last
        ]  # fmt: skip
        return float(sum(costs) + sum(logged))

    def granted(self, category: str) -> float:
        if category == "Everything":
            return float(self.programme["budget"])
        rows = [row for row in self.records["budget"] if row["type"] == "budget"]
        return float(sum(row["amount"] for row in rows if row["category"] == category.lower()))

    def promised_to_suppliers(self, category: str) -> float:
        rows = self.records["cost"]
        if category != "Everything":
            rows = [row for row in rows if row["category"] == category.lower()]
        return float(sum(row["committed"] or 0 for row in rows))

    def contingency_used(self) -> int:
        """Percent of the contingency reserves that was drawn."""
        reserves = {row["id"]: row["amount"] for row in self.records["budget"] if row["type"] == "contingency reserve"}
        drawn = sum(row["amount"] for row in self.records["reserve_draw"] if row["reserve"] in reserves)
        return round(100 * drawn / sum(reserves.values()))

    def risks_retired(self) -> int:
        """Percent of the risks that are closed or have occurred."""
        states = [row["status"] for row in self.records["risk"]]
        return round(100 * sum(state != "open" for state in states) / len(states))


def minutes_between(first: str, last: str) -> float:
    return (datetime.fromisoformat(last[:16]) - datetime.fromisoformat(first[:16])).total_seconds() / 60
