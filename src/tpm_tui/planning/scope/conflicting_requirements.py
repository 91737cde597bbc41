"""Requirements that collide, seen from either side."""

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.values.codec import stored_ids


def collisions(plan: Plan) -> dict[str, list[str]]:
    """Id of a requirement -> ids of those that it collides with, whichever of the two names the other, in the order of
    the register; what was dropped collides with nothing."""
    table = plan["requirement"]
    if set(table.columns["conflicts"]) <= {"[]"}:
        return {}
    dropped = {id_ for id_, status in zip(table.ids, table.columns["status"], strict=True) if status == "dropped"}
    pairs = set()
    for id_, named in zip(table.ids, table.columns["conflicts"], strict=True):
        for other in stored_ids(named) if named != "[]" else ():
            if other in table and other != id_ and not {id_, other} & dropped:
                pairs |= {(id_, other), (other, id_)}
    colliding: dict[str, list[str]] = {}
    for id_, other in sorted(pairs, key=lambda pair: (table.position[pair[0]], table.position[pair[1]])):
        colliding.setdefault(id_, []).append(other)
    return colliding


def collision_text(plan: Plan, others: list[str]) -> str:
    """``collides with Q-1, Q-4``; empty where it collides with nothing."""
    keys = ", ".join(plan.label("requirement", other) for other in others)
    return f"collides with {keys}" if keys else ""
