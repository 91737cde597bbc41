"""Which items are done, and which are dropped: the facts that every figure and every view takes them by."""

from tpm_tui.domain.plan.plan import ColumnDifferences, Plan

FINISHED_READS = (
    *(("item", name) for name in ("status", "actual_finish", "progress")), ("state", "group"), ("state", "name"),
)  # fmt: skip
DROPPED_READS = (("item", "status"), ("item", "parent"), ("item", "rank"))


def finished_items(plan: Plan) -> list[bool]:
    """Whether each item, in the table's order, is finished: by an actual finish, all of its work done, or a state of
    the group done that is not dropped."""

    def build() -> list[bool]:
        c, groups = plan["item"].columns, plan.state_groups
        states = {s for s in set(c["status"]) if s != "dropped" and groups.get(str(s)) == "done"}
        return [
            status in states or finish is not None or (progress or 0) == 100
            for status, finish, progress in zip(c["status"], c["actual_finish"], c["progress"], strict=True)
        ]

    return plan.memoised("finished_items", FINISHED_READS, build)


def dropped_items(plan: Plan) -> list[bool]:
    """Whether each item, in the table's order, is dropped or lies below one that is."""

    def build() -> list[bool]:
        table = plan["item"]
        dropped = [status == "dropped" for status in table.columns["status"]]
        for id_ in [table.ids[place] for place, out in enumerate(dropped) if out]:
            for below in plan.descendants(id_):
                dropped[table.position[below]] = True
        return dropped

    def update(kept: list[bool], differences: ColumnDifferences) -> list[bool] | None:
        """The same where items whose status changed were not dropped, and are not now."""
        if differences.keys() != {("item", "status")}:
            return None
        status = plan["item"].columns["status"]
        touched = differences["item", "status"]
        return None if any(kept[place] or status[place] == "dropped" for place in touched) else kept

    return plan.memoised("dropped_items", DROPPED_READS, build, update)
