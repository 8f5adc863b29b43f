"""Copy the front-end parts we serve from node_modules into our static files.

They are committed, so serving needs no Node; an architecture test compares
them with the locked packages wherever those are installed.
"""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "src/tongban/portals/shared/static/vendor"
PARTS = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "echarts/dist/echarts.common.min.js": "echarts.common.min.js",
}


def main() -> None:
    """Copy each part over the committed one."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for source, name in PARTS.items():
        shutil.copyfile(ROOT / "node_modules" / source, TARGET / name)
        print(f"{name} <- {source}")


if __name__ == "__main__":
    main()
