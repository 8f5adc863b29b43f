"""Every refusal of access, files, parties and the clock has its sentence."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

from tongban.core.refusals import Refusal
from tongban.services.messages.queries import sentence_of, sentences

WORDS = ("access", "files", "parties", "timekeeping", "demo")


def refusals_of(words: tuple[str, ...]) -> Iterator[type[Refusal]]:
    for word in words:
        for layer in ("core", "services"):
            try:
                package = importlib.import_module(f"tongban.{layer}.{word}")
            except ModuleNotFoundError:
                continue
            for module in pkgutil.iter_modules(package.__path__):
                importlib.import_module(f"{package.__name__}.{module.name}")
    waiting = [Refusal]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.code.split(".")[0] in words:
            yield kind


def test_every_code_has_a_chinese_sentence():
    missing = {kind.code for kind in refusals_of(WORDS)} - set(sentences())

    assert missing == set()


class Full(Refusal):
    code = "files.too_many"


class Unwritten(Refusal):
    code = "messages.of_this_test_only"


@pytest.mark.parametrize(
    ("refusal", "sentence"),
    [
        (Full("x", files_max=60), "一次申请最多上传60个文件。"),
        (Full("x"), "一次申请最多上传个文件。"),
        (
            Unwritten("x"),
            "这一步没有办成。打电话咨询时请报代码：messages.of_this_test_only。",
        ),
    ],
)
def test_blanks_are_filled_from_the_data(refusal, sentence):
    assert sentence_of(refusal) == sentence
