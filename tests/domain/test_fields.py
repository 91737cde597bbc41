"""Records are frozen values with the fields their kind declares, whoever makes them."""

import copy
import pickle

import pytest
from msgspec import NODEFAULT
from msgspec.structs import replace

from tpm_tui.domain.fields import columns
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.kinds.risks_issues_decisions.risks import Risk


@pytest.fixture
def risk() -> Risk:
    return Risk(id="1", key="R-1", title="Vendor late", items=("2",))


def test_fields_that_are_not_given_are_as_declared(risk: Risk) -> None:
    for c in columns(Risk):
        if not c.required and c.name != "items":
            assert getattr(risk, c.name) == c.default
    assert risk.items == ("2",)


def test_records_of_the_same_values_are_equal_and_others_are_not(risk: Risk) -> None:
    assert risk == Risk(id="1", key="R-1", title="Vendor late", items=("2",))
    assert risk != replace(risk, impact=5)
    assert risk != KINDS["term"].record(id="1", key="R-1", term="x")  # type: ignore[call-arg]
    assert len({risk, copy.copy(risk)}) == 1


def test_a_record_never_changes(risk: Risk) -> None:
    with pytest.raises(AttributeError):
        risk.title = "other"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del risk.title
    assert not hasattr(risk, "__dict__")


def test_a_field_that_lacks_or_is_not_there_is_named() -> None:
    with pytest.raises(TypeError, match="title"):
        Risk(id="1", key="R-1")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="bogus"):
        Risk(id="1", key="R-1", title="x", bogus=1)  # type: ignore[call-arg]


def test_copies_are_equal(risk: Risk) -> None:
    assert copy.deepcopy(risk) == pickle.loads(pickle.dumps(risk)) == risk
    assert "Vendor late" in repr(risk)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_kind_has_its_own_slots_alone(kind) -> None:  # type: ignore[no-untyped-def]
    required = {c.name: "x" for c in kind.columns if c.required}
    made = kind.record(**required)
    assert not hasattr(made, "__dict__")
    assert all(getattr(made, c.name) is not NODEFAULT for c in kind.columns)
