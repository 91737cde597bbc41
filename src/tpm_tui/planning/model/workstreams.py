"""The workstream of every item, where it has none of its own that of what it lies in."""

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.values.codec import Stored


def workstream_names(plan: Plan) -> list[str | None]:
    """The name of the workstream of every item: its own, else that of the nearest above that has one."""
    table = plan["item"]
    own, parents = table.columns["workstream"], table.columns["parent"]
    known: dict[str, Stored] = {}

    def of(id_: str) -> Stored:
        path = []
        while id_ not in known and id_ in table.position:
            place = table.position[id_]
            path.append(id_)
            if own[place] is not None or parents[place] is None:
                known[id_] = own[place]
                break
            id_ = str(parents[place])
        value = known.get(id_)
        known.update(dict.fromkeys(path, value))
        return value

    streams = [of(id_) for id_ in table.ids]
    return [None if stream is None else plan.title("workstream", str(stream)) for stream in streams]
