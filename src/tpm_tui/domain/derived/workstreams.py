"""The workstream of every item, where it has none of its own that of what it lies in."""

from tpm_tui.domain.plan.plan import Plan


def workstream_ids(plan: Plan) -> list[str | None]:
    """Id of the workstream of every item in the table's order: its own, else that of the nearest above that has one."""

    def build() -> list[str | None]:
        table = plan["item"]
        own, parents = table.columns["workstream"], table.columns["parent"]
        known: dict[str, str | None] = {}

        def of(id_: str) -> str | None:
            path = []
            while id_ not in known and id_ in table.position:
                place = table.position[id_]
                path.append(id_)
                if own[place] is not None or parents[place] is None:
                    known[id_] = None if own[place] is None else str(own[place])
                    break
                id_ = str(parents[place])
            stream = known.get(id_)
            known.update(dict.fromkeys(path, stream))
            return stream

        return [of(id_) for id_ in table.ids]

    return plan.memoised("workstream_ids", [("item", "workstream"), ("item", "parent")], build)


def workstream_names(plan: Plan) -> list[str | None]:
    """The name of the workstream of every item by `workstream_ids`, no two of which are called the same."""

    def build() -> list[str | None]:
        titles = plan.unique_titles("workstream")
        return [None if stream is None else titles.get(stream, "?") for stream in workstream_ids(plan)]

    reads = [("item", "workstream"), ("item", "parent"), ("workstream", "name"), ("workstream", "key")]
    return plan.memoised("workstream_names", reads, build)
