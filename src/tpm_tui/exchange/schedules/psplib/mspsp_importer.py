"""Brings an iMOPSE instance of the multi-skill problem in: people with skills, items with the skill that they need."""

from tpm_tui.domain.cancellation_of_long_work import ProgressReporter
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.values.codec import Stored, dump_value
from tpm_tui.exchange.common.change_set import ChangeSet
from tpm_tui.exchange.common.remembered_column_mapping import ImportOptions
from tpm_tui.exchange.common.source_text import SourceText
from tpm_tui.exchange.common.validation import validate_changes
from tpm_tui.exchange.schedules.psplib.instance import MspspInstance, parse_mspsp
from tpm_tui.exchange.schedules.psplib.period_plan import add_items, every_day, named_records

HIGHEST_LEVEL = 5


def read(source: SourceText, _options: ImportOptions, _plan: Plan, _steps: ProgressReporter) -> MspspInstance:
    """The instance of a file. ValidationError if it is none."""
    return parse_mspsp(source.text)


def draft(parsed: MspspInstance, change_set: ChangeSet, steps: ProgressReporter) -> None:
    """What an instance would change in a plan."""
    change_set.main = "item"
    calendar = every_day(change_set)
    people: dict[str, dict[str, Stored]] = {
        f"Resource {name}": {"skills": _skills("person", skills), "calendar": calendar}
        for name, skills in parsed.people.items()
    }
    named_records(change_set, "person", people)
    jobs: dict[str, tuple[int, dict[str, Stored]]] = {
        name: (duration, {"skills": _skills("item", {skill: level})}) for name, duration, skill, level in parsed.tasks
    }
    add_items(change_set, jobs, parsed.links)
    steps.advance(len(jobs))
    validate_changes(change_set)


def _skills(kind: str, levels: dict[str, int]) -> Stored:
    """Levels of an instance begin with 0, ours with 1."""
    words = sorted(f"{skill.lower()}:{min(level + 1, HIGHEST_LEVEL)}" for skill, level in levels.items())
    return dump_value(KINDS[kind].column("skills"), tuple(words))
