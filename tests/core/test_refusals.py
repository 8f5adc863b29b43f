"""A refusal carries a code, a developer's sentence and its data."""

from tongban.core.refusals import Refusal


def test_a_refusal_keeps_its_sentence_and_its_data():
    refused = Refusal("Not today.", day="2023-09-11")
    assert (refused.code, refused.message) == ("refused", "Not today.")
    assert refused.data == {"day": "2023-09-11"}
    assert str(refused) == "Not today."
