"""What every test may use. This folder is on the path, so that ``terminal.screen`` and ``hostile`` can be imported."""

from terminal.sshd import sshd

__all__ = ["sshd"]
