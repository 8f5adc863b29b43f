"""Terms go to JSON and come back the same, named by their digest."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.items.samples import PLEDGE, limit, material, special, terms

from tongban.core.items.catalogue import (
    Audience,
    Channel,
    LimitLayer,
    MaterialKind,
    Situation,
    SituationGroup,
    Step,
    Terms,
)
from tongban.policy.shapes import from_json, to_json
from tongban.policy.snapshots import (
    digest_of,
    terms_from_json,
    terms_to_json,
    with_digest,
)

words = st.text(max_size=8)
codes = st.lists(words, max_size=3).map(tuple)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | words,
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(words, inner, max_size=3)
    ),
    max_leaves=8,
)
materials = st.builds(
    material,
    words,
    kind=st.sampled_from(MaterialKind),
    alternatives=codes,
    when=codes,
    unless=codes,
    original=st.booleans(),
    copies=st.integers(1, 9),
    pledge=st.none() | st.just(PLEDGE),
    valid_months=st.none() | st.integers(1, 12),
    local=st.booleans(),
    posted_on=st.none() | days,
)
limits = st.builds(
    limit,
    st.integers(0, 90),
    words,
    layer=st.sampled_from(LimitLayer),
    facts=st.none() | st.dictionaries(words, codes, max_size=2),
)
groups = st.builds(
    SituationGroup,
    words,
    words,
    st.lists(st.builds(Situation, words, words), max_size=3).map(tuple),
    st.booleans(),
)
some_terms = st.builds(
    terms,
    audience=st.sampled_from(Audience),
    steps=st.lists(st.sampled_from(Step), max_size=4).map(tuple),
    channels=st.lists(st.sampled_from(Channel), max_size=3).map(tuple),
    materials=st.lists(materials, max_size=3).map(tuple),
    limits=st.lists(limits, max_size=3).map(tuple),
    situations=st.lists(groups, max_size=2).map(tuple),
    special_steps=st.lists(st.builds(special, words), max_size=2).map(tuple),
    form=st.dictionaries(words, json_values, max_size=3),
    delegations=st.dictionaries(
        words, st.lists(st.sampled_from(Step), max_size=2).map(tuple), max_size=2
    ),
    automatic=st.booleans(),
)


@pytest.mark.clause("CN39-四")
@given(some_terms)
def test_terms_come_back_as_they_went(original):
    stored = json.loads(json.dumps(terms_to_json(original), ensure_ascii=False))
    assert terms_from_json(stored) == original


@given(some_terms, some_terms)
def test_a_digest_names_one_content(one, other):
    assert (digest_of(one) == digest_of(other)) == (
        terms_to_json(one) == terms_to_json(other)
    )


def test_a_digest_is_the_same_whoever_asks_and_does_not_cover_itself():
    named = with_digest(terms())
    assert named.digest == digest_of(terms()) == digest_of(named)
    assert len(named.digest) == 64


def test_any_change_changes_the_digest():
    changed = replace(terms(), steps=(Step.APPLY, Step.ACCEPT, Step.CLOSE))
    assert digest_of(changed) != digest_of(terms())


def test_a_field_at_its_default_is_left_out_so_old_digests_stay():
    assert "rulings" not in terms_to_json(terms())
    assert terms_to_json(terms(rulings=("x",)))["rulings"] == ["x"]


def test_a_value_without_a_json_form_is_a_fault():
    with pytest.raises(TypeError, match="object has no JSON form"):
        to_json(object())
    with pytest.raises(TypeError, match="type has no JSON form"):
        to_json(Terms)


def test_a_pair_of_the_wrong_length_is_a_fault():
    with pytest.raises(ValueError, match="zip"):
        from_json(tuple[str, str], ["a", "b", "c"])
