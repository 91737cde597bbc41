"""For properties of what may refuse: a value, or the reason there is none."""

from collections.abc import Callable
from typing import Any


def attempt(call: Callable[..., Any], *args: Any, refusal: type[Exception] = ValueError) -> tuple[Any, str | None]:
    """(what the call gives, None), or (None, the text of its refusal); any other exception passes."""
    try:
        return call(*args), None
    except refusal as error:
        return None, str(error)
