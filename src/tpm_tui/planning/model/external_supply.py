"""Items that are supplied from outside: they have dates and links as any other, and take none of our people's time."""

from tpm_tui.domain.plan.plan import Plan

SUPPLIED_READS = (("item", "supplier"), ("item", "parent"), ("item", "rank"))
"""The columns that it follows from."""


def supplied_mask(plan: Plan) -> list[bool]:
    """Whether each item, or one that it lies below, has a supplier."""

    def build() -> list[bool]:
        table = plan["item"]
        mask = [supplier is not None for supplier in table.columns["supplier"]]
        for id_ in [table.ids[place] for place, supplied in enumerate(mask) if supplied]:
            for below in plan.descendants(id_):
                mask[table.position[below]] = True
        return mask

    return plan.memoised("supplied", SUPPLIED_READS, build)
