"""Definitions of done: the checks that a protocol asks for, and which of them an item of a type gets by itself."""

from collections.abc import Collection, Iterator

from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.kinds.quality.checks import CHECK_TYPES
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.plan.record_view import RecordView
from tpm_tui.domain.values.codec import load_value


def protocol_checks(text: str) -> list[tuple[str, str]]:
    """(type, title) of each line of a protocol; without a type in front it is an acceptance criterion."""
    checks = []
    for line in text.splitlines():
        type_, colon, title = line.strip().lstrip("*-").strip().partition(":")
        if colon and type_.strip().casefold() in CHECK_TYPES and title.strip():
            checks.append((type_.strip().casefold(), title.strip()))
        elif line.strip().lstrip("*-").strip():
            checks.append((CHECK_TYPES[0], line.strip().lstrip("*-").strip()))
    return checks


def definitions_of_done(plan: Plan) -> Iterator[tuple[str, tuple[str, ...], list[tuple[str, str]]]]:
    """(id of the protocol, the types of item it is the definition of done of, its checks), those that name a type."""
    column = KINDS["protocol"].column("item_types")
    for id_ in plan["protocol"].ids:
        types = load_value(column, plan.value("protocol", id_, "item_types"))
        if types:
            yield id_, types, protocol_checks(str(plan.value("protocol", id_, "checks")))


def open_checks(view: RecordView, item: str) -> list[str]:
    """Ids of an item's checks that are neither passed nor waived."""
    checks: Collection[str] = view.ids_by_reference("check", "item").get(item, ())
    return [check for check in checks if view.value("check", check, "state") not in ("passed", "waived")]
