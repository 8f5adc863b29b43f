"""Copies of the small policy folder, and the published one."""

import shutil
from pathlib import Path

HERE = Path(__file__).resolve().parent
BASE = HERE / "base"
PUBLISHED = HERE.parents[1] / "policy"


def copy_base(target: Path) -> Path:
    """Copy the small folder below ``target`` and return it."""
    return Path(shutil.copytree(BASE, target / "base"))


def change(folder: Path, name: str, old: str, new: str) -> None:
    """Replace one piece of text of one file."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{name} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
