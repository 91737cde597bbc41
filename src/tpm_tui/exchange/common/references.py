"""Which record a cell means: by key, id, the name it had elsewhere, or what it is called."""

import json
import re
from collections.abc import Callable, Iterator, Mapping

from tpm_tui.domain.fields import Column
from tpm_tui.domain.plan.kind_table import Table
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text import field_values
from tpm_tui.domain.text.field_values import NewReference, ValidationError
from tpm_tui.domain.values.codec import Stored

_SPLIT = re.compile(r"\s*[,;]\s*")
#: Kinds of which an import makes a record from a name, beside those of which a person does.
_CREATED_BY_IMPORT = frozenset({"sprint"})
#: Two records go by this name.
_AMBIGUOUS = ""


class ReferenceResolver:
    """Finds records of a plan, and of the file that is being read, by what a cell says.

    A person or the like that a cell names for the first time is one to be made: :meth:`pending_references` lists them.
    """

    def __init__(self, plan: Plan, new_id: Callable[[], str]) -> None:
        self._plan = plan
        self._exact: dict[str, dict[str, str]] = {}
        self._titles: dict[str, dict[str, str]] = {}
        self._answers: dict[tuple[str, str, str], str | ValidationError] = {}
        self._new_id = new_id
        self._named: dict[str, tuple[str, str]] = {}

    def add_pending(self, kind: str, id_: str, key: str, source: str, title: str) -> None:
        """Make known a record that the file brings."""
        exact, titles = self._maps(kind)
        for name in (key.upper(), id_, source):
            if name:
                exact[name] = id_
        if title and titles.setdefault(title.lower(), id_) != id_:
            titles[title.lower()] = _AMBIGUOUS

    def read(self, column: Column, text: str) -> Stored:
        """The stored value of a cell that points at one record or several. ValidationError if one is not found."""
        bare = text.strip()
        if not column.many:
            return self._one(column, bare)
        if bare.startswith("["):
            try:
                parts = [str(p) for p in json.loads(bare)]
            except (ValueError, TypeError, RecursionError):
                raise ValidationError(f"{bare[:40]!r} is no list", column.name) from None
        else:
            parts = [p for p in _SPLIT.split(bare) if p]
        ids = dict.fromkeys(self._one(column, p) for p in parts)
        return json.dumps(list(ids), ensure_ascii=False, separators=(",", ":"))

    def _one(self, column: Column, word: str) -> str:
        place = column.ref, column.label, word
        answer = self._answers.get(place)
        if answer is None:
            try:
                answer = self._find(column, word)
            except ValidationError as problem:
                answer = problem
            self._answers[place] = answer
        if isinstance(answer, ValidationError):
            raise answer
        return answer

    def _find(self, column: Column, word: str) -> str:
        kind = column.ref
        exact, titles = self._maps(kind)
        known = exact.get(word) or exact.get(word.upper()) or titles.get(word.lower())
        if known:
            return known
        try:
            name = field_values.resolve_or_new(kind, word, self._plan)
        except field_values.UnknownReference:
            if kind not in _CREATED_BY_IMPORT or not any(c.isalpha() for c in word):
                raise
            name = NewReference(" ".join(word.split()))
        if not isinstance(name, NewReference):
            return name
        field_values.require_own_register(column, name, self._plan)
        id_ = titles[name.lower()] = self._new_id()
        self._named[id_] = (kind, str(name))
        return id_

    def pending_references(self, values: Mapping[str, Stored]) -> Iterator[tuple[str, str, str]]:
        """(kind, id, name) of what values point at that is still to be made, each once."""
        for id_ in [i for i in self._named if any(isinstance(s, str) and i in s for s in values.values())]:
            kind, name = self._named.pop(id_)
            yield kind, id_, name

    def _maps(self, kind: str) -> tuple[dict[str, str], dict[str, str]]:
        if kind not in self._exact:
            table = self._plan[kind]
            exact: dict[str, str] = {id_: id_ for id_ in table.ids}
            if "source_id" in table.columns:
                exact |= {str(s): i for s, i in zip(table.columns["source_id"], table.ids, strict=True) if s}
            exact |= {str(k).upper(): i for k, i in zip(table.columns["key"], table.ids, strict=True)}
            self._exact[kind], self._titles[kind] = exact, _by_title(table)
        return self._exact[kind], self._titles[kind]


def _by_title(table: Table) -> dict[str, str]:
    """Records by what they are called, in lower case; those that share a name under none."""
    ids: dict[str, str] = {}
    for title, id_ in zip(table.columns[table.kind.title], table.ids, strict=True):
        name = str(title or "").lower()
        if name and ids.setdefault(name, id_) != id_:
            ids[name] = _AMBIGUOUS
    return ids


class ReferenceLabels:
    """How cells name records: people and the like by name where that means one record only, the rest by key."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._of_kind: dict[str, dict[str, str]] = {}

    def write(self, column: Column, stored: Stored) -> str:
        """The text of a reference, or of several; :meth:`ReferenceResolver.read` finds the same records."""
        if not stored or stored == "[]":
            return ""
        labels = self._labels(column.ref)
        ids = json.loads(str(stored)) if column.many else [str(stored)]
        return ", ".join(labels.get(id_, id_) for id_ in ids)

    def _labels(self, kind: str) -> dict[str, str]:
        if kind not in self._of_kind:
            table = self._plan[kind]
            labels = dict(zip(table.ids, map(str, table.columns["key"]), strict=True))
            if table.kind.title == "name":
                keys = {k.upper() for k in labels.values()}
                for id_ in _by_title(table).values():
                    text = str(table.value(id_, "name")) if id_ else ""
                    plain = text == text.strip() and not _SPLIT.search(text) and not text.startswith("[")
                    if text and plain and text.upper() not in keys and text not in table and text.upper() not in table:
                        labels[id_] = text
            self._of_kind[kind] = labels
        return self._of_kind[kind]
