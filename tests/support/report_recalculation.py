"""What a report says in figures, worked out once more from the exported file and its journal: nothing here is tpm's."""

import json
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

    def blocked_days(self, item: Row) -> int:
        """Working days since an item was marked, else since it came into the state of that name, else into the file."""
        moves = [
            local(entry["time"])
            for entry in self.journal
            for edit in entry["edits"]
            if edit["kind"] == "item" and edit["id"] == item["id"] and (edit["after"] or {}).get("status") == "blocked"
        ]
        return self.weekdays_since(item["blocked_since"] or (moves[-1] if moves else item["created"]))

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

    def assumed(self) -> int:
        """Open pieces of work that nobody estimated."""
        return len([
            row for row in self.records["item"]
            if row["id"] not in self.below and row["type"] != "milestone"
            and not self.is_done(row) and not self.is_dropped(row)
            and ((row["estimate"] or row["remaining"]) is None or row["estimate_basis"] != "estimated")
        ])  # fmt: skip

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

    # -- hand-offs

    def states_of(self, item: Row) -> list[tuple[str, str]]:
        """(moment, group) of each state that the journal gives an item, oldest first; local."""
        return [
            (local(entry["time"]), self.groups[edit["after"].get("status", "backlog")])
            for entry in self.journal
            for edit in entry["edits"]
            if edit["kind"] == "item" and edit["id"] == item["id"] and edit["after"] is not None
            and (edit["before"] is None or "status" in edit["after"])
        ]  # fmt: skip

    def taken_up(self, item: Row) -> str | None:
        """By the actual start that somebody said, else by the journal."""
        return item["actual_start"] or next((moment for moment, group in self.states_of(item) if group != "todo"), None)

    def finished(self, item: Row) -> str | None:
        """By the actual finish that somebody said, else when it came to be done for the last time, if it is."""
        if item["actual_finish"]:
            return str(item["actual_finish"])
        moment, last = None, ""
        for at, group in self.states_of(item):
            moment, last = (at if last != "done" else moment, group)
        return moment if last == "done" and not self.is_dropped(item) else None

    def hand_offs(self, pair: str) -> tuple[list[float], list[str]]:
        """Of work that one function finished and another takes up: minutes of each wait that is over, rising; keys of
        what waits."""
        over, waiting = [], []
        for link in self.records["link"]:
            first, second = self.by_id[link["predecessor"]], self.by_id[link["successor"]]
            if link["type"] != "FS" or f"{first['function']} to {second['function']}" != pair:
                continue
            released, taken = self.finished(first), self.taken_up(second)
            if released is None or self.is_dropped(second):
                continue
            if taken is None:
                waiting.append(second["key"])
            else:
                over.append(max(0.0, minutes_between(released, taken)))
        return sorted(over), waiting

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

    def estimate_at_completion(self) -> float:
        """Budget at completion of the baseline over CPI; of what belongs to no item, as much is earned as planned."""
        (baseline,) = self.records["baseline"]
        rows = [row for row in self.records["baseline_entry"] if row["baseline"] == baseline["id"]]
        other = sum(float(amount) for _, amount in json.loads(baseline["other_costs"]))
        last = (self.programme["status_date"] or self.today.isoformat())[:10]
        begin, end = min(row["start"] for row in rows), max(row["finish"] for row in rows)
        calendar = json.loads(baseline["calendars"])[0]
        passed = working_minutes(calendar, begin, f"{last}T23:59") / working_minutes(calendar, begin, end)
        earned = other * passed + sum(row["own_cost"] * self.share_done(row["item_id"]) for row in rows)
        return (other + sum(row["own_cost"] for row in rows)) * self.spent() / earned

    def share_done(self, item_id: str) -> float:
        """All of what is finished, else the percentage that somebody said; of a parent that of the work below it, in
        whole percent and 99 at most while any of it is open."""
        item = self.by_id.get(item_id)
        if item is None:
            return 0
        if item_id not in self.below:
            finished = self.is_done(item) and item["status"] != "dropped"
            return 1 if finished else float(item["progress"] / 100)
        weights = {
            row["id"]: 0 if self.is_dropped(row) or row["type"] == "milestone" else (row["estimate"] or [0, 480])[1]
            for row in self.leaves_below({item_id})
        }
        done = sum(weight * self.share_done(id_) for id_, weight in weights.items())
        return min(0.99, round(100 * done / sum(weights.values())) / 100)

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


def local(moment: str) -> str:
    """A stamp of the journal as the wall clock here shows it."""
    return datetime.fromisoformat(moment).astimezone().replace(tzinfo=None).isoformat(timespec="minutes")


def working_minutes(calendar: Mapping[str, Any], first: str, last: str) -> float:
    """Minutes of work between two local moments, by hours a weekday (minutes of the day) and days that differ."""
    begin, end = datetime.fromisoformat(first), datetime.fromisoformat(last)
    total = 0.0
    for number in range((end.date() - begin.date()).days + 1):
        day = begin.date() + timedelta(days=number)
        midnight = datetime(day.year, day.month, day.day)
        for opens, closes in calendar["exceptions"].get(day.isoformat(), calendar["week"][day.weekday()]):
            from_, to = midnight + timedelta(minutes=opens), midnight + timedelta(minutes=closes)
            total += max(0.0, (min(end, to) - max(begin, from_)).total_seconds() / 60)
    return total


def minutes_between(first: str, last: str) -> float:
    return (datetime.fromisoformat(last[:16]) - datetime.fromisoformat(first[:16])).total_seconds() / 60
