"""Array literals: what was said is what the database reads, whatever it is."""

import json
from datetime import UTC, date

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongban.services.settlement.express.literals import OF_TYPE

FIRST_YEAR = 1950
TEXTS = st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12
) | st.sampled_from(['","', '"', "\\", "NULL", "null", "{}", "", " ", "a,b", "{"])
VALUES = {
    "bigint": st.none() | st.integers(-(2**63), 2**63 - 1),
    "smallint": st.none() | st.integers(-(2**15), 2**15 - 1),
    "text": st.none() | TEXTS,
    "jsonb": st.dictionaries(TEXTS, TEXTS, max_size=3) | st.lists(TEXTS, max_size=3),
    "boolean": st.booleans(),
    "date": st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    "timestamptz": st.none()
    | st.datetimes(timezones=st.just(UTC)).filter(lambda one: one.year >= FIRST_YEAR),
}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", VALUES)
def test_a_column_is_read_as_it_was_said(kind):
    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(st.lists(VALUES[kind], min_size=1, max_size=4))
    def told(values):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT %s::{kind}[]", [OF_TYPE[kind](values)])
            (found,) = cursor.fetchone()
        if kind == "jsonb":  # the site reads these as texts
            found = [json.loads(one) for one in found]
        assert found == values

    told()
