"""What can be wrong with a file, in one line that says what to do."""


class StoreError(Exception):
    """The file cannot be opened, read or written; the text is for the person."""


class NotOurs(StoreError):
    """The file is something else, damaged, or made by a newer program."""


class Busy(StoreError):
    """Another program held the file's lock for longer than the wait."""


class Gone(StoreError):
    """The file was deleted or replaced while it was open."""


class ReadOnly(StoreError):
    """The file was opened for reading only."""
