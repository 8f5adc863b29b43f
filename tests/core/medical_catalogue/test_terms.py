"""Grades have their Chinese."""

from tongban.core.medical_catalogue.terms import GRADE_WORDS, WHOLE_BP, Grade, ListTerms


def test_every_grade_has_its_word():
    assert "".join(GRADE_WORDS[grade] for grade in Grade) == "甲乙丙"


def test_terms_are_values():
    said = ("C1", "名", Grade.C, WHOLE_BP, None, False, "09", "源")
    assert ListTerms(*said) == ListTerms(*said)
