"""Kinds of facts, and what tells one fact about somebody from another."""

import pytest

from tongban.core.matching.facts import FACT_KIND_WORDS, FactKind, about


def test_every_kind_has_a_word():
    assert set(FACT_KIND_WORDS) == set(FactKind)


@pytest.mark.parametrize(
    ("kind", "cells", "told"),
    [
        (FactKind.DEATH, {"happened_on": "2026-03-01"}, ""),
        (FactKind.RETIREMENT, {"happened_on": "2026-03-01"}, ""),
        (FactKind.IMPRISONMENT, {"happened_on": "2026-03-01"}, "2026-03-01"),
        (FactKind.BIRTH, {"child_id_number": "1"}, "1"),
        (
            FactKind.PAYMENT,
            {"scheme": "employee", "period": "2026-03"},
            "employee 2026-03",
        ),
    ],
)
def test_what_a_row_is_about(kind, cells, told):
    assert about(kind, cells) == told
