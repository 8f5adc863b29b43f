"""Every list has a name and the standard it is coded by."""

from tongban.core.medical_catalogue.kinds import (
    CHARGED,
    CODED_BY,
    KIND_WORDS,
    LIST_TYPE,
    CatalogueKind,
)


def test_every_list_has_its_word_and_its_standard():
    assert set(KIND_WORDS) == set(CODED_BY) == set(CatalogueKind)
    assert len(set(KIND_WORDS.values())) == len(CatalogueKind)


def test_diagnoses_are_not_charged():
    assert CatalogueKind.DIAGNOSIS not in CHARGED
    assert CatalogueKind.SERVICE in CHARGED


def test_every_charged_list_has_its_own_type():
    assert set(LIST_TYPE) == CHARGED
    assert len(set(LIST_TYPE.values())) == len(CHARGED)
