"""The words of Jira exports: headers, types, states, priorities, kinds of links. All in lower case."""

import re

#: Header (without ``Custom field (…)``) -> what it fills. The first that holds a value wins where several fill one.
JIRA_HEADERS = {
    "summary": "title", "title": "title",
    "issue key": "key", "key": "key", "issuekey": "key", "work item key": "key",
    "issue id": "id", "id": "id", "work item id": "id",
    "issue type": "type", "issuetype": "type", "type": "type", "work type": "type", "work item type": "type",
    "status": "status", "status category": "category", "priority": "priority", "resolution": "resolution",
    "assignee": "owner", "assignee id": "owner_id", "reporter": "reporter", "reporter id": "reporter_id",
    "resolved": "finish", "resolution date": "finish", "due date": "due", "due": "due", "duedate": "due",
    "start date": "start", "planned start": "start", "target start": "start", "actual start": "start",
    "labels": "labels", "label": "labels", "components": "components", "component": "components",
    "component/s": "components", "fix versions": "versions", "fix version": "versions", "fix version/s": "versions",
    "description": "notes", "original estimate": "estimate", "remaining estimate": "remaining", "time spent": "spent",
    "story points": "points", "story point estimate": "points", "epic link": "epic",
    "parent": "parent", "parent id": "parent", "parent key": "parent", "parent link": "parent",
    "sprint": "sprint", "comment": "comments", "comments": "comments",
}  # fmt: skip

#: What each filling means in words; the keys are also what a person may map a header to.
FIELD_LABELS = {
    "title": "Title", "key": "Source id: finds the item at the next import", "id": "finds parents by number",
    "type": "Type", "status": "Status", "category": "group of states that are new", "priority": "Priority",
    "resolution": "Status, where it was dropped", "owner": "Owner", "owner_id": "names of those who commented",
    "reporter": "custom field reporter", "reporter_id": "names of those who commented", "finish": "Actual finish",
    "due": "Due", "start": "Actual start, or not before while it waits", "labels": "Tags",
    "components": "Workstream; further ones tags", "versions": "Releases", "notes": "Notes", "estimate": "Estimate",
    "remaining": "Remaining", "spent": "Progress", "points": "Story points", "epic": "Parent, where there is no other",
    "parent": "Parent", "sprint": "Sprint, the last one named", "comments": "Comments",
}  # fmt: skip

#: Those that take every column of their name; the others take the first that is not empty.
MULTI_VALUED = frozenset({"labels", "components", "versions", "sprint", "comments", "parent"})

ISSUE_TYPES = {
    "epic": "epic", "feature": "epic", "story": "story", "user story": "story", "new feature": "story",
    "improvement": "story", "enhancement": "story", "task": "task", "sub-task": "task", "subtask": "task",
    "technical task": "task", "bug": "bug", "defect": "bug", "sub-bug": "bug", "spike": "spike", "research": "spike",
    "initiative": "initiative", "theme": "initiative", "objective": "initiative", "programme": "initiative",
    "program": "initiative", "milestone": "milestone",
}  # fmt: skip

ISSUE_PRIORITIES = {
    "highest": "highest", "blocker": "highest", "critical": "highest", "p0": "highest", "p1": "highest",
    "urgent": "highest", "high": "high", "major": "high", "p2": "high", "medium": "medium", "normal": "medium",
    "p3": "medium", "low": "low", "minor": "low", "p4": "low", "lowest": "lowest", "trivial": "lowest", "p5": "lowest",
    "none": "medium", "not set": "medium",
}  # fmt: skip

#: Jira's usual states -> the states every file starts with; used where the file's workflow has that state.
ISSUE_STATUSES = {
    "to do": "backlog", "todo": "backlog", "open": "backlog", "new": "backlog", "reopened": "backlog",
    "selected for development": "ready", "ready for development": "ready", "ready for dev": "ready",
    "in progress": "doing", "in development": "doing", "implementing": "doing", "in work": "doing",
    "in review": "review", "code review": "review", "under review": "review", "in test": "review",
    "testing": "review", "in testing": "review", "qa": "review", "in qa": "review", "verifying": "review",
    "on hold": "blocked", "waiting": "blocked", "impeded": "blocked",
    "closed": "done", "resolved": "done", "complete": "done", "completed": "done", "released": "done",
    "won't do": "dropped", "wont do": "dropped", "cancelled": "dropped", "canceled": "dropped",
    "rejected": "dropped", "declined": "dropped", "abandoned": "dropped", "duplicate": "dropped",
}  # fmt: skip

STATUS_CATEGORIES = {
    "to do": "todo", "new": "todo", "undefined": "todo", "no category": "todo", "in progress": "active",
    "indeterminate": "active", "done": "done", "complete": "done",
}  # fmt: skip

#: Resolutions of work that was given up rather than finished.
CANCELLED_RESOLUTIONS = frozenset({
    "won't do", "won't fix", "wont do", "wont fix", "duplicate", "cannot reproduce", "declined", "not a bug",
    "invalid", "incomplete", "abandoned", "cancelled", "canceled", "rejected", "obsolete",
})  # fmt: skip

#: Names of issue links that say an order -> (link type, whether the outward end comes first).
LINK_TYPES = {
    "blocks": ("FS", True), "blocker": ("FS", True), "blocked": ("FS", True), "dependency": ("FS", False),
    "depends": ("FS", False), "dependent": ("FS", False), "depends on": ("FS", False),
    "gantt end to start": ("FS", True), "gantt start to start": ("SS", True), "gantt end to end": ("FF", True),
    "gantt start to end": ("SF", True),
}  # fmt: skip

_CUSTOM = re.compile(r"custom field \((.*)\)", re.I | re.S)
_LINK = re.compile(r"(inward|outward) (?:issue|work item) link \((.*)\)", re.I | re.S)


def field_of(header: str) -> str:
    """What a header fills, ``inward:blocks`` or ``outward:blocks`` for a link, empty if nothing."""
    word = header.strip().lower()
    link = _LINK.fullmatch(word)
    if link:
        return f"{link[1]}:{link[2]}"
    custom = _CUSTOM.fullmatch(word)
    return JIRA_HEADERS.get(custom[1].strip() if custom else word, "")


def field_label(target: str) -> str:
    """What a target means, for the preview."""
    _, colon, name = target.partition(":")
    if not colon:
        return FIELD_LABELS.get(target, "ignored")
    if name in LINK_TYPES:
        return f"Links {LINK_TYPES[name][0]}"
    return f"not imported: {name!r} says no order"
