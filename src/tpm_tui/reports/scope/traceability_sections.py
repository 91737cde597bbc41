"""Traceability as sections: needs by the state they are in, then work that answers none."""

from collections.abc import Mapping, Sequence

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.scope.conflicting_requirements import collision_text, collisions
from tpm_tui.planning.scope.traceability import Coverage
from tpm_tui.planning.scope.traceability_matrix import trace_matrix_back
from tpm_tui.reports.report import Section, SectionBuilder

#: What needs somebody first.
_ORDER = ("uncovered", "orphaned", "outdated", "duplicate", "partly", "covered")
#: Lines of one state, and of the work that answers no need.
_MOST = 200


def coverage_sections(plan: Plan, needs: Sequence[Coverage], untraced: Sequence[str]) -> list[Section]:
    """``untraced``: keys of items. Each line leads to its need, or item."""
    sections, colliding = [], collisions(plan)
    for state in _ORDER:
        chosen = [need for need in needs if need.state == state]
        made = SectionBuilder(state, f"{state.capitalize()} {len(chosen)}", _MOST)
        for need in chosen:
            record = plan.find_key(need.key)
            if record is not None:
                made.add(f"{need.key} {plan.title(*record)}{_answers(plan, need, colliding)}", record)
        sections.append(made.build())
    back = SectionBuilder("back", "From items back to needs", _MOST)
    answered: dict[str, list[str]] = {}
    for row in trace_matrix_back(plan, []):
        answered.setdefault(row.item, []).append(row.need)
    for item, answers in answered.items():
        record = plan.find_key(item)
        if record is not None:
            back.add(f"{item} {plan.title(*record)}  ← {', '.join(dict.fromkeys(answers))}", record)
    sections.append(back.build())
    made = SectionBuilder("untraced", f"Work that answers no need {len(untraced)}", _MOST)
    for key in untraced:
        record = plan.find_key(key)
        if record is not None:
            made.add(f"{key} {plan.title(*record)}", record)
    return [section for section in (*sections, made.build()) if section.lines]


def coverage_remark(plan: Plan, need: Coverage, colliding: Mapping[str, list[str]]) -> str:
    """What is wrong with a need or its traces, in words; empty where nothing is. ``colliding``: as `collisions`."""
    parts = [f"changed after {', '.join(need.outdated)} was traced"] if need.outdated else []
    if need.orphaned:
        parts.append(f"{', '.join(need.orphaned)} is gone")
    if need.duplicate_of:
        parts.append(f"says the same as {need.duplicate_of}")
    id_ = plan.id_of_key("requirement", need.key)
    if id_ is not None and (others := colliding.get(id_)):
        parts.append(collision_text(plan, others))
    return "; ".join(parts)


def _answers(plan: Plan, need: Coverage, colliding: Mapping[str, list[str]]) -> str:
    answers = ", ".join((*need.items, *need.checks))
    parts = [part for part in (f"→ {answers}" if answers else "", coverage_remark(plan, need, colliding)) if part]
    return f"  {'; '.join(parts)}" if parts else ""
