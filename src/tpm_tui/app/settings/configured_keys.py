"""Keys that a person gives to commands in config.toml: those that there are, and no key to two commands at once."""

import unicodedata
from collections.abc import Mapping, Sequence

from textual.keys import Keys

from tpm_tui.app.actions.action import ScreenAction
from tpm_tui.app.actions.action_catalog import all_actions
from tpm_tui.app.input.key_names import textual_key
from tpm_tui.config import Config
from tpm_tui.toml_lines import ConfigProblem

_KEY_NAMES = frozenset(key.value for key in Keys)
#: Of the characters, only these make a key of their own with ctrl on the wire.
_WITH_CTRL = frozenset("abcdefghijklmnopqrstuvwxyz]^_")


def configured_keys(config: Config) -> tuple[dict[str, tuple[str, ...]], list[ConfigProblem]]:
    """The keys by command id that can be used, and what is wrong with the others, in the order of lines."""
    kept: dict[str, tuple[str, ...]] = {}
    problems: list[ConfigProblem] = []
    known = all_actions()
    for id_, keys in config.keys.items():
        reason = next(filter(None, map(_unsendable, keys)), None) or _conflicting_keys(
            known[id_], keys, kept, known, config
        )
        if reason is None:
            kept[id_] = keys
        else:
            problems.append(ConfigProblem(config.line_of(f"keys.{id_}"), f"keys.{id_}: {reason}"))
    return kept, problems


def _conflicting_keys(
    act: ScreenAction,
    keys: Sequence[str],
    kept: Mapping[str, Sequence[str]],
    known: Mapping[str, ScreenAction],
    config: Config,
) -> str | None:
    """Which of the keys a line before has given to another command that they would start as well."""
    for other in kept:
        both = {textual_key(key) for key in kept[other]}
        for key in keys:
            if textual_key(key) in both and act.overlaps(known[other]):
                return f"{key} is the key of {other}, by line {config.line_of(f'keys.{other}')}"
    return None


def _unsendable(key: str) -> str | None:
    """Why a terminal never sends a key, None if it does."""
    bare = key.removeprefix("ctrl+").removeprefix("shift+")
    if len(bare) > 1:
        named = bare in _KEY_NAMES or textual_key(_character(bare)) == bare
        return None if named else f"there is no key {key}; write one as in x, ctrl+d, shift+tab, f5 or space"
    if key.startswith("shift+"):
        return f"write {bare.upper()} for {key}" if bare.isalpha() else f"write the character that {key} makes"
    if key.startswith("ctrl+") and bare not in _WITH_CTRL:
        return f"{key} does not arrive: with ctrl, terminals send letters alone"
    return None


def _character(name: str) -> str:
    """The character that a key such as ``question_mark`` makes; empty where it makes none."""
    for character in "-+/<>_":
        if textual_key(character) == name:
            return character
    try:
        return unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return ""
