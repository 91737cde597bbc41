"""The verbs of the journal that mean more than that somebody edited; the others are the ids of commands."""

from enum import StrEnum


class Operation(StrEnum):
    """What a transaction was, as the journal keeps it."""

    EDIT = "edit"
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
