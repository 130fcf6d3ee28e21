"""Chromium for the browser tests: one process per run, one fresh context per page, axe from the wheel of axe-playwright-python.

Two servers: pytest-django's `live_server` for pages alone, and `relais`, the real thing with its workers and sockets.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from rse.people.models import User
from tests.browser.people import CUT_TRANSITION, Person
from tests.browser.running import Relais, running

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
EXPECTED_NOISE = ("WebSocket", "Failed to load resource")

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is not installed: CI must run the browser tests")
        pytest.skip("Chromium is not installed: browser tests did not run")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, live_server) -> Iterator[OpenPage]:
    """`open_page(path, user=…, width=…, height=…, theme="dark")`: a page of a new browser; the test fails on a script error or a CSP refusal."""
    contexts, errors = [], []

    def opened(
        path: str,
        *,
        user: User | None = None,
        width: int = 1280,
        height: int = 720,
        theme: str = "light",
        before: Callable[[Page], None] | None = None,
        workers: str = "block",
    ) -> Page:
        # A service worker would answer before the routes some tests lay: only the tests of the offline page let it in.
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, locale="fr-FR", base_url=live_server.url, service_workers=workers
        )
        contexts.append(context)
        if user is not None:
            client = Client()
            client.force_login(user)
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: None if error.message.startswith(CUT_TRANSITION) else errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if line.type == "error" and not line.text.startswith(EXPECTED_NOISE) else None)
        if before:
            before(page)
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def violations() -> Callable[[Page], list[str]]:
    """`violations(page)`: what axe finds against WCAG 2.1 AA, one line each, and a sideways scroll if there is one."""

    def found(page: Page) -> list[str]:
        # Evaluated in the page: `add_script_tag` would be refused by our own content policy.
        page.evaluate(AXE)
        report = page.evaluate("rules => axe.run(document, rules)", RULES)
        lines = [f"{rule['id']} {node['target']}" for rule in report["violations"] for node in rule["nodes"]]
        too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return [*lines, f"{too_wide} px too wide"] if too_wide > 0 else lines

    return found


@pytest.fixture(scope="session")
def relais(chromium: Browser, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Relais]:
    """Relais as people run it, on the demonstration town; one server a worker, the town built once for all."""
    base = tmp_path_factory.getbasetemp()
    shared = Path(os.environ.get("KEEP_TOWN") or (base if worker_id == "master" else base.parent) / "town")
    with running(shared, base / "relais") as server:
        yield server


@pytest.fixture
def enter(chromium: Browser, relais: Relais) -> Iterator[Callable[..., Person]]:
    """`enter("10003", width=1440)`: a person of the demonstration in a browser of their own, signed in by the one-click roles.

    The test fails on a script error, a refused content or a 500 in any of these browsers.
    """
    people: list[Person] = []

    def come_in(number: str = "", *, width: int = 1440, height: int = 900, theme: str = "light", before: Callable[[Page], None] | None = None) -> Person:
        person = Person.come_in(chromium, relais.url, number, width=width, height=height, theme=theme, before=before)
        people.append(person)
        return person

    yield come_in
    for person in people:
        person.context.close()
    assert [error for person in people for error in person.errors] == []
