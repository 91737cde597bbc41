"""Keys that a person gives to commands in config.toml: those that there are, and no key to two commands at once."""

import unicodedata
from collections.abc import Mapping, Sequence

from textual.keys import Keys

from tpm_tui.app.keymap import Act, acts, wire_key
from tpm_tui.config import Config
from tpm_tui.toml_lines import Problem

_NAMES = frozenset(key.value for key in Keys)
#: Of the characters, only these make a key of their own with ctrl on the wire.
_WITH_CTRL = frozenset("abcdefghijklmnopqrstuvwxyz]^_")


def own_keys(config: Config) -> tuple[dict[str, tuple[str, ...]], list[Problem]]:
    """The keys by command id that can be used, and what is wrong with the others, in the order of lines."""
    kept: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    known = {act.id: act for act in acts()}
    for id_, keys in config.keys.items():
        reason = next(filter(None, map(_never_sent, keys)), None) or _taken(known[id_], keys, kept, known, config)
        if reason is None:
            kept[id_] = keys
        else:
            problems.append(Problem(config.line_of(f"keys.{id_}"), f"keys.{id_}: {reason}"))
    return kept, problems


def _taken(
    act: Act, keys: Sequence[str], kept: Mapping[str, Sequence[str]], known: Mapping[str, Act], config: Config
) -> str | None:
    """Which of the keys a line before has given to another command that they would start as well."""
    for other in kept:
        both = {wire_key(key) for key in kept[other]}
        for key in keys:
            if wire_key(key) in both and act.meets(known[other]):
                return f"{key} is the key of {other}, by line {config.line_of(f'keys.{other}')}"
    return None


def _never_sent(key: str) -> str | None:
    """Why a terminal never sends a key, None if it does."""
    bare = key.removeprefix("ctrl+").removeprefix("shift+")
    if len(bare) > 1:
        named = bare in _NAMES or wire_key(_character(bare)) == bare
        return None if named else f"there is no key {key}; write one as in x, ctrl+d, shift+tab, f5 or space"
    if key.startswith("shift+"):
        return f"write {bare.upper()} for {key}" if bare.isalpha() else f"write the character that {key} makes"
    if key.startswith("ctrl+") and bare not in _WITH_CTRL:
        return f"{key} does not arrive: with ctrl, terminals send letters alone"
    return None


def _character(name: str) -> str:
    """The character that a key such as ``question_mark`` makes; empty where it makes none."""
    for character in "-+/<>_":
        if wire_key(character) == name:
            return character
    try:
        return unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return ""
