"""Each module of the core has its test file in the same place."""

from tests.architecture.repository import ROOT, files_below, short

# Modules that hold names only; there is nothing in them that could be wrong.
VOCABULARY = {
    "src/tongban/core/refusals.py",
    "src/tongban/core/access/actor.py",
    "src/tongban/core/items/catalogue.py",
}


def test_each_module_of_the_core_has_its_test_file():
    missing = []
    for path in files_below("src/tongban/core", suffix=".py"):
        if path.name == "__init__.py" or short(path) in VOCABULARY:
            continue
        inside = path.relative_to(ROOT / "src/tongban/core")
        mirror = ROOT / "tests/core" / inside.with_name(f"test_{path.name}")
        if not mirror.exists():
            missing.append(short(mirror))
    assert missing == []


def test_each_vocabulary_exception_still_exists():
    assert [name for name in VOCABULARY if not (ROOT / name).exists()] == []
