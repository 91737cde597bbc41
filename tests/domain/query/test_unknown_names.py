"""Names in a filter that nothing has."""

from datetime import date

import pytest

from support.plans import plan_of
from tpm_tui.domain.query.sheet_of_records import Sheet
from tpm_tui.domain.query.syntax import parse_filter
from tpm_tui.domain.query.unknown_names import explain_filter, unknown_names
from tpm_tui.domain.text.dates import InputContext

PLAN = plan_of(
    [
        ("person", "ana", {"name": "Ana Ruiz"}),
        ("workstream", "w", {"name": "Fences"}),
        ("sprint", "s", {"name": "Sprint 1"}),
        ("item", "a", {"title": "Dig", "owner": "ana", "tags": ("wood",)}),
        ("item", "b", {"title": "Paint", "parent": "a"}),
        ("risk", "r", {"title": "Rain", "items": ("a",)}),
    ]
)
SHEET = Sheet(PLAN, InputContext(date(2026, 11, 23)))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("owner:zzz", ["no person is called 'zzz'"]),
        ("owner:ana,zzz,Zed", ["no person is called 'zzz'", "no person is called 'Zed'"]),
        ("-owner:zzz or (owner:zzz dig)", ["no person is called 'zzz'"]),
        ("workstream:roof sprint:9", ["no workstream is called 'roof'", "no sprint is called '9'"]),
        ("parent:T-9", ["no item is called 'T-9'"]),
        ("tag:iron", ["no item has 'iron' in its tags"]),
        ("key:T-9", ["no item has the key 'T-9'"]),
        ("owner:an workstream:fence sprint:1 parent:T-1 parent:dig tag:wood key:t-2", []),
        ("owner:none sprint:any parent: due<2w status:open type:story zzz", []),
    ],
)
def test_each_is_named_once_in_the_order_of_the_filter(text: str, sentences: list[str]) -> None:
    assert unknown_names(parse_filter(text), SHEET, "item") == sentences


def test_a_register_names_what_its_records_lead_to() -> None:
    assert unknown_names(parse_filter("items:T-9"), SHEET, "risk") == ["no item is called 'T-9'"]
    assert explain_filter("items:T-1 owner:zzz", SHEET, "risk").endswith(" ─ no person is called 'zzz'")
