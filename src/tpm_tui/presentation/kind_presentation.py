"""What there is to say about how a kind of record is shown."""

from collections.abc import Iterable, Mapping

from msgspec import Struct, field


class Part(Struct, frozen=True):
    """The records that are added below one: their kind, and the field of theirs that points back at it (none where
    they are found by others of its parts). ``only``: (field, value) of the records that have it, and no other part."""

    kind: str
    field: str
    only: tuple[str, str] | None = None


class Presentation(Struct, frozen=True):
    """How the records of one kind are shown, on the screen and on the command line.

    Names of columns are those of declared and of computed fields; widths are cells of a terminal. Whatever is left out
    follows from the declaration of the kind.
    """

    #: Columns of a register, the most telling first: a narrow pane drops the last. None: the kind's own first ones.
    columns: tuple[str, ...] = ()
    #: Columns of ``tpm ls`` where these are others than the register's.
    list_columns: tuple[str, ...] = ()
    #: Fields with which a form begins where these are others than the register's columns.
    form: tuple[str, ...] = ()
    #: Order where none is chosen, as it is typed: ``-score`` is descending. None: as they were made.
    sort: str = ""
    #: Columns kept longest where a pane is narrow, the first the longest; in the order of columns otherwise.
    kept_columns: tuple[str, ...] = ()
    #: Fewest cells of the flexible column, that of the title.
    title_width: int = 24
    #: Columns that say more where there is space for so many cells.
    wide_columns: Mapping[str, int] = field(default_factory=dict)
    #: (id of a command or an action, word) of what the footer names besides the general keys, the first the longest.
    hints: tuple[tuple[str, str], ...] = ()
    #: What is added below a record of this kind; of several the person chooses one.
    parts: tuple[Part, ...] = ()
    #: Place among the parts on the page of the record that they belong to; None: it is no part.
    part_order: int | None = None
    #: Fields that a line says of the record behind its title, where another one links to it.
    summary: tuple[str, ...] = ()
    #: How records come that nobody adds by hand, for an empty register; "" names the key that adds one.
    empty: str = ""
    #: Other kinds whose changes a register hears of: its computed columns are made of them.
    reads: frozenset[str] = frozenset()
    #: (field upwards, field to the right) of the five-by-five matrix.
    matrix: tuple[str, str] | None = None

    def form_order(self, title: str, names: Iterable[str]) -> list[str]:
        """Names of fields in the order of a form: the title, what is used most, then the others as declared."""
        known = list(names)
        first = (title, *(self.form or self.columns))
        return list(dict.fromkeys((*(name for name in first if name in known), *known)))

    @property
    def sort_order(self) -> tuple[str, bool] | None:
        """(column, whether it descends) of the order where none is chosen."""
        return (self.sort.lstrip("-"), self.sort.startswith("-")) if self.sort else None
