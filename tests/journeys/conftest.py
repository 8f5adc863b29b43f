"""A real browser for journeys: headless Chromium that talks to us only.

A page fails its test when it logs an error, breaks the content security
policy or asks another host for anything.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

# Playwright keeps an event loop in this thread; our own database calls between
# two steps of a journey are ordinary ones and safe.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
)
LOOPBACK = {"127.0.0.1", "localhost"}
WAIT_MILLISECONDS = 10_000
ARTEFACTS = Path(__file__).resolve().parents[2] / "test-artefacts"
AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark journeys; all have one worker, hence one browser, in a parallel run."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "Chromium is missing: run tools/install-browser"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh page with no cookies; what it complains about fails the test."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    context.set_default_timeout(WAIT_MILLISECONDS)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "console",
        lambda line: complaints.append(line.text) if line.type == "error" else None,
    )

    def stay_here(route: Route) -> None:
        if urlsplit(route.request.url).hostname in LOOPBACK:
            route.continue_()
        else:
            complaints.append(f"asks another host: {route.request.url}")
            route.abort()

    opened.route("**/*", stay_here)
    failed_before = request.session.testsfailed
    yield opened
    if request.session.testsfailed > failed_before:
        ARTEFACTS.mkdir(exist_ok=True)
        opened.screenshot(path=ARTEFACTS / f"{request.node.name}.png", full_page=True)
    context.close()
    refused = [line for line in complaints if "status of 4" not in line]
    assert refused == []


@pytest.fixture
def accessibility_faults(page: Page):
    """Return a function that lists the serious axe findings of the open page."""

    def find() -> list[str]:
        page.wait_for_load_state("load")  # colours are those of every style sheet
        page.evaluate(AXE.read_text())
        found = page.evaluate("async () => (await axe.run()).violations")
        return [
            f"{fault['id']}: {fault['nodes'][0]['html']}"
            for fault in found
            if fault["impact"] in {"serious", "critical"}
        ]

    return find
