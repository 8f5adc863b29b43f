"""The chain of hashes: whatever is changed, removed or moved is found."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from tests.core.cases.samples import Life

from tongban.core.cases.events import NewEvent, digest, find_broken, hash_of
from tongban.core.cases.lifecycle import EventKind


def life() -> Life:
    case = Life()
    submitted = NewEvent(EventKind.SUBMITTED, {"situations": ["illness"]})
    case.add((submitted,), on="2023-09-11")
    case.add(
        (NewEvent(EventKind.ACCEPTED, {"started_on": "2023-09-11"}),), on="2023-09-11"
    )
    case.add((NewEvent(EventKind.SUSPENDED, {"words": "停"}),), on="2023-09-12")
    return case


def broken(case: Life, events=None):
    found = case.events if events is None else events
    return find_broken(found, case_number=case.number, algorithm="sha256")


@pytest.mark.clause("PT25-4")
def test_an_untouched_chain_is_whole():
    assert broken(life()) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"data": {"words": "别的"}},
        {"actor_id": 99},
        {"actor_name": "他人"},
        {"office": "370702"},
        {"channel": "online"},
        {"kind": EventKind.RESUMED},
        {"at": datetime(2023, 9, 30, tzinfo=UTC)},
        {"hash": "0" * 64},
    ],
)
def test_a_changed_event_no_longer_matches_its_hash(change):
    case = life()
    case.events[2] = replace(case.events[2], **change)
    assert [link.seq for link in broken(case)] == [3]


def test_a_removed_event_leaves_a_gap_and_a_loose_end():
    case = life()
    found = broken(case, [case.events[0], case.events[2]])
    assert {link.why for link in found} == {
        "expected event 2",
        "does not follow the event before",
    }


def test_the_chain_of_one_case_does_not_fit_another():
    case = life()
    assert find_broken(case.events, case_number="other", algorithm="sha256")


def test_the_moment_counts_not_its_time_zone():
    event = life().events[0]
    moved = replace(event, at=event.at.astimezone(timezone(timedelta(hours=8))))
    assert hash_of(moved, case_number=Life().number, algorithm="sha256") == event.hash


def test_sm3_gives_its_published_value():
    # GB/T 32905-2016, appendix A.1
    assert digest("sm3")(b"abc") == (
        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    )


def test_an_unknown_hash_is_a_fault():
    with pytest.raises(ValueError, match="md5"):
        digest("md5")
