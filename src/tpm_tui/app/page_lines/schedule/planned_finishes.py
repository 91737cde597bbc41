"""When the plan ends by logic and with the people there are, and who the bottleneck is, longer and shorter."""

from msgspec import Struct

from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.widgets.strip_builder import StyledText
from tpm_tui.domain.text import dates
from tpm_tui.domain.time.instants import finish_day
from tpm_tui.safe_text import fit, safe


class PlannedFinishes(Struct, frozen=True):
    """Both dates as text; the bottleneck by name and briefly, empty where it is not known or nobody is: one more of
    them would buy most at P80."""

    by_logic: str
    with_people: str
    bottleneck: str
    briefly: str


def planned_finishes(session: WorkspaceSession) -> PlannedFinishes | None:
    """Those of the session's plan; None until they are known, and where too much of the work has no estimate."""
    from tpm_tui.planning.model.estimate_coverage import estimate_coverage

    people, forecast = session.people_result, session.forecast_result
    if session.plan.complete and not estimate_coverage(session.plan).is_founded:
        return None
    if people is None or people.plan is not session.plan:
        return None
    logic, there = (dates.day_text(finish_day(at), session.context) for at in (people.logic_finish, people.finish))
    bottleneck = forecast.bottleneck if forecast is not None and forecast.plan is session.plan else None
    if bottleneck is None:
        return PlannedFinishes(logic, there, "", "")
    briefly = called_briefly(bottleneck.kind, bottleneck.name)
    return PlannedFinishes(logic, there, f" ({safe(bottleneck.name)})", f" ({briefly})")


def finish_forms(finishes: PlannedFinishes) -> list[list[StyledText]]:
    """``by logic 1 Apr, with people 8 Apr (Ana Berg)``, or ``by logic and with people 1 Apr`` where that is one date,
    then shorter."""
    logic, there = finishes.by_logic, finishes.with_people
    long = f"by logic and with people {there}" if logic == there else f"by logic {logic}, with people {there}"
    said = [f"{long}{finishes.bottleneck}", brief_finish_forms(finishes)[0]]
    return [[(f"{text}   ", "")] for text in said]


def brief_finish_forms(finishes: PlannedFinishes, p80: str = "") -> list[str]:
    """``logic 1 Apr, people 8 Apr (Ana)``, then without the bottleneck; ``p80`` stands behind the date by logic."""
    logic, there = finishes.by_logic, finishes.with_people
    is_one = logic == there and not p80
    short = f"logic, people {there}" if is_one else f"logic {logic}{p80}, people {there}"
    return [f"{short}{finishes.briefly}", short]


def called_briefly(kind: str, name: str) -> str:
    """A person's first name; of a pool's what fits into 16 cells."""
    name = safe(name)
    return name.split()[0] if kind == "person" and name.split() else fit(name, 16).rstrip()
