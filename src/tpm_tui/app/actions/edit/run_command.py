"""Commands: asking for what one needs, running it on what is chosen, and again."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from tpm_tui.app.actions.action import ActionContext
from tpm_tui.app.actions.edit.field_edit import EditTarget, describe_selection
from tpm_tui.app.widgets.prompts.line_prompt import line_prompt
from tpm_tui.app.widgets.prompts.prompt import Prompt
from tpm_tui.commands.command import Command, CommandParam
from tpm_tui.commands.command_catalog import commands
from tpm_tui.commands.input.command_params import ParamInput


def command_by_id(id_: str) -> Command:
    """The command with that id; KeyError if there is none."""
    return commands()[id_]


async def run_record_command(context: ActionContext, command: Command, on: EditTarget | None = None) -> None:
    """Ask for what a command needs, then run it on the marked records, the one under the cursor, or the one given."""
    kind, ids = (on[0], [on[1]]) if on is not None else (context.selection.kind, context.selection.targets())
    reason = command.why_not(context.session.command_context(kind, ids))
    if reason is not None:
        context.messages.say(f"{command.title}: {reason}", "warn")
        return
    if on is None and context.selection.table is not None:
        context.selection.table.end_range()
    await _CommandRun(context, command, kind, ids, here=on is None).run()


async def add_predecessor(context: ActionContext, text: str) -> None:
    """Make what is chosen come after an item, as typed: ``T-12 SS +2d``."""
    table = context.selection.table
    if table is not None:
        run = _CommandRun(context, command_by_id("link.after"), "item", table.targets())
        await run.execute({"after": text})
        run.keep_to_repeat({"after": text})


class _CommandRun(Struct):
    """A command on records of a kind, from its questions to its repetition.

    With ``here`` what is a cell of the active pane is asked for where it stands. ``typed`` holds the texts of the
    parameters that were asked for.
    """

    context: ActionContext
    command: Command
    kind: str
    ids: Sequence[str]
    here: bool = True
    typed: dict[str, str] = {}

    async def run(self) -> None:
        """Ask for the parameters, have the person confirm what they must see first, and run it until it is taken."""
        editor = self.context.editor
        seen = self.context.session.plan.sequence
        params = await self._ask()
        while params is not None and await self._confirmed(params):
            if await self.execute(params, seen):
                if not self.command.deletes:
                    self.keep_to_repeat(params)
                return
            if not self.typed:
                return
            # What was typed stays; only the value that was refused is asked for again, with the reason below it.
            seen = self.context.session.plan.sequence
            wrong = editor.refused_field if editor.refused_field in self.typed else next(iter(self.typed))
            params = await self._ask(wrong, editor.refusal)

    async def execute(self, params: Mapping[str, Any], seen: int | None = None) -> bool:
        """Run it; False if it was refused. ``seen`` as in ``change``."""
        command, kind, ids = self.command, self.kind, self.ids
        return await self.context.editor.change(
            command.title, command.id, lambda tx: command.execute(tx, kind, ids, params), seen=seen
        )

    def keep_to_repeat(self, params: Mapping[str, Any]) -> None:
        """Let the key that repeats run it with the same parameters on what is chosen then, once that is confirmed."""

        async def again() -> None:
            here = self.context.selection.table
            if here is not None and here.kind == self.kind:
                run = replace(self, ids=here.targets())
                if await run._confirmed(params):
                    await run.execute(params)

        self.context.editor.repeat = again

    async def _ask(self, wrong: str = "", problem: str = "") -> dict[str, Any] | None:
        """The values of the parameters; None if the person left.

        With ``wrong``, what was typed for the others stands: only that one is asked for, with its ``problem``, and what
        was not asked for before.
        """
        params: dict[str, Any] = {}
        for param in self.command.params:
            if not param.asked(params):
                params.setdefault(param.name, None)
                continue
            asked = ParamInput(param, self.context.session, self.kind, self.ids)
            if not wrong or param.name == wrong or param.name not in self.typed:
                question = self._question(param, asked)
                text = self.typed.get(param.name, question.text)
                answer, _ = await self.context.prompts.ask(
                    replace(question, text=text, problem=problem if param.name == wrong else "")
                )
                if answer is None:
                    return None
                self.typed[param.name] = answer
            params |= asked.values(self.typed[param.name])
        return params

    def _question(self, param: CommandParam, asked: ParamInput) -> Prompt:
        command, ids, column = self.command, self.ids, param.column
        label = f"{command.title}: {column.label}" if len(command.params) > 1 else command.title
        if ids:
            label += f" ─ {describe_selection(self.context, self.kind, ids)}"
        path = self.context.session.path
        draft = f"draft.{path}.{command.id}.{ids[0] if len(ids) == 1 else 'many'}.{param.name}"
        table = self.context.selection.record_table if self.here and not (param.line_of or param.link) else None
        shown = table is not None and column.name in table.shown_columns()
        region = table.cell_region(column.name) if table is not None and shown else None
        return line_prompt(asked.line, label, draft=draft, region=region)

    async def _confirmed(self, params: Mapping[str, Any]) -> bool:
        """Whether it is to run, after a person has seen what goes along, what the records touch, and the days, money
        and load that it comes to."""
        context, command, kind, ids = self.context, self.command, self.kind, self.ids
        preview = command.preview
        if command.deletes:
            from tpm_tui.app.actions.edit.deletion import confirm_deletion

            if not await confirm_deletion(context, kind, ids):
                return False
        if not command.touches and preview is None:
            return True
        from tpm_tui.app.actions.edit.consequences import confirm_consequences, confirm_touched

        title = f"{command.title}: {describe_selection(context, kind, ids)}"
        if command.touches and not await confirm_touched(context, title, kind, ids):
            return False
        return preview is None or await confirm_consequences(context, title, lambda tx: preview(tx, kind, ids, params))
