"""Every kind and state has its word, and dead letters are those to look at."""

from tongban.core.exchange.kinds import (
    DEAD_LETTERS,
    IN_STATE_WORDS,
    MENDING_WORDS,
    MESSAGE_KIND_WORDS,
    OUT_STATE_WORDS,
    InState,
    MendingAct,
    MessageKind,
    OutState,
)


def test_each_has_a_word_of_its_own() -> None:
    assert set(MESSAGE_KIND_WORDS) == set(MessageKind)
    assert set(OUT_STATE_WORDS) == set(OutState)
    assert set(IN_STATE_WORDS) == set(InState)
    assert set(MENDING_WORDS) == set(MendingAct)
    books = (MESSAGE_KIND_WORDS, OUT_STATE_WORDS, IN_STATE_WORDS, MENDING_WORDS)
    for words in books:
        assert len(set(words.values())) == len(words)


def test_what_will_still_be_tried_is_no_dead_letter() -> None:
    assert not DEAD_LETTERS & {OutState.WAITING, OutState.DELIVERED, OutState.STOPPED}
