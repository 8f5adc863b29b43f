"""Compare the branch coverage of each layer with its floor in pyproject.toml.

A floor may be raised, never lowered. Run after the tests, on their data.
"""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
REPORT = ROOT / "test-artefacts/coverage.json"


def measured() -> dict[str, float]:
    """Return covered lines and branches of each layer in per cent."""
    REPORT.parent.mkdir(exist_ok=True)
    subprocess.run(
        [sys.executable, "-m", "coverage", "json", "--quiet", "-o", str(REPORT)],
        cwd=ROOT,
        check=True,
    )
    totals: dict[str, list[int]] = {}
    files: dict[str, Any] = json.loads(REPORT.read_text())["files"]
    for name, found in files.items():
        parts = Path(name).parts
        layer = parts[parts.index("tongban") + 1]
        summary = found["summary"]
        total = totals.setdefault(layer, [0, 0])
        total[0] += summary["covered_lines"] + summary["covered_branches"]
        total[1] += summary["num_statements"] + summary["num_branches"]
    return {layer: 100 * done / most for layer, (done, most) in totals.items() if most}


def main() -> None:
    """Print a table and fail when a layer fell below its floor."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    floors: dict[str, float] = project["tool"]["tongban"]["coverage"]
    found = measured()
    fallen = False
    for layer, floor in floors.items():
        share = found.get(layer, 0.0)
        low = round(share, 1) < floor
        fallen = fallen or low
        print(f"{layer:10} {share:6.1f} %   floor {floor:5.1f} %{'   FELL' * low}")
    if fallen:
        raise SystemExit("Coverage fell: add the missing tests.")


if __name__ == "__main__":
    main()
