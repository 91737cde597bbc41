"""``tpm completion``: the script that teaches a shell to complete."""

import click
from click.shell_completion import get_completion_class

from tpm_tui.cli import output


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for a shell.

    bash: eval "$(tpm completion bash)" in ~/.bashrc; zsh the same in ~/.zshrc;
    fish: tpm completion fish > ~/.config/fish/completions/tpm.fish
    """
    found = get_completion_class(shell)
    assert found is not None
    root = click.get_current_context().find_root().command
    made = found(root, {}, "tpm", "_TPM_COMPLETE")
    # The script itself; asking click for it would start a bash to see how old it is.
    output.write_bytes((made.source_template % made.source_vars()).encode() + b"\n")
