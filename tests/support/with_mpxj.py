"""Scripts that need MPXJ: each in a process of its own, because a Java virtual machine does not share one gladly."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def run_with_mpxj(script: Path, *arguments: object) -> None:
    """Run a script to its end; skips the test with a message where Java or MPXJ is missing."""
    if shutil.which("java") is None:
        pytest.skip("no Java runtime: install one to compare with MPXJ")
    if importlib.util.find_spec("mpxj") is None or importlib.util.find_spec("jpype") is None:
        pytest.skip("MPXJ is not installed: pip install 'tpm-tui[oracle]'")
    command = [sys.executable, str(script), *map(str, arguments)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr
