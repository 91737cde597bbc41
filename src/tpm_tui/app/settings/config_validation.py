"""Settings of config.toml held against what there is on the screen: wrong ones are named, and left out."""

from msgspec.structs import replace
from rich.color import ANSI_COLOR_NAMES
from textual.theme import BUILTIN_THEMES

from tpm_tui.app.actions.action_catalog import all_actions
from tpm_tui.app.settings.configured_keys import configured_keys
from tpm_tui.app.settings.themes import THEMES
from tpm_tui.app.views.registry_of_views_and_panes import view_names
from tpm_tui.config import Config, validate_names
from tpm_tui.domain.derived.columns.columns_from_planning import computed_columns
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.query.sheet_of_records import Sheet
from tpm_tui.domain.text.column_names import column_names
from tpm_tui.toml_lines import ConfigProblem


def valid_settings(config: Config) -> tuple[Config, list[ConfigProblem]]:
    """The settings that the screen can follow, and what is wrong with the others."""
    known, problems = validate_names(
        config,
        commands=list(all_actions()),
        views=view_names(),
        themes=[*(theme.name for theme in THEMES), *BUILTIN_THEMES],
        colours=ANSI_COLOR_NAMES,
    )
    keys, wrong = configured_keys(known)
    return replace(known, keys=keys), problems + wrong


def valid_columns(config: Config, sheet: Sheet) -> tuple[Config, list[ConfigProblem]]:
    """The settings with columns by their names, and the kinds and columns in them that a file does not have."""
    if not config.columns:
        return config, []
    return validate_names(
        config, columns={kind: column_names(computed_columns(kind) | sheet.columns(kind)) for kind in KINDS}
    )
