"""What an item comes after, as it is being typed: several items, each with a type and a lag."""

import re
from collections.abc import Sequence

from tpm_tui.commands.input.field_input import FieldInput, InputSource, Suggestion
from tpm_tui.commands.schedule.links import begins_predecessor, parse_predecessors, show_lag
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.kinds.schedule.items import LINK_TYPES, LINK_WORDS

_EXAMPLES = "T-12 · T-12 SS +2d with its start, two days later · T-12 +3ed by the clock · several: T-3 T-5 FS+2d"


class PredecessorInput:
    """A `LineInput` for links as :func:`parse_predecessors` reads them: ``T-12 SS +2d``."""

    hint = ""
    is_free_text = False

    def __init__(self, source: InputSource, text: str = "") -> None:
        self._source = source
        self.text = text

    def parse(self, text: str) -> str:
        """The text: links are read in the transaction that makes them."""
        return text

    def describe(self, text: str) -> str:
        """How links would be taken, in words; examples for none. ValidationError if they cannot be."""
        if not text.strip():
            return _EXAMPLES
        plan, context = self._source.plan, self._source.context
        return "; ".join(
            f"{plan.label('item', item)} {plan.title('item', item)} · "
            f"{LINK_WORDS[type_]} {show_lag(lag, unit, context)}".rstrip()
            for item, type_, lag, unit in parse_predecessors(text, plan, context)
        )

    def suggest(self, text: str) -> Sequence[Suggestion]:
        """Items for the words behind the last key, type or lag; types behind a key."""
        head, tail = self._split_last(text)
        keyed = bool(head.strip()) and begins_predecessor(head.split()[-1], self._source.plan)
        types = [(type_, LINK_WORDS[type_]) for type_ in LINK_TYPES if keyed and type_.startswith(tail.upper())]
        if keyed and not tail:
            return types if text.endswith(" ") else ()
        items = FieldInput(KINDS["item"].column("parent"), self._source)
        return [*types, *(items.suggest(tail) if tail or not head.strip() else ())]

    def complete(self, text: str, option: str) -> str:
        """The text with an option in the place of what stands behind the last key, type or lag."""
        return self._split_last(text)[0] + option

    def _split_last(self, text: str) -> tuple[str, str]:
        """What is typed up to the last key, type, lag or comma with the blank behind it, and the words that follow."""
        end = 0
        for match in re.finditer(r"[^\s,;]+[,;]?", text):
            word = match[0]
            complete = begins_predecessor(word, self._source.plan) or word.upper() in LINK_TYPES or word[0] in "+-"
            if word[-1] in ",;" or (complete and not text.endswith(word)) or (complete and match.end() < len(text)):
                end = match.end()
        while end < len(text) and text[end] == " ":
            end += 1
        return text[:end], text[end:]
