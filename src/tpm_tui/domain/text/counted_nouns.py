"""How many of something, and which, in words."""

from collections.abc import Sequence
from decimal import Decimal


def counted(number: int, noun: str, many: str = "") -> str:
    """``1 row``, ``3 rows``; ``many`` is the plural where it is not the noun with an s."""
    return f"{number} {noun if abs(number) == 1 else many or f'{noun}s'}"


def with_article(label: str) -> str:
    """What a kind of record is called, with its article: ``a risk``, ``an item``; capitals alone stay."""
    noun = label if label.isupper() else label[:1].lower() + label[1:]
    return f"{'an' if noun[:1] in tuple('aeiou') else 'a'} {noun}"


def grouped_number(number: float | Decimal) -> str:
    """``12 500``: to the whole, with spaces between thousands; how amounts that were simulated are shown too."""
    return f"{number:,.0f}".replace(",", " ")


def list_text(parts: Sequence[str], most: int = 0) -> str:
    """``a, b and c``; of more than ``most`` (0: all) the first, and how many more."""
    if most and len(parts) > most:
        return f"{', '.join(parts[:most])} and {len(parts) - most} more"
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)
