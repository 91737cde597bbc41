"""What other programs' registers call the fields and values of records, all in lower case."""

import re
from collections.abc import Mapping, Sequence

from tpm_tui.domain.kinds import KINDS
from tpm_tui.exchange.common.notations.foreign_words import ISSUE_PRIORITIES, ISSUE_TYPES


def _words(**groups: str) -> dict[str, str]:
    return {word: ours for ours, words in groups.items() for word in words.split("|")}


#: Kind -> header -> field.
HEADER_SYNONYMS: dict[str, dict[str, str]] = {
    "item": {
        "summary": "title", "name": "title", "task": "title", "task name": "title", "subject": "title",
        "assignee": "owner", "assigned to": "owner", "due date": "deadline", "deadline": "deadline",
        "description": "notes", "effort": "estimate", "duration": "estimate", "labels": "tags", "label": "tags",
        "issue key": "key", "issue id": "id", "state": "status", "points": "points", "start date": "constraint_date",
        "% complete": "progress", "percent complete": "progress", "stream": "workstream", "number": "key",
    },
    "person": _words(
        name="full name|employee|resource name", function="role", rate="hourly rate|rate per hour",
        email="e-mail|email address|mail",
    ),
    "risk": _words(
        title="risk|risk title|risk name|risk event|summary|name",
        notes="description|comments|mitigation|mitigation plan",
        probability="likelihood|probability rating|probability score|p", impact="severity|impact rating|impact score|i",
        response="response strategy|strategy|response type|treatment", owner="risk owner|assigned to|assignee",
        status="risk status|state", category="risk category", review_by="review date|next review",
        trigger="triggers|early warning", contingency="contingency|fallback|fallback plan", effect="consequence",
    ),
    "stakeholder": _words(
        name="stakeholder|stakeholder name|full name", organisation="company|organization|department",
        power="influence|power/influence", role="title|position|job title", notes="description|comments",
        channel="preferred channel|communication method", cadence="frequency", desired="desired engagement",
        engagement="current engagement|attitude|support",
    ),
    "issue": _words(
        title="issue|issue title|summary|name", notes="description|comments", owner="assigned to|assignee|issue owner",
        raised_on="date raised|raised|opened|reported", raised_by="reported by", needed_by="due date|target date|due",
        resolved_on="date closed|closed|resolved|date resolved", status="state", type="issue type|category",
    ),
    "action": _words(
        title="action|action item|task|summary|name", notes="description|comments", due="due date|deadline|target date",
        owner="assigned to|assignee|responsible", done="status|state|completed|complete",
    ),
}  # fmt: skip


def title_synonyms(kind: str) -> dict[str, str]:
    """Header -> field of what a record is called, by everyday words for it and by the kind's own name."""
    title = KINDS[kind].title
    return dict.fromkeys((KINDS[kind].label.lower(), "title", "name", "summary"), title) if title else {}


_LEVELS = {
    "1": "very low|negligible|rare|remote|insignificant|vl|sehr gering|sehr niedrig|très faible|muy bajo|muy baja",
    "2": "low|unlikely|minor|l|gering|niedrig|faible|bajo|baja",
    "3": "medium|moderate|possible|m|med|mittel|moyen|moyenne|medio|media",
    "4": "high|likely|probable|major|significant|h|hoch|élevé|élevée|alto|alta",
    "5": "very high|almost certain|certain|critical|severe|catastrophic|extreme|vh|sehr hoch|très élevé|muy alto|"
    "muy alta",
}
_LEVEL = {word: level for level, words in _LEVELS.items() for word in words.split("|")}
_NUMBERED = re.compile(r"([1-5])\s*[-–:(.].*", re.S)

#: (kind, field) -> a word of other programs -> ours; used where the file has no such word itself.
FOREIGN_VALUES: dict[tuple[str, str], Mapping[str, str]] = {
    ("item", "type"): ISSUE_TYPES,
    ("item", "priority"): ISSUE_PRIORITIES,
    ("risk", "probability"): _LEVEL,
    ("risk", "impact"): _LEVEL,
    ("stakeholder", "power"): _LEVEL,
    ("stakeholder", "interest"): _LEVEL,
    ("risk", "response"): _words(
        reduce="mitigate|mitigation|treat|reduction|vermindern|réduire",
        accept="tolerate|retain|acceptance|akzeptieren",
        avoid="terminate|avoidance|vermeiden", transfer="insure|transference",
    ),
    ("risk", "status"): _words(
        open="new|active|identified|monitoring|in progress|offen", occurred="realised|realized|materialised|issue",
        closed="retired|resolved|mitigated|done|geschlossen",
    ),
    ("issue", "status"): _words(open="new|in progress|active|offen", resolved="closed|done|fixed|complete|completed",
                                refused="rejected|declined"),
    ("issue", "type"): {"change request": "request for change", "change": "request for change", "blocker": "impediment",
                        "issue": "problem"},
    ("action", "done"): _words(yes="done|closed|complete|completed|finished|erledigt",
                               no="open|new|in progress|to do|todo|not started|pending|offen"),
    ("stakeholder", "engagement"): _words(supportive="supporter|positive", resistant="opponent|negative|blocker",
                                          leading="champion|leader"),
}  # fmt: skip


def our_word(kind: str, field: str, word: str) -> str:
    """What a word of another program's register is here, as it is typed; empty if it is none that is known."""
    words = FOREIGN_VALUES.get((kind, field))
    if words is None:
        return ""
    if words is _LEVEL and (match := _NUMBERED.fullmatch(word)):
        return match[1]
    return words.get(word, "")


def reads_as_chance(cells: Sequence[str]) -> bool:
    """Whether a column of probabilities says percentages, or shares of one, rather than levels of 1 to 5."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    shares = sum(cell.endswith("%") or re.fullmatch(r"0?[.,]\d+", cell) is not None for cell in filled)
    return bool(filled) and shares * 2 > len(filled)


def as_percent(cell: str) -> str:
    """A share of one as a percentage, ``0.3`` as ``30``; what is none as it stands."""
    bare = cell.strip().replace(",", ".")
    return f"{float(bare) * 100:g}" if re.fullmatch(r"[01]?\.\d+", bare) else cell.strip().removesuffix("%").strip()
