"""What the workspace gives back of the memory it no longer needs."""

import platform
import subprocess
import sys

import pytest

#: Fifty columns of half a MiB go while fifty others between them stay; prints the MiB of resident memory that went too.
GIVEN_BACK = """
from pathlib import Path
from tpm_tui.app.services.memory_release import release_large_blocks

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 // 2**20

release_large_blocks()
larger = bytearray(2**21)
del larger  # from here on the C library would keep whatever is smaller
columns = [bytearray(2**19) for _ in range(100)]
full = resident()
del columns[::2]
print(full - resident())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only this C library keeps large blocks")
def test_columns_that_are_freed_between_others_go_back_to_the_system() -> None:
    done = subprocess.run([sys.executable, "-c", GIVEN_BACK], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 20
