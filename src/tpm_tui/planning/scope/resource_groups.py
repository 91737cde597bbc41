"""Groups of people that a constraint may limit by name: pools, teams and functions."""

from tpm_tui.domain.kinds.schedule.items import FUNCTIONS
from tpm_tui.domain.plan.plan import Plan


def resource_groups(plan: Plan) -> tuple[str, ...]:
    """The names of pools, teams and functions, each once."""
    teams = (str(team) for team in plan["person"].columns["team"] if team)
    pools = (str(name) for name in plan["pool"].columns["name"] if name)
    return tuple(dict.fromkeys((*FUNCTIONS, *teams, *pools)))


def group_members(plan: Plan, group: str) -> set[str]:
    """Ids of the people and pools of a group: the pool of that name, those of that team or function; of an empty name
    everybody, and every pool of people (a pool without a function is a thing)."""
    name = group.casefold()
    pools, people = plan["pool"], plan["person"]
    members = {
        id_
        for id_, called, function in zip(pools.ids, pools.columns["name"], pools.columns["function"], strict=True)
        if (name in (str(called).casefold(), str(function)) if name else function is not None)
    }
    members.update(
        id_
        for id_, team, function in zip(people.ids, people.columns["team"], people.columns["function"], strict=True)
        if not name or name in (str(team).casefold(), str(function))
    )
    return members
