"""The wheel, installed outside the checkout: it has its style sheets and starts without a screen."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

_START = """
import asyncio, sys
from pathlib import Path
import tpm_tui.app.app as shell
from tpm_tui.app.keymap import effective_keys
from tpm_tui.app.services.ui_state import UiState
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.domain.time import clock
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.store.store import Store

assert Path(shell.__file__).is_relative_to(Path(sys.argv[1])), shell.__file__
assert shell.styles_folder().name == "_styles", shell.styles_folder()
with Store.create("plan.db", name="From the wheel"):
    pass

async def main():
    session = WorkspaceSession(Path("plan.db"), InputContext(clock.today()))
    session.open_in_background()
    session.show_opened()
    app = shell.TpmApp(session, effective_keys({}), UiState(Path("state.json")))
    async with app.run_test(size=(120, 40)) as pilot:
        await session.loaded.wait()
        await pilot.pause()
        assert "From" in app.export_screenshot()

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(out), str(ROOT)],
        check=True, capture_output=True,
    )  # fmt: skip
    return next(out.glob("*.whl"))


def test_the_wheel_holds_the_style_sheets(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    sheets = {f"tpm_tui/_styles/{path.name}" for path in (ROOT / "styles").glob("*.tcss")}
    assert sheets <= set(names)


def test_it_starts_from_where_it_was_installed(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    done = subprocess.run(
        [sys.executable, "-c", _START, str(site)],
        cwd=tmp_path, env={"PYTHONPATH": str(site), "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
