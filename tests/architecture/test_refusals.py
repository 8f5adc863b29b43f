"""Every refusal has a stable code, and every code a Chinese sentence."""

import importlib
import re
from string import Formatter

import pytest
import yaml
from tests.architecture.repository import PACKAGE, files_below, module_name

from tongban.core.refusals import Refusal

CODE = re.compile(r"[a-z][a-z_]*(\.[a-z][a-z0-9_]*)+")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Words and messages, not refusals.
WORDS = {"words.yaml", "notices.yaml", "register.yaml", "roster_words.yaml"}
MESSAGE_FILES = sorted((PACKAGE / "services/messages").glob("*.yaml"))


def _all_refusals() -> list[type[Refusal]]:
    for path in files_below("src/tongban", suffix=".py"):
        if "raise" in (text := path.read_text()) or "Refusal" in text:
            importlib.import_module(module_name(path))
    found: list[type[Refusal]] = []
    waiting = list(Refusal.__subclasses__())
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("tongban."):
            found.append(kind)
    return sorted(set(found), key=lambda kind: kind.__qualname__)


def _sentences() -> dict[str, str]:
    sentences: dict[str, str] = {}
    for path in MESSAGE_FILES:
        for code, sentence in yaml.safe_load(path.read_text()).items():
            assert code not in sentences, f"{code} stands in two files"
            sentences[code] = sentence
    return sentences


REFUSALS = _all_refusals()
SENTENCES = _sentences()


def _is_base(kind: type[Refusal]) -> bool:
    """A class that only gathers others has no code of its own."""
    return "code" not in vars(kind) and bool(kind.__subclasses__())


@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: kind.__qualname__)
def test_every_refusal_has_a_code_of_its_own_and_a_chinese_sentence(kind):
    if _is_base(kind):
        return
    assert "code" in vars(kind), "a refusal names its code itself"
    assert CODE.fullmatch(kind.code), kind.code
    assert kind.code in SENTENCES, "add it to services/messages"


def test_no_two_refusals_share_a_code():
    owners: dict[str, set[str]] = {}
    for kind in REFUSALS:
        if not _is_base(kind):
            owners.setdefault(kind.code, set()).add(kind.__qualname__)
    shared = {code: names for code, names in owners.items() if len(names) > 1}
    assert shared == {}


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_sentence_is_chinese_and_its_blanks_are_names(code):
    sentence = SENTENCES[code]
    blanks = [name for _, name, _, _ in Formatter().parse(sentence) if name is not None]
    assert CHINESE.search(sentence)
    assert all(name.isidentifier() for name in blanks), blanks


def test_no_sentence_waits_for_a_code_that_does_not_exist():
    source = "\n".join(
        path.read_text() for path in files_below("src/tongban", suffix=".py")
    )
    orphans = [
        code
        for path in MESSAGE_FILES
        if path.name not in WORDS
        for code in yaml.safe_load(path.read_text())
        if f'"{code}"' not in source
    ]
    assert orphans == []
