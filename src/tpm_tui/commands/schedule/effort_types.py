"""What follows from an item's effort type: fixed work is always effort driven, as in MS Project."""

from collections.abc import Mapping
from typing import Any

_FIXED_WORK = "fixed work"


def implied_effort_driven(before: str, values: Mapping[str, Any]) -> dict[str, bool]:
    """What ``values`` that set an effort type lack for that; ``before``: the type until then, empty for a new item.

    Work that is no longer fixed is shared out no longer, unless that is said too.
    """
    after = values.get("effort_type", before)
    return {} if (after == _FIXED_WORK) == (before == _FIXED_WORK) else {"effort_driven": after == _FIXED_WORK}
