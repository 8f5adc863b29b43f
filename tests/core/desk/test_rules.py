"""The checklist of a sampled refusal."""

from tongban.core.desk.rules import DeskRules, Question
from tongban.core.money import Fen

RULES = DeskRules(
    bulk_cases_max=1,
    bulk_payment_max=Fen(0),
    sample_percent=1,
    sample_min=1,
    sample_max=1,
    checklist=(Question("clause", "依据"), Question("remedy", "救济")),
)


def test_a_refusal_is_sound_when_every_answer_is_yes():
    assert RULES.is_sound({"clause": True, "remedy": True})


def test_one_no_or_one_open_answer_makes_it_unsound():
    assert not RULES.is_sound({"clause": True, "remedy": False})
    assert not RULES.is_sound({"clause": True})
