"""``tpm change``: what a request for change would do to the plan, before it is decided."""

from typing import TYPE_CHECKING, Any

import click

from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.input.record_arguments import find_record
from tpm_tui.cli.input.shell_completion import complete_keys
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.safe_text import safe

if TYPE_CHECKING:
    from tpm_tui.commands.scope.change_requests import RequestedChange


@click.command("change")
@click.argument("key", shell_complete=complete_keys)
@file_option
@click.option("--json", "as_json", is_flag=True, help="An object; pairs are before and after.")
@pass_invocation
def change_command(invocation: Invocation, key: str, as_json: bool) -> None:
    """What a request for change would do to the plan: finish, planned cost, who is asked for more.

    Its changes are a line each: tpm set IS-1 what_if="add item Audit estimate=5d after=T-3". Then accept or refuse it:
    tpm run issue.accept IS-1 by=Dana
    """
    from tpm_tui.commands.scope.change_requests import try_request
    from tpm_tui.reports.schedule.change_effect_text import change_effect_facts, effect_sentences

    with invocation.snapshot() as reading:
        plan = reading.plan
        kind, id_ = find_record(plan, key)
        if kind != "issue":
            raise ValidationError(f"{key} is no request for change")
        tried = try_request(plan, reading.context, id_)
        if as_json:
            facts: dict[str, Any] = {"key": plan.label(kind, id_)} | change_effect_facts(plan, tried.plan, tried.effect)
            streams.write_json(facts | {"adds": _added(tried)})
            return
        streams.write_lines(map(safe, effect_sentences(plan, tried.plan, reading.context, tried.effect)))
        if tried.adds:
            streams.write_line(safe(f"It adds {', '.join(_added(tried))}."))


def _added(tried: "RequestedChange") -> list[str]:
    """Titles of the items that it adds: a key they have once it is accepted."""
    return [tried.plan.title("item", id_) for id_ in tried.adds]
