"""What can be wrong with a file, in one line that says what to do."""


class StoreError(Exception):
    """The file cannot be opened, read or written; the text is for the person."""


class FormatError(StoreError):
    """The file is something else, damaged, or made by a newer program."""


class FileLockedError(StoreError):
    """Another program held the file's lock for longer than the wait."""


class FileReplacedError(StoreError):
    """The file was deleted or replaced while it was open."""


class ReadOnlyError(StoreError):
    """The file was opened for reading only."""
