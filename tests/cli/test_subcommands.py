"""docs/command-line.md names every command and option there is, and nothing that is not."""

import re
from pathlib import Path

import click
import pytest

from tpm_tui.cli.input.group import cli_group
from tpm_tui.cli.subcommands import SUBCOMMANDS

DOC = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### tpm (\S+)\n(.*?)(?=^##|\Z)", DOC, re.M | re.S))
#: Described once, for all commands.
COMMON = {"-f", "--file", "-h", "--help", "--version"}


def command(name: str) -> click.Command:
    subcommand = cli_group.get_command(click.Context(cli_group), name)
    assert subcommand is not None
    return subcommand


def options(name: str) -> set[str]:
    return {
        o for p in command(name).params if isinstance(p, click.Option) for o in (*p.opts, *p.secondary_opts)
    } - COMMON


def test_every_command_has_a_section_and_every_section_a_command() -> None:
    assert set(SECTIONS) == set(SUBCOMMANDS)


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_a_section_names_all_options_of_its_command(name: str) -> None:
    assert {o for o in options(name) if f"`{o}" not in SECTIONS[name]} == set()


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_a_section_names_no_option_that_is_not_there(name: str) -> None:
    named = set(re.findall(r"(?<![\w-])(--[a-z][a-z-]+)", SECTIONS[name].replace("--json -", "--json"))) - COMMON
    assert named - options(name) == set()


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_the_help_says_what_each_command_and_option_does(name: str) -> None:
    result = command(name)
    assert (result.help or "").strip()
    assert all(p.help for p in result.params if isinstance(p, click.Option))


def test_what_is_common_to_all_is_named_in_the_introduction() -> None:
    introduction = DOC[: DOC.index("### ")]
    assert all(f"`{o}" in introduction or f" {o}`" in introduction for o in COMMON)


def test_every_command_with_a_shape_says_it_in_the_section() -> None:
    for name in SUBCOMMANDS:
        if "--json" in options(name) and name not in ("ls",):
            assert re.search(r"\{\"|an object", SECTIONS[name]), name
