"""The verbs of the journal that no command has, or that mean more than their edits; a command leaves its own id."""

from enum import StrEnum


class Operation(StrEnum):
    """What a transaction was, as the journal keeps it."""

    EDIT = "edit"
    ADD_RECORD = "record.add"
    SET_FIELDS = "record.set"
    ADD_LINK = "link.add"
    EDIT_MATRIX = "matrix.edit"
    EDIT_CALENDAR = "calendar.edit"
    OWN_CALENDAR = "calendar.own"
    SAVE_VIEW = "view.save"
    KEEP_REPORT = "report.keep"
    TAKE_WHAT_IF = "what-if.keep"
    IMPORT = "import"
    EXPORT = "export"
    CREATE_FILE = "file.new"
    RECORD_FORECAST = "forecast.remember"
    CALIBRATE = "estimate.factor"
    UNDO = "undo"
    REDO = "redo"


#: What the program records by itself is nobody's edit: undo and redo pass over it.
RECORDED_BY_PROGRAM = frozenset({Operation.RECORD_FORECAST})

#: Reverting it would leave a file without its programme.
NEVER_REVERTED = frozenset({Operation.CREATE_FILE})

#: Multiplies estimates by what was learnt, so that these no longer say what was first estimated.
SCALES_ESTIMATES = frozenset({Operation.CALIBRATE})
