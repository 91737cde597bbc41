"""Sub-commands that take a filter, which may begin with a minus."""

import re

import click

#: A term of a filter that is turned round, as in ``-tag:x``; options have no such sign in them.
_NEGATED_TERM = r"-(?:[A-Za-z_][\w.]+(?:[:<>]|!?=)|\")"


class FilterCommand(click.Command):
    """Takes ``-tag:x`` for a part of the filter instead of for an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, [f"not {arg[1:]}" if re.match(_NEGATED_TERM, arg) else arg for arg in args])
