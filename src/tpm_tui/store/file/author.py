"""Who signs the edits."""

import os


def author_name(configured: str = "") -> str:
    """The name that edits are signed with: ``TPM_AUTHOR``, else the configured one, else the login name."""
    named = os.environ.get("TPM_AUTHOR") or configured
    if named:
        return named
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "somebody"
