"""The indices of links, after changes anywhere in the list of links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpm_tui.planning.model.graph.link_index import LinkLists, updated_link_index
from tpm_tui.planning.model.network import NetworkLink

ITEMS = 5
links = st.builds(NetworkLink, st.integers(0, ITEMS - 1), st.integers(0, ITEMS - 1))


@given(st.lists(links, max_size=12), st.booleans(), st.data())
def test_indices_are_those_of_a_list_made_anew(listed: list[NetworkLink], many: bool, data: st.DataObject) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tpm_tui.planning.model.graph.link_index.VECTOR_THRESHOLD", 0 if many else 512)
        columns = made(listed)
        for _ in range(data.draw(st.integers(1, 5))):
            first = data.draw(st.integers(0, len(listed)))
            behind = data.draw(st.integers(first, len(listed)))
            come = data.draw(st.lists(links, max_size=3))
            columns = updated_link_index(columns, len(listed), first, listed[first:behind], come)
            listed = [*listed[:first], *come, *listed[behind:]]
            for column, anew in zip(columns, made(listed), strict=True):
                assert [column[position] for position in range(ITEMS)] == anew


def made(listed: list[NetworkLink]) -> list[LinkLists]:
    """The indices out of each item and into it, by looking at every link."""
    return [
        [tuple([at for at, link in enumerate(listed) if link[side] == position]) for position in range(ITEMS)]
        for side in (0, 1)
    ]
