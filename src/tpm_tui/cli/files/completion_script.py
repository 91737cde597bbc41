"""``tpm completion``: the script that teaches a shell to complete, and how the shell asks.

Bash and zsh are asked by scripts of our own: bash breaks words at ``=``, so that ``priority=h`` reaches the program in
three pieces, and both put a space after ``priority=``.
"""

import os

import click
from click.shell_completion import (
    BashComplete,
    ZshComplete,
    add_completion_class,
    get_completion_class,
    split_arg_string,
)

from tpm_tui.cli.output import streams

#: In this variable a shell says what it asks for.
ASKED = "_TPM_COMPLETE"

_BASH = r"""%(complete_func)s() {
    local typed="${COMP_LINE:0:COMP_POINT}" before="" line lines
    local word="${typed##*[[:space:]]}"
    # What stands before the last = is a word of its own to bash, and is not to be offered again.
    if [[ $word == *=* && $COMP_WORDBREAKS == *=* ]]; then
        before="${word%%"${word##*=}"}"
    fi
    COMPREPLY=()
    mapfile -t lines < <(env COMP_WORDS="$typed" %(complete_var)s=bash_complete "$1")
    for line in "${lines[@]}"; do
        case "${line%%%%,*}" in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain) line="${line#*,}"; COMPREPLY+=("${line#"$before"}") ;;
        esac
    done
    if [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *= ]]; then
        compopt -o nospace
    fi
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""

_ZSH = r"""#compdef %(prog_name)s
%(complete_func)s() {
    local -a found described plain fields
    local kind word help
    found=("${(@f)$(env COMP_WORDS="${words[1,CURRENT]}" COMP_CWORD=$((CURRENT - 1)) \
        %(complete_var)s=zsh_complete %(prog_name)s)}")
    for kind word help in "${(@)found}"; do
        case $kind in
            dir) _path_files -/ ;;
            file) _path_files ;;
            plain)
                if [[ $word == *= ]]; then fields+=("$word")
                elif [[ $help == _ ]]; then plain+=("$word")
                else described+=("$word:$help"); fi ;;
        esac
    done
    (( $#described )) && _describe -V tpm described -U
    (( $#plain )) && compadd -U -V tpm-plain -a plain
    (( $#fields )) && compadd -U -V tpm-fields -S '' -a fields
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    %(complete_func)s "$@"
else
    compdef %(complete_func)s %(prog_name)s
fi
"""


class _Bash(BashComplete):
    """Asks with the line up to the cursor in ``COMP_WORDS``."""

    source_template = _BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        line = os.environ["COMP_WORDS"]
        words = split_arg_string(line)[1:]
        return words, words.pop() if words and not line[-1].isspace() else ""


class _Zsh(ZshComplete):
    source_template = _ZSH


add_completion_class(_Bash)
add_completion_class(_Zsh)


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion_command(shell: str) -> None:
    """Print the completion script for a shell.

    bash: eval "$(tpm completion bash)" in ~/.bashrc; zsh the same in ~/.zshrc;
    fish: tpm completion fish > ~/.config/fish/completions/tpm.fish
    """
    script_class = get_completion_class(shell)
    assert script_class is not None
    root = click.get_current_context().find_root().command
    made = script_class(root, {}, "tpm", ASKED)
    # The script itself; asking click for it would start a bash to see how old it is.
    streams.write_bytes((made.source_template % made.source_vars()).encode())
