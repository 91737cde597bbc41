"""What a file keeps of how it is used: saved views, fields that the user added, columns of imports."""

from typing import Annotated

from tpm_tui.domain.fields import Field, Record


class SavedView(Record, frozen=True, kw_only=True):
    """A saved way to look at a kind of record: filter, sort, columns."""

    name: Annotated[str, Field("Name", width=20)]
    kind: Annotated[str, Field("Kind", width=12, format="kind")] = "item"
    filter: Annotated[str, Field("Filter", width=40)] = ""
    sort: Annotated[str, Field("Sort", width=20)] = ""
    columns: Annotated[tuple[str, ...], Field("Columns", width=40)] = ()


#: Names of what the program itself calculates of an item: no field that a user adds may have one.
CALCULATED_FIELDS = frozenset(
    {
        "start", "finish", "early_start", "early_finish", "late_start", "late_finish", "total_slack", "free_slack",
        "critical", "criticality", "p80", "start_variance", "finish_variance", "done_share", "waits", "blocked",
        "blocked_days", "overdue", "open_checks",
    }
)  # fmt: skip


class CustomField(Record, frozen=True, kw_only=True):
    """A named, typed field that the user added to items."""

    name: Annotated[str, Field("Name", width=16, format="word")]
    type: Annotated[str, Field("Type", width=8, choices=("text", "number", "date", "choice"))] = "text"
    choices: Annotated[tuple[str, ...], Field("Choices", width=30)] = ()


class ImportMapping(Record, frozen=True, kw_only=True):
    """How the columns of an imported table were matched to fields, remembered for the next import."""

    name: Annotated[str, Field("Name", width=20)]
    kind: Annotated[str, Field("Kind", width=12, format="kind")] = "item"
    pairs: Annotated[str, Field("Columns to fields", width=60, format="object")] = "{}"
