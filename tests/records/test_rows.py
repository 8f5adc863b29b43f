"""Rows made quickly are those that Django's constructor makes."""

from datetime import UTC, datetime

import pytest

from tongban.records.rows import new_row
from tongban.records.settlement.models import FeeLine, Visit

AT = datetime(2026, 1, 31, tzinfo=UTC)
VISIT = {"id": 7, "kind": "pharmacy", "began_at": AT, "person_id": 3}
LINE = {"serial": "1", "code": "X", "price": 1, "quantity": 1, "amount_fen": 1}


def told(row):
    return {name: value for name, value in vars(row).items() if name != "_state"}


def test_what_nobody_says_has_its_default():
    row = new_row(Visit, VISIT)

    assert told(row) == told(Visit(**VISIT))
    assert row._state.adding
    assert row._state.db is None


def test_a_related_row_is_known_and_its_number_too():
    visit = new_row(Visit, VISIT)
    row = new_row(FeeLine, LINE, {"visit": visit})

    assert told(row) == told(FeeLine(visit=visit, **LINE))
    assert row.visit is visit


def test_a_default_that_is_made_is_made_for_each_row():
    first, second = (new_row(FeeLine, LINE) for _ in range(2))

    assert first.details == {}
    assert first.details is not second.details
    assert new_row(FeeLine, {**LINE, "details": {"a": "b"}}).details == {"a": "b"}


def test_a_column_that_is_none_is_refused():
    with pytest.raises(TypeError, match="FeeLine has no nothing"):
        new_row(FeeLine, {**LINE, "nothing": 1})
