"""The pictures of the pages in the documents: starts the service on the articles of examples/newsroom and looks at it.

    make screenshots     # renews docs/images

WebP by way of Chromium's own encoder, some 40 KB each. They are only as good as someone's look at them.
"""

from __future__ import annotations

import base64
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

import httpx
from playwright.sync_api import Browser, Page

from tests.browser.chromium import chromium, found
from tests.system.conftest import ROOT, Up, wait

IMAGES = ROOT / "docs" / "images"
ARTICLES = ROOT / "examples" / "newsroom"
DESK, PHONE = (1440, 900), (390, 844)
QUALITY = 84


class Picture(NamedTuple):
    """A picture: its file, the page's address, the window, the colours, and what is done before it is taken."""

    name: str
    path: str
    size: tuple[int, int] = DESK
    scheme: Literal["light", "dark"] = "light"
    prepare: Callable[[Page], object] = lambda _: None


def _hover(page: Page) -> None:
    page.locator("#text .mark").nth(1).hover()
    page.get_by_role("tooltip").wait_for()


def pictures(article: str, fact: str) -> list[Picture]:
    """All of them."""
    investments = "/browse?kind=investment&currency=KZT&min_amount=1000000000&sort=-amount"
    mill = "/browse/subjects/karatau%20wire%20mill"
    return [
        Picture("live", "/"),
        Picture("facts", investments),
        Picture("article", article, prepare=_hover),
        Picture("article-dark", article, scheme="dark", prepare=_hover),
        Picture("fact", fact),
        Picture("project", mill),
        Picture("project-dark", mill, scheme="dark"),
        Picture("sums", "/browse/sums?currency=KZT"),
        Picture("live-phone", "/", PHONE),
        Picture("facts-phone", investments, PHONE, "dark"),
        Picture("article-phone", article, PHONE),
    ]


def take(browser: Browser, base: str, picture: Picture) -> int:
    """Take one; its size in bytes."""
    width, height = picture.size
    context = browser.new_context(
        base_url=base, viewport={"width": width, "height": height}, color_scheme=picture.scheme, locale="en-GB",
        reduced_motion="reduce", device_scale_factor=1.5 if picture.size == PHONE else 1,
    )  # fmt: skip
    context.add_cookies([{"name": "factwire_reviewer", "value": "Aliya", "url": base}])
    page = context.new_page()
    page.goto(picture.path)
    page.evaluate("document.fonts.ready")
    picture.prepare(page)
    page.wait_for_timeout(500)  # what is live has connected, charts are drawn
    options = {"format": "webp", "quality": QUALITY}
    taken = context.new_cdp_session(page).send("Page.captureScreenshot", options)
    data = base64.b64decode(taken["data"])
    (IMAGES / f"{picture.name}.webp").write_bytes(data)
    context.close()
    return len(data)


def main() -> int:
    """Exit code 2 where there is no Chromium."""
    program = found()
    if program is None:
        print("no Chromium: `make browser` installs one", file=sys.stderr)
        return 2
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        up = Up(Path(folder))
        try:
            up.inbox.mkdir(exist_ok=True)
            names = sorted(ARTICLES.glob("[0-9]*.md"))
            up.ready()
            for count, path in enumerate(names, 1):  # one after another, so that the order is the same each time
                shutil.copy(path, up.inbox)
                wait(lambda count=count: len(up.get("/articles")["items"]) == count, what=path.name)  # type: ignore[misc]
            wait(lambda: all(each["facts"] for each in up.get("/articles")["items"]), what="their facts")
            article, fact = _reviewed(up)
            with chromium(program) as browser:
                for picture in pictures(article, fact):
                    print(f"{picture.name}.webp  {take(browser, up.url, picture):,} bytes")
        finally:
            up.signal(signal.SIGTERM)
    return 0


def _reviewed(up: Up) -> tuple[str, str]:
    """The addresses of an article whose facts were looked at, and of one of them that was corrected."""
    article = next(each for each in up.get("/articles")["items"] if each["title"].startswith("Wire at last"))
    facts = up.get(f"/articles/{article['id']}/facts")["items"]
    money = next(each for each in facts if each["kind"] == "investment")
    share = next(each for each in facts if each["kind"] == "share")
    corrected = {"corrections": {"subject": "Karatau wire mill"}, "note": "It is the mill's output."}
    for fact, verdict, more in ((facts[0], "right", {}), (money, "right", {}), (share, "corrected", corrected)):
        decision = {"verdict": verdict, "by": "Aliya"} | more
        httpx.put(f"{up.url}/facts/{fact['id']}/review", json=decision).raise_for_status()
    return f"/browse/articles/{article['id']}", f"/browse/facts/{share['id']}"


if __name__ == "__main__":
    sys.exit(main())
