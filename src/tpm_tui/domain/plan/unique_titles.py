"""Titles that tell records apart: with the key before them where several share one."""

from collections import Counter
from collections.abc import Mapping

from tpm_tui.domain.plan.kind_table import Table

NO_GROUP = "none"
"""The row of a table by groups that holds what belongs to none of them."""
ALL_GROUPS = "total"
"""The row of the sum of all."""


def unique_titles(table: Table) -> Mapping[str, str]:
    """Id -> title of the records of a table: no two the same in whatever case, nor like `NO_GROUP` or `ALL_GROUPS`.

    ``W-2 Payments`` where two are called Payments.
    """
    keys = dict(zip(table.ids, table.columns["key"], strict=True))
    titles = {id_: str(table.value(id_, table.kind.title) or "") for id_ in table.ids}
    while tied := _tied(titles):
        titles |= {id_: f"{keys[id_]} {titles[id_]}" for id_ in tied}
    return titles


def _tied(titles: Mapping[str, str]) -> list[str]:
    count = Counter([NO_GROUP, ALL_GROUPS, *(title.casefold() for title in titles.values())])
    return [id_ for id_, title in titles.items() if count[title.casefold()] > 1]
