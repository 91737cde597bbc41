"""The question for what an item comes after: several items, each with a type and a lag."""

import re
from collections.abc import Callable, Sequence

from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.widgets.prompts.field_prompts import field_suggestions
from tpm_tui.app.widgets.prompts.prompt import Prompt, Suggestion
from tpm_tui.commands.plan.links import begins_predecessor, parse_predecessors, show_lag
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.kinds.work.items import LINK_TYPES, LINK_WORDS

_EXAMPLES = "T-12 · T-12 SS +2d with its start, two days later · T-12 +3ed by the clock · several: T-3 T-5 FS+2d"


def describe_predecessors(session: WorkspaceSession, text: str) -> str:
    """How links typed as ``T-12 SS +2d`` would be taken, in words; Refused if they cannot be."""
    if not text.strip():
        return _EXAMPLES
    described = []
    for item, type_, lag, unit in parse_predecessors(text, session.plan, session.context):
        name = f"{session.plan.label('item', item)} {session.plan.title('item', item)}"
        described.append(f"{name} · {LINK_WORDS[type_]} {show_lag(lag, unit, session.context)}".rstrip())
    return "; ".join(described)


def predecessor_suggestions(session: WorkspaceSession) -> Callable[[str], Sequence[Suggestion]]:
    """Items for the words behind the last key, type or lag; types behind a key."""
    items = field_suggestions(session, KINDS["item"].column("parent"))

    def offer(text: str) -> Sequence[Suggestion]:
        head, tail = _split_last(session, text)
        keyed = bool(head.strip()) and begins_predecessor(head.split()[-1], session.plan)
        types = [(type_, LINK_WORDS[type_]) for type_ in LINK_TYPES if keyed and type_.startswith(tail.upper())]
        if keyed and not tail:
            return types if text.endswith(" ") else ()
        return [*types, *(items(tail) if tail or not head.strip() else ())]

    return offer


def complete_predecessor(session: WorkspaceSession, text: str, option: str) -> str:
    """The text with an option in the place of what stands behind the last key, type or lag."""
    return _split_last(session, text)[0] + option


def _split_last(session: WorkspaceSession, text: str) -> tuple[str, str]:
    """What is typed up to the last key, type, lag or comma with the blank behind it, and the words that follow."""
    end = 0
    for match in re.finditer(r"[^\s,;]+[,;]?", text):
        word = match[0]
        complete = begins_predecessor(word, session.plan) or word.upper() in LINK_TYPES or word[0] in "+-"
        if word[-1] in ",;" or (complete and not text.endswith(word)) or (complete and match.end() < len(text)):
            end = match.end()
    while end < len(text) and text[end] == " ":
        end += 1
    return text[:end], text[end:]


def predecessor_prompt(session: WorkspaceSession, label: str, text: str = "", problem: str = "") -> Prompt:
    """A question for what an item comes after, and how."""
    return Prompt(
        label,
        text=text,
        check=lambda typed: describe_predecessors(session, typed),
        suggest=predecessor_suggestions(session),
        problem=problem,
        complete=lambda typed, option: complete_predecessor(session, typed, option),
    )
