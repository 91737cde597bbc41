"""A real ssh server on this machine, for this user alone: its own port, throwaway keys, nothing of the system's."""

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.terminal_emulator import DEADLINE

_SERVER = next((path for path in ("/usr/sbin/sshd", shutil.which("sshd") or "") if path and os.path.exists(path)), None)


class SshServer:
    """A running server; ``command(...)`` is what logs in to it and runs something in a terminal there."""

    def __init__(self, folder: Path, port: int, process: "subprocess.Popen[bytes]") -> None:
        self.folder, self.port, self.process = folder, port, process

    def command(self, *words: str, terminal: bool = True) -> list[str]:
        """``ssh`` and its arguments to run the words (a line for the remote shell) there."""
        options = ["-F", "none", "-p", str(self.port), "-i", str(self.folder / "key"), "-o", "BatchMode=yes"]
        options += ["-o", "IdentitiesOnly=yes", "-o", "StrictHostKeyChecking=no", "-o", "LogLevel=ERROR"]
        options += ["-o", f"UserKnownHostsFile={self.folder / 'known'}", "-o", "IdentityAgent=none"]
        return ["ssh", *options, *(["-tt"] if terminal else ["-T"]), f"{getpass.getuser()}@127.0.0.1", *words]

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(DEADLINE)
        shutil.rmtree(self.folder, ignore_errors=True)


def _missing() -> str:
    if _SERVER is None:
        return "sshd is not installed (apt-get install openssh-server)"
    for program in ("ssh", "ssh-keygen"):
        if shutil.which(program) is None:
            return f"{program} is not installed (apt-get install openssh-client)"
    return ""


def start() -> SshServer:
    """Start a server. RuntimeError with its own words if it does not come up."""
    folder = Path(tempfile.mkdtemp(prefix="tpm-sshd-"))
    for name in ("host", "key"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    shutil.copy(folder / "key.pub", folder / "authorized_keys")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nPidFile none\nUsePAM no\nStrictModes no\n"
        f"AuthorizedKeysFile {folder}/authorized_keys\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n"
        f"PermitRootLogin yes\nPrintMotd no\nPrintLastLog no\nUseDNS no\nMaxStartups 100\n"
    )
    if os.geteuid() == 0:  # where the server drops its privileges; the package's start script makes it otherwise
        os.makedirs("/run/sshd", mode=0o755, exist_ok=True)
    log = folder / "log"
    process = subprocess.Popen([str(_SERVER), "-D", "-f", folder / "config", "-E", log], stdin=subprocess.DEVNULL)
    limit = time.monotonic() + DEADLINE
    while time.monotonic() < limit and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return SshServer(folder, port, process)
        time.sleep(0.05)
    process.kill()
    raise RuntimeError(f"sshd did not start: {log.read_text() if log.exists() else ''}")


@pytest.fixture(scope="session")
def sshd() -> Iterator[SshServer]:
    """The server; tests that ask for it are skipped, naming the package, where there is none."""
    if missing := _missing():
        pytest.skip(missing)
    try:
        server = start()
        done = subprocess.run(server.command("true", terminal=False), capture_output=True, text=True, timeout=DEADLINE)
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        pytest.skip(f"no ssh server could be started: {error}")
    try:
        if done.returncode:
            pytest.skip(f"the ssh server lets nobody in: {done.stderr.strip()}")
        yield server
    finally:
        server.close()
