"""The chain of looks: every kind of tampering shows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from tongban.core.access.looks import Look, SealedLook, find_broken, hash_of

AT = datetime(2023, 9, 22, 1, 0, tzinfo=UTC)


def chain(length: int) -> list[SealedLook]:
    sealed: list[SealedLook] = []
    for seq in range(1, length + 1):
        look = Look(
            office_code="370705",
            office_path="/370000/370700/370705/",
            seq=seq,
            at=AT + timedelta(minutes=seq),
            account_id=7,
            party_id=seq,
            reason="窗口查询",
            case_number="",
            prev_hash=sealed[-1].hash if sealed else "",
        )
        sealed.append(SealedLook(look, "sha256", hash_of(look, algorithm="sha256")))
    return sealed


def test_a_whole_chain_has_no_break():
    assert find_broken(chain(5)) == ()
    assert find_broken([]) == ()


def test_a_changed_look_is_found():
    looks = chain(3)
    looks[1] = replace(looks[1], look=replace(looks[1].look, party_id=99))

    assert [(found.seq, found.why) for found in find_broken(looks)] == [
        (2, "content does not match its hash")
    ]


def test_a_changed_look_with_a_new_hash_breaks_the_next_one():
    looks = chain(3)
    forged = replace(looks[1].look, party_id=99)
    looks[1] = SealedLook(forged, "sha256", hash_of(forged, algorithm="sha256"))

    assert [found.seq for found in find_broken(looks)] == [3]


@pytest.mark.parametrize("removed", [0, 1])
def test_a_removed_look_is_found(removed):
    looks = chain(3)
    del looks[removed]

    found = find_broken(looks)

    assert {one.seq for one in found} == {removed + 2}
    assert len(found) == 2


def test_the_hash_is_of_the_instant_not_of_its_time_zone():
    look = chain(1)[0].look
    here = look.at.astimezone(timezone(timedelta(hours=8)))

    assert hash_of(replace(look, at=here), algorithm="sha256") == hash_of(
        look, algorithm="sha256"
    )


def test_sm3_may_be_chosen():
    look = chain(1)[0].look

    assert hash_of(look, algorithm="sm3") != hash_of(look, algorithm="sha256")
