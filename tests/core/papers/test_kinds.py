"""Every kind has its title and letters, and a number says where it comes from."""

from tongban.core.cases.lifecycle import EventKind
from tongban.core.papers.kinds import (
    CERTIFICATES,
    ENDED_BY,
    ISSUED_BY,
    LETTERS,
    NUMBER_MAX,
    TITLES,
    PaperKind,
    Standing,
    paper_number,
)


def test_each_kind_has_a_title_letters_and_an_event():
    issued = {*ISSUED_BY.values(), *CERTIFICATES.values()}
    assert set(TITLES) == set(LETTERS) == set(PaperKind) == issued
    assert len(set(LETTERS.values())) == len(PaperKind)


def test_a_number_names_kind_case_and_event():
    number = paper_number(PaperKind.NOTICE, case_number="37070220230911", event_seq=4)
    assert number == "GZ37070220230911-4"


def test_the_longest_number_fits_its_column():
    longest = paper_number(
        PaperKind.NON_ACCEPTANCE, case_number="9" * 24, event_seq=9_999
    )
    assert len(longest) <= NUMBER_MAX


def test_what_ends_a_paper_is_never_valid():
    assert Standing.VALID not in {standing for _, standing in ENDED_BY.values()}
    reversed_with_it, _ = ENDED_BY[EventKind.DECISION_REVERSED]
    assert reversed_with_it == {PaperKind.COMPLETION, *CERTIFICATES.values()}
