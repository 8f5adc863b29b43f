"""Weight and first paint of pages, as a slow phone sees them; prints JSON.

    python tools/pages.py http://127.0.0.1:8000

Each page is opened cold, at 390 px, with the processor slowed down four times;
weight is what came over the wire. The floor is the plainest page of the site.
"""

import json
import shutil
import statistics
import sys
from typing import Final

from playwright.sync_api import Browser, sync_playwright

PAGES: Final = {
    "floor": "/no-such-page/",
    "home": "/",
    "items": "/items/",
    "guide": "/items/inpatient-reimbursement/",
    "progress": "/progress/",
    "sign_in": "/sign-in/",
}
SLOW_DOWN: Final = 4
ROUNDS: Final = 5
PAINT: Final = """() => {
    const seen = performance.getEntriesByName('first-contentful-paint')[0];
    return seen ? seen.startTime : null;
}"""


def main() -> None:
    """Measure every page of the site whose address is given."""
    site = sys.argv[1].rstrip("/")
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        found = {name: _measure(browser, site + path) for name, path in PAGES.items()}
        browser.close()
    print(json.dumps(found))


def _measure(browser: Browser, url: str) -> dict[str, float]:
    looks = [_open(browser, url) for _ in range(ROUNDS)]
    return {
        "kilobytes": statistics.median(weight for weight, _ in looks) / 1_000,
        "paint_ms": statistics.median(paint for _, paint in looks),
    }


def _open(browser: Browser, url: str) -> tuple[float, float]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    speaking = context.new_cdp_session(page)
    speaking.send("Network.enable")
    speaking.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_DOWN})
    weights: list[float] = []
    speaking.on(
        "Network.loadingFinished",
        lambda told: weights.append(told["encodedDataLength"]),
    )
    page.goto(url, wait_until="networkidle")
    paint = page.wait_for_function(PAINT).json_value()
    context.close()
    return sum(weights), float(paint)


if __name__ == "__main__":
    main()
