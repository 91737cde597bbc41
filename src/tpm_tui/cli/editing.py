"""``tpm add`` and ``tpm set``."""

from collections.abc import Sequence

import click

from tpm_tui.cli import completing, output
from tpm_tui.cli import words as typed
from tpm_tui.cli.choosing import kind_named
from tpm_tui.cli.options import file_option, pass_session
from tpm_tui.cli.session import Session
from tpm_tui.commands import records
from tpm_tui.domain.entry import Refused
from tpm_tui.domain.kinds import KINDS


@click.command()
@click.argument("kind", shell_complete=completing.kinds)
@click.argument("words", metavar="TITLE [FIELD=VALUE]…", nargs=-1, shell_complete=completing.fields)
@file_option
@pass_session
def add(session: Session, kind: str, words: Sequence[str]) -> None:
    """Add a record of a KIND and print its key.

    The first word is its TITLE (its name, statement, text: what such a record is called by); kinds without one take
    FIELD=VALUE alone. Values are typed as in the workspace: estimate=2d/3d/8d due=fri items=T-13,T-14. An item
    also takes after=T-12, or "after=T-12 SS +2d".
    """
    found = kind_named(kind)
    if found.name in records.NOT_ADDED:
        raise Refused(records.NOT_ADDED[found.name])
    rest = list(words)
    first = typed.title(found, rest.pop(0)) if rest and typed.is_titled(found) else None
    split = typed.split(rest)
    if split.plain and first is None:
        raise click.UsageError(f"{split.plain[0]!r} is no FIELD=VALUE, and {typed.article(found)} has no title")
    titled = [] if first is None else [(found.title, " ".join([first, *split.plain]))]
    pairs, after = typed.without_after(split.pairs) if found.name == "item" else (list(split.pairs), [])
    with session.writing(f"Add {found.label.lower()}", "record.add") as tx:
        values = typed.values(tx, found, [*titled, *pairs])
        typed.require_whole(found, values)
        own = {c.name: values.pop(c.name) for c in found.columns if c.name in values}
        id_ = records.add(tx, found.name, own)
        if values:
            records.change(tx, found.name, [id_], values)
        typed.link_after(tx, id_, after)
        key = str(tx.plan.value(found.name, id_, "key"))
    output.line(key)


@click.command("set")
@click.argument("words", metavar="KEY… FIELD=VALUE…", nargs=-1, required=True, shell_complete=completing.keys_or_fields)
@file_option
@pass_session
def set_(session: Session, words: Sequence[str]) -> None:
    """Change fields of the records with these keys.

    An empty value clears a field: owner= . Items also take after=, which adds a link.
    """
    split = typed.split(words)
    if not split.plain:
        raise click.UsageError("name the records first: tpm set T-13 status=doing")
    if not split.pairs:
        raise click.UsageError("say what to set: tpm set T-13 status=doing")
    with session.writing(_label(split), "record.set") as tx:
        for name, ids in typed.by_kind(tx.plan, split.plain).items():
            kind = KINDS[name]
            pairs, after = typed.without_after(split.pairs) if name == "item" else (list(split.pairs), [])
            values = typed.values(tx, kind, pairs)
            if values:
                records.change(tx, name, ids, values)
            for id_ in ids if after else ():
                typed.link_after(tx, id_, after)
    output.say(f"set {', '.join(split.plain)}")


def _label(split: typed.Words) -> str:
    """What the history calls the edit."""
    named = ", ".join(dict.fromkeys(name for name, _ in split.pairs))
    return f"Set {named} of {', '.join(split.plain[:3])}{' …' if len(split.plain) > 3 else ''}"
