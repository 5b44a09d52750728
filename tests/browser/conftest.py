"""A newsroom at work: `factwire up` with articles, and a real browser that looks at its pages."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.browser.chromium import chromium, found
from tests.system.conftest import ROOT, Up, wait

ARTICLES = ROOT / "examples" / "newsroom"
LATE = "06-zhetysu-hotel.md"  # dropped by a test while it watches


@pytest.fixture(scope="session")
def _program() -> str:
    program = found()
    if program is None:
        reason = "no Chromium: `make browser` installs one, FACTWIRE_TEST_BROWSER names another"
        if os.environ.get("FACTWIRE_REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    return program


@pytest.fixture(scope="session")
def newsroom(_program: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """A running service with the articles of examples/newsroom, but for the late one."""
    up = Up(tmp_path_factory.mktemp("newsroom"))
    try:
        up.inbox.mkdir(exist_ok=True)
        names = [path for path in sorted(ARTICLES.glob("[0-9]*.md")) if path.name != LATE]
        for path in names:
            shutil.copy(path, up.inbox)
        up.ready()
        wait(lambda: len(up.get("/articles")["items"]) == len(names), what="the articles")
        wait(lambda: all(each["facts"] for each in up.get("/articles")["items"]), what="their facts")
        yield up
    finally:
        up.signal(signal.SIGKILL)


# A module's, not the session's: Playwright's loop runs as long as it is there, and other tests have loops of their own.
@pytest.fixture(scope="module")
def browser(_program: str) -> Iterator[Browser]:
    with chromium(_program) as browser:
        yield browser


@pytest.fixture
def context(browser: Browser, newsroom: Up) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browsing contexts; whatever their pages complain about on the console fails the test."""
    made: list[BrowserContext] = []
    complaints: list[str] = []

    def told(message: ConsoleMessage) -> None:
        # A page that refuses a question is answered with 422, which the browser mentions.
        if message.type in ("error", "warning") and "status of 422" not in message.text:
            complaints.append(f"{message.type}: {message.text}")

    def make(*, width: int = 1440, height: int = 900, javascript: bool = True) -> BrowserContext:
        new = browser.new_context(
            base_url=newsroom.url, viewport={"width": width, "height": height}, java_script_enabled=javascript,
            accept_downloads=True, locale="en-GB", reduced_motion="reduce",  # nothing moves under the mouse
        )  # fmt: skip
        new.set_default_timeout(15_000)
        new.on("console", told)
        new.on("weberror", lambda error: complaints.append(f"error: {error.error}"))
        made.append(new)
        return new

    yield make
    for each in made:
        each.close()
    assert complaints == []


@pytest.fixture
def page(context: Callable[..., BrowserContext]) -> Page:
    """A page at a desk's width."""
    return context().new_page()
