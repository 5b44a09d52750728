"""The browser of the tests and the pictures: Debian's Chromium, or whichever Chromium is here.

python -m tests.browser.chromium     # installs one where none is and that can be done
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No sandbox within a container's root; and nothing of its own accord on the network.
ARGUMENTS = [
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--lang=en-GB",
    "--font-render-hinting=none",
    *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
]  # fmt: skip


def found() -> str | None:
    """The program, FACTWIRE_TEST_BROWSER before all others; None where there is none."""
    given = os.environ.get("FACTWIRE_TEST_BROWSER")
    here = given or next((path for name in NAMES if (path := shutil.which(name))), None)
    if here is not None:
        return here
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


@contextmanager
def chromium(program: str) -> Iterator[Browser]:
    """A running browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


def install() -> int:
    """Install one where none is; 0 where one is there afterwards."""
    if found():
        return 0
    print("installing Chromium for the browser tests", flush=True)
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if root and shutil.which("apt-get"):
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=quiet)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        subprocess.run(command, check=False, env=quiet, stdout=subprocess.DEVNULL)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if found():
        return 0
    print("no Chromium could be installed: browser tests are left out; install one, or set FACTWIRE_TEST_BROWSER")
    return 0 if not os.environ.get("FACTWIRE_REQUIRE_BROWSER") else 1


if __name__ == "__main__":
    sys.exit(install())
