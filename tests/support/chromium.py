"""A headless Chromium, driven over two pipes by its DevTools protocol: one process for any number of pages."""

import base64
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import F_DUPFD, fcntl
from pathlib import Path
from select import select
from time import monotonic
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_SECONDS = 60.0


class BrowserPage:
    """An open page; ``requests`` are the addresses that it asked for, its own among them."""

    def __init__(self, browser: "Browser", session: str) -> None:
        self._browser, self._session = browser, session
        self.requests: list[str] = []

    def load(self, address: str) -> None:
        """Load it and wait until it has."""
        self.call("Network.enable")
        self.call("Page.enable")
        self.call("Page.navigate", url=address)
        self._browser.wait_for("Page.loadEventFired", self._session)

    def evaluate(self, expression: str) -> Any:
        """What JavaScript of ours says of the page."""
        said = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in said, said
        return said["result"].get("value")

    def printed(self) -> bytes:
        """It as a PDF, on the paper that its style asks for."""
        said = self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        return base64.b64decode(said["data"])

    def picture(self) -> bytes:
        """It as a PNG, its whole length."""
        return base64.b64decode(self.call("Page.captureScreenshot", captureBeyondViewport=True)["data"])

    def call(self, method: str, **params: Any) -> Any:
        return self._browser.call(method, self._session, **params)


class Browser:
    """Commands go out and answers come in as JSON, each ended by a zero byte."""

    def __init__(self, outgoing: int, incoming: int) -> None:
        self._outgoing, self._incoming, self._number = outgoing, incoming, 0
        self._rest = b""
        self._events: list[dict[str, Any]] = []
        self._pages: dict[str, BrowserPage] = {}

    def open(self, path: Path) -> BrowserPage:
        """A page of a file, loaded."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = self._pages[session] = BrowserPage(self, session)
        page.load(path.as_uri())
        return page

    def call(self, method: str, session: str = "", **params: Any) -> Any:
        """The answer to a command."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params} | ({"sessionId": session} if session else {})
        os.write(self._outgoing, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]
            self._happened(answer)

    def wait_for(self, event: str, session: str) -> None:
        """Until something has happened on a page."""
        while not any(e["method"] == event and e.get("sessionId") == session for e in self._events):
            self._happened(self._read())

    def _happened(self, event: dict[str, Any]) -> None:
        self._events.append(event)
        page = self._pages.get(event.get("sessionId", ""))
        if page is not None and event["method"] == "Network.requestWillBeSent":
            page.requests.append(event["params"]["request"]["url"])

    def _read(self) -> dict[str, Any]:
        end = monotonic() + _SECONDS
        while b"\0" not in self._rest:
            ready, _, _ = select([self._incoming], [], [], max(0.0, end - monotonic()))
            more = os.read(self._incoming, 1 << 20) if ready else b""
            assert more, "Chromium does not answer"
            self._rest += more
        whole, self._rest = self._rest.split(b"\0", 1)
        answer: dict[str, Any] = json.loads(whole)
        return answer


@contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium that reaches no host."""
    with tempfile.TemporaryDirectory() as profile:
        theirs_in, outgoing = os.pipe()
        incoming, theirs_out = os.pipe()
        far = [fcntl(end, F_DUPFD, 10) for end in (theirs_in, theirs_out)]

        def wire() -> None:
            """It reads commands from 3 and answers on 4."""
            os.dup2(far[0], 3)
            os.dup2(far[1], 4)

        process = subprocess.Popen(
            [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-pipe",
             f"--user-data-dir={profile}", "--host-resolver-rules=MAP * ~NOTFOUND"],
            preexec_fn=wire, pass_fds=(3, 4), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for end in far:
            os.close(end)
        os.close(theirs_in)
        os.close(theirs_out)
        running = Browser(outgoing, incoming)
        try:
            yield running
        finally:
            running.call("Browser.close")
            process.wait(timeout=30)
            os.close(outgoing)
            os.close(incoming)
