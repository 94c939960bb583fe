"""Chromium as a reader has it, on pages that lie in a folder."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import msgspec
from playwright.sync_api import Browser, Page, sync_playwright

from tests.real.database.servers import needed

Scheme = Literal["light", "dark"]
# Chromium's own sandbox needs rights that a container seldom gives.
_OPTIONS = ["--no-sandbox", "--disable-dev-shm-usage"]


class Seen(msgspec.Struct):
    """What a page did beside being shown: messages on the console, errors, addresses asked for."""

    said: list[str]
    asked: list[str]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    program = needed("chromium", "chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_OPTIONS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def shown(
    browser: Browser, text: str, scheme: Scheme = "light", *, with_script: bool = True
) -> Iterator[tuple[Page, Seen]]:
    """A page as it is opened from a disk."""
    seen = Seen([], [])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.html"
        file.write_text(text, encoding="utf-8")
        context = browser.new_context(
            color_scheme=scheme,
            java_script_enabled=with_script,
            viewport={"width": 1280, "height": 900},
        )
        page = context.new_page()
        page.on("console", lambda message: seen.said.append(message.text))
        page.on("pageerror", lambda error: seen.said.append(str(error)))
        page.on("request", lambda request: seen.asked.append(request.url))
        page.goto(file.as_uri())
        seen.asked.remove(file.as_uri())
        try:
            yield page, seen
        finally:
            context.close()
