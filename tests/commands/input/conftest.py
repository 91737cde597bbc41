"""A small plan to type against."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tpm_tui.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.create(tmp_path / "plan.db", name="Plan", author="ana", durable=False)
    with made.transaction("Begin", "record.add") as tx:
        for title in ("Survey the site", "Schema freeze", "Replay traffic"):
            tx.add("item", title=title)
        tx.add("person", name="Ana Ng")
    yield made
    made.close()
