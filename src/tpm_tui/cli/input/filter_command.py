"""Sub-commands that take a filter, which may begin with a minus."""

import re
from collections.abc import Iterator

import click

#: A term of a filter that is turned round, as in ``-tag:x``; options have no such sign in them.
_NEGATED_TERM = r"-(?:[A-Za-z_][\w.]+(?:[:<>]|!?=)|\"|\()"


class FilterCommand(click.Command):
    """Takes ``-tag:x`` or ``-word`` for a part of the filter instead of for an option that is not there."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, list(self._with_negations(ctx, args)))

    def _with_negations(self, ctx: click.Context, args: list[str]) -> Iterator[str]:
        """The words, of which those that turn a term round begin with ``not``."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        letters = {name[1] for option in options for name in option.opts if not name.startswith("--")}
        with_value = {name for option in options if not option.is_flag for name in option.opts}
        before = ""
        for arg in args:
            is_word = arg[:1] == "-" and arg[1:2].isalpha() and arg[1] not in letters and before not in with_value
            yield f"not {arg[1:]}" if is_word or re.match(_NEGATED_TERM, arg) else arg
            before = arg
