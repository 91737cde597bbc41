"""The README's examples, run as they stand; its pictures and links, looked up."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def examples() -> list[tuple[str, str]]:
    """(command, output) of every line after a prompt; no output is given where it is not shown."""
    listed: list[tuple[str, str]] = []
    for block in re.findall(r"```console\n(.*?)```", README, re.S):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, output = part.partition("\n")
            listed.append((command, output))
    return listed


def test_the_examples_do_what_they_show(tmp_path: Path) -> None:
    assert len(examples()) > 8
    for command, output in examples():
        words = shlex.split(command)
        assert words[0] == "tpm"
        done = subprocess.run(
            [sys.executable, "-m", "tpm_tui", *words[1:]], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}: {done.stderr}"
        if output:
            assert done.stdout == output, command


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#]+)\)", README))))
def test_what_the_readme_points_at_is_there(target: str) -> None:
    assert (ROOT / target).is_file()


def test_the_two_commands_are_targets_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", README, re.M):
        assert re.search(rf"^{target}:", makefile, re.M)


def test_every_key_in_the_readme_is_bound_to_something() -> None:
    from tpm_tui.app.actions.action_catalog import all_actions

    bound = {key for action in all_actions().values() for key in action.keys}
    section = README.split("## Keys")[1].split("Every key can be changed")[0]
    named = [word for cell in re.findall(r"`([^`]+)`", section.replace("`$EDITOR`", "")) for word in cell.split()]
    for word in named:
        assert word in bound or word in {"esc", "1"} or word.isdigit(), f"{word} is bound to nothing"
