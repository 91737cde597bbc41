"""Files: import with its preview, export, backup, a picture of the screen."""

import asyncio
import time
from itertools import chain, count
from pathlib import Path

from tpm_tui.app.actions.action import ActionContext, needs_writable, screen_action
from tpm_tui.app.modal_screens.picker import Choice, PickerScreen
from tpm_tui.app.widgets.prompts.prompt import Prompt
from tpm_tui.commands.input.field_input import Suggestion
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.counted_nouns import grouped_number
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.file.paths import expand_path

#: Among the formats to export: JSON that brings the journal along.
HISTORY_FORMATS = "json.history"


def _paths(text: str) -> list[Suggestion]:
    """Files and folders that begin as typed."""
    path = expand_path(text)
    folder, start = (path, "") if text.endswith("/") else (path.parent, path.name)
    try:
        entries = sorted(folder.iterdir(), key=lambda p: (not p.is_dir(), p.name.lower()))
    except OSError:
        return []
    shown = [p for p in entries if p.name.startswith(start) and (start.startswith(".") or not p.name.startswith("."))]
    return [(f"{p}/" if p.is_dir() else str(p), "") for p in shown[:50]]


def _must_exist(text: str) -> str:
    path = expand_path(text)
    if not text.strip():
        raise ValidationError("type the path of a file")
    if not path.is_file():
        raise ValidationError("there is no such file")
    return f"{grouped_number(path.stat().st_size)} bytes"


def _must_be_folder(text: str) -> str:
    if not expand_path(text).is_dir():
        raise ValidationError("there is no such folder")
    return "the records in it whose names begin with a number"


def _may_be_folder(text: str) -> str:
    path = expand_path(text)
    if path.exists() and not path.is_dir():
        raise ValidationError("that is a file; name a folder")
    return "files that somebody else has changed stay" if path.exists() else "a new folder"


def _must_not_exist(text: str) -> str:
    path = expand_path(text)
    if not text.strip():
        raise ValidationError("type the path of a file")
    if path.exists():
        raise ValidationError("that exists already; choose another name")
    if not path.parent.is_dir():
        raise ValidationError(f"there is no folder {path.parent}")
    return "will be written"


async def choose_import(context: ActionContext) -> None:
    """Choose a format and a file, look at what it would do, then do it or not."""
    from tpm_tui.app.actions.import_preview import import_with_preview
    from tpm_tui.exchange.format_registry import FORMATS

    if context.editor.reject_readonly():
        return
    choices = [
        Choice(
            name, form.label, note=", ".join((*form.programs[:4], "…")) if form.programs else "", synonyms=form.programs
        )
        for name, form in FORMATS.items()
        if form.reads
    ]
    chosen = await context.prompts.choose(PickerScreen("Import which format", choices))
    if chosen is None:
        return
    kind = context.selection.record_table.kind if context.selection.record_table is not None else "item"
    if chosen == "csv":
        kind = await context.prompts.choose(
            PickerScreen("What is in it", [Choice(k.name, k.plural_noun.capitalize()) for k in KINDS.values()], kind)
        )
        if kind is None:
            return
    folder = FORMATS[chosen].folder
    label, check = ("Folder to import", _must_be_folder) if folder else ("File to import", _must_exist)
    text, _ = await context.prompts.ask(Prompt(label, text="", check=check, suggest=_paths))
    if text is not None:
        await import_with_preview(context, chosen, expand_path(text), kind)


async def choose_export(context: ActionContext) -> None:
    """Choose a format and a path, and write the file."""
    from tpm_tui.app.actions.import_preview import export_to
    from tpm_tui.exchange.format_registry import FORMATS

    kind = context.selection.record_table.kind if context.selection.record_table is not None else "item"
    choices = [
        Choice(
            name, f"CSV of all {KINDS[kind].plural_noun}" if name == "csv" else form.label,
            right=next(iter(form.extensions), ""),
        )
        for name, form in FORMATS.items() if form.writes
    ]  # fmt: skip
    choices.append(Choice(HISTORY_FORMATS, "JSON of the whole file, with its history", right=".json"))
    choice = await context.prompts.choose(PickerScreen("Export as", choices))
    if choice is None:
        return
    chosen = next(c for c in choices if c.id == choice)
    named = {"csv": f"-{KINDS[kind].plural_noun.replace(' ', '-')}", "schedule": "-schedule"}.get(chosen.id, "")
    suggested = str(_unused_path(context.session.path.with_name(f"{context.session.path.stem}{named}{chosen.right}")))
    check = _may_be_folder if chosen.id in FORMATS and FORMATS[chosen.id].folder else _must_not_exist
    text, _ = await context.prompts.ask(Prompt("Write to", text=suggested, check=check, suggest=_paths))
    if text is not None:
        journal = chosen.id == HISTORY_FORMATS
        path = expand_path(text)
        await export_to(context, "json" if journal else chosen.id, path, chosen.text.partition(":")[0], journal=journal)


def _unused_path(path: Path) -> Path:
    """The path, or with a number behind its name one where nothing is yet."""
    numbered = (path.with_name(f"{path.stem}-{n}{path.suffix}") for n in count(2))
    return next(candidate for candidate in chain((path,), numbered) if not candidate.exists())


async def choose_backup(context: ActionContext) -> None:
    """Write a complete copy of the file as it is now."""
    from tpm_tui.app.actions.import_preview import backup_to

    text, _ = await context.prompts.ask(Prompt("Backup to", text="", check=_must_not_exist, suggest=_paths))
    if text is not None:
        await backup_to(context, expand_path(text))


async def save_screenshot(context: ActionContext) -> None:
    from tpm_tui.exchange.export_file import write_document_file

    path = Path.cwd() / f"tpm-{time.strftime('%Y%m%d-%H%M%S')}.svg"
    picture = context.terminal.screenshot(context.session.path.name)
    await asyncio.to_thread(write_document_file, path, picture, context.session.path)
    context.messages.say(f"picture saved as {path}")


ACTIONS = (
    screen_action(
        "import",
        "Import a file",
        "",
        "File",
        choose_import,
        why_not=needs_writable,
        synonyms=("load", "Jira", "CSV", "Excel"),
    ),
    screen_action("export", "Export to a file", "", "File", choose_export, synonyms=("save as", "CSV", "Excel")),
    screen_action("backup", "Write a backup copy", "", "File", choose_backup, synonyms=("save",)),
    screen_action(
        "picture", "Save a picture of the screen (SVG)", "", "File", save_screenshot, synonyms=("screenshot",)
    ),
)
