"""Custom fields of an MS Project file: each becomes a field that the user added, of text."""

import json
import re
from collections.abc import Sequence

from tpm_tui.exchange.common.change_set import ChangeSet

_NO_WORD = re.compile(r"[^a-z0-9]+")


class CustomFieldImporter:
    """Finds or makes the field of each name."""

    def __init__(self, change_set: ChangeSet) -> None:
        self._change_set = change_set
        table = change_set.plan["custom_field"]
        self._types = dict(zip(map(str, table.columns["name"]), table.columns["type"], strict=True))
        self._taken = {c.name for c in change_set.plan["item"].kind.columns}

    def object(self, before: str, attributes: Sequence[tuple[str, str]]) -> str:
        """An item's custom fields as they are stored, with those of a task put over them."""
        fields = json.loads(before)
        for name, value in attributes:
            field = self._field(name)
            if field:
                fields[field] = value
        return json.dumps(fields, ensure_ascii=False)

    def _field(self, name: str) -> str:
        word = _NO_WORD.sub("_", name.lower()).strip("_")[:30].rstrip("_")
        if not word or not word[0].isalpha():
            word = f"field_{word}"[:30].rstrip("_")
        if word in self._taken:
            word = f"project_{word}"[:30]
        if word not in self._types:
            self._change_set.add("custom_field", {"name": word, "type": "text"})
            self._types[word] = "text"
        elif self._types[word] != "text":
            return ""
        return word
