"""The workflow state that a word of another program means; a state that is unknown joins the workflow."""

from collections import Counter

from tpm_tui.exchange.common.change_set import ChangeSet
from tpm_tui.exchange.common.import_result import StateQuestion
from tpm_tui.exchange.common.notations.foreign_words import CANCELLED_RESOLUTIONS, ISSUE_STATUSES, STATUS_CATEGORIES

_GROUPS = ("todo", "active", "done")


class _Evidence:
    """What the rows in one state say of it: whether they are finished, and the category they name."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.rows = 0
        self.finished = 0
        self.categories: Counter[str] = Counter()


class StatusIndex:
    """States by name. Rows are observed first, all of them, so that their order decides nothing."""

    def __init__(self, change_set: ChangeSet, header: str) -> None:
        """``header``: that of the column of states, under which an answer is remembered."""
        self._change_set = change_set
        self._header = header
        states = change_set.plan["state"]
        self._states = {str(n).lower(): str(n) for n in states.columns["name"]}
        self.groups = dict(change_set.plan.state_groups)
        self._orders = {
            str(g): max(
                int(o or 0) for o, h in zip(states.columns["order"], states.columns["group"], strict=True) if h == g
            )
            for g in states.columns["group"]
        }
        self._evidence: dict[str, _Evidence] = {}
        self._known: dict[str, str] = {}
        self.first_state = "backlog" if "backlog" in self.groups else self.first_of("todo")

    def first_of(self, group: str) -> str:
        """The first state of a group, in the order of the workflow; empty if there is none."""
        usual = {"active": "doing", "done": "done"}.get(group, "")
        if self.groups.get(usual) == group:
            return usual
        return next((s for s in self._change_set.plan.states if self.groups[s] == group), "")

    def observe(self, text: str, category: str, finished: bool, line: int) -> None:
        """Take one row into account for what its state, if it is unknown, will be."""
        evidence = self._evidence.get(text)
        if evidence is None:
            evidence = self._evidence[text] = _Evidence(line)
        evidence.rows += 1
        evidence.finished += finished
        group = STATUS_CATEGORIES.get(category.strip().lower()) if category else None
        if group:
            evidence.categories[group] += 1

    def state(self, text: str, resolution: str, meaning: str) -> str:
        """The state meant; ``meaning`` is what a person said of the word: a state, or the group of a new one."""
        state = self._known.get(text)
        if state is None:
            state = self._known[text] = self._find(text, meaning)
        given_up = resolution and resolution.strip().lower() in CANCELLED_RESOLUTIONS
        if given_up and self.groups[state] == "done" and "dropped" in self.groups:
            return "dropped"
        return state

    def _find(self, text: str, meaning: str) -> str:
        name = " ".join(text.split())
        word = name.lower()
        if meaning and meaning.lower() not in _GROUPS:
            chosen = self._states.get(meaning.lower())
            if chosen is None:
                known = ", ".join(self._states.values())
                raise ValueError(f"there is no state {meaning[:40]!r}; there are {known}, todo, active and done")
            return chosen
        state = self._states.get(word) or self._states.get(ISSUE_STATUSES.get(word, ""))
        if state and not meaning:
            return state
        if not word:
            return self.first_state
        if state and state.lower() == word and self.groups[state] != meaning.lower():
            self._regroup(state, meaning.lower())
        return state if state and self.groups[state] == meaning.lower() else self._new(name, meaning.lower())

    def _regroup(self, state: str, group: str) -> None:
        """A state that joined the workflow as something else: a person said by now what it means."""
        states = self._change_set.plan["state"]
        id_ = next(i for i, name in zip(states.ids, states.columns["name"], strict=True) if name == state)
        self._change_set.set("state", id_, {"group": group, "order": self._orders.setdefault(group, 0)})
        self._change_set.notes.append(f"state of the workflow: {state} is {group} now")
        self.groups[state] = group

    def _new(self, name: str, group: str) -> str:
        evidence = max(
            (e for text, e in self._evidence.items() if " ".join(text.split()) == name), key=lambda e: e.rows
        )
        said = bool(group)
        if not group and evidence.categories:
            group = min(evidence.categories, key=lambda g: (-evidence.categories[g], _GROUPS.index(g)))
            said = True
        if not group:
            finished = evidence.finished
            group = "todo" if not finished else "done" if finished == evidence.rows else "active"
        self._change_set.add(
            "state", {"name": name, "group": group, "order": self._orders.setdefault(group, 0)}, evidence.line
        )
        self._states[name.lower()], self.groups[name] = name, group
        self._change_set.notes.append(f"new state in the workflow: {name} ({group})")
        if not said:
            one = f"its one row is {'' if evidence.finished else 'not '}finished"
            why = one if evidence.rows == 1 else f"{evidence.finished} of {evidence.rows} rows are finished"
            question = StateQuestion(self._header, name, group, why)
            self._change_set.questions.append(question)
            self._change_set.assumed.append(f"state {name} is taken as {group}: {why}")
        return name
