"""What sub-commands that work on a file have in common, in click's terms."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from tpm_tui.cli.invocation import Invocation

F = TypeVar("F", bound=Callable[..., Any])


class TypedPath(click.Path):
    """A path as people type it: ``~`` and ``~name`` are home directories, ``-`` may stand for a stream."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, str) and value.startswith("~"):
            from tpm_tui.store.file.paths import expand_path

            value = str(expand_path(value))
        return super().convert(value, param, ctx)


def _named(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    invocation = ctx.ensure_object(Invocation)
    if value is not None:
        invocation.file = value


def file_option(function: F) -> F:
    """``-f FILE``, on the program and on each sub-command that works on a file."""
    option = click.option(
        "-f", "--file", type=click.Path(), metavar="FILE", expose_value=False, is_eager=True, callback=_named,
        help="The file to work on.",
    )  # fmt: skip
    return option(function)


#: ``--filter FILTER``, where a sub-command also works on all items that fit.
filter_option = click.option(
    "--filter", "filter_", metavar="FILTER", help="Also on every item that fits, as in 'status:open due<today'."
)


pass_invocation = click.make_pass_decorator(Invocation, ensure=True)
