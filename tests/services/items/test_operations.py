"""A local extra material binds from the day it is posted (scenario 2)."""

from datetime import date, timedelta

import pytest
from tests.services.items.acting import (
    COUNTY_PATH,
    NOW,
    cataloguer,
    new_posting,
    staff,
)

from tongban.core.access.actor import Role
from tongban.core.access.rights import NotAllowed
from tongban.core.items.catalogue import Audience, Citation
from tongban.policy.book import ItemUnknown
from tongban.records.items.models import ExtraMaterialAttempt, PostedMaterial
from tongban.records.security.row_conditions import below
from tongban.services.items.operations import (
    Attempt,
    PostingIncomplete,
    PostingOutside,
    PostingRepeated,
    PostingSituationUnknown,
    post_local_material,
    record_extra_material_attempt,
)
from tongban.services.items.queries import terms_on

pytestmark = pytest.mark.django_db

ITEM = "outpatient-reimbursement"
BEFORE = date(2023, 9, 11)


def attempts_below(path: str) -> list[ExtraMaterialAttempt]:
    return list(ExtraMaterialAttempt.objects.filter(below("office_path", path)))


def asked(region="370783", on=BEFORE):
    terms = terms_on(ITEM, Audience.EMPLOYEE, region, on)
    return [material.code for material in terms.materials]


@pytest.mark.clause("SD28-15", "SD28-16", "CN39-四")
def test_a_material_is_asked_from_its_posting_on_and_never_before():
    before = asked()
    record_extra_material_attempt(
        Attempt("370783", ITEM, "银行卡复印件", "付款需要", "370783-1"),
        actor=staff(Role.CLERK),
        now=NOW - timedelta(days=1),
    )
    post_local_material(new_posting(), actor=cataloguer(), now=NOW)

    assert asked() == before
    assert asked(on=NOW.date()) == [*before, "local-bank-card"]
    assert asked("370783112201", NOW.date()) == [*before, "local-bank-card"]
    assert asked("370705", NOW.date()) == before
    assert asked("370700", NOW.date()) == before

    (attempt,) = attempts_below("/370000/370700/")
    assert (attempt.name, attempt.asked_on) == ("银行卡复印件", BEFORE)
    assert attempt.office_path == COUNTY_PATH
    assert attempts_below("/370000/370100/") == []


def test_a_posting_is_dated_and_names_its_office_and_basis():
    number = post_local_material(new_posting(), actor=cataloguer(), now=NOW)
    row = PostedMaterial.objects.get(pk=number)
    assert (row.posted_on, row.office_code) == (NOW.date(), "370783")
    assert row.material["posted_on"] == "2023-09-12"
    assert row.material["source"]["document"] == "DEMO"


def test_a_code_that_says_local_already_is_kept():
    number = post_local_material(
        new_posting(code="local-card"), actor=cataloguer(), now=NOW
    )
    assert PostedMaterial.objects.get(pk=number).code == "local-card"


def test_a_posting_may_be_tied_to_a_situation():
    number = post_local_material(
        new_posting(when=("accident",)), actor=cataloguer(), now=NOW
    )
    assert PostedMaterial.objects.get(pk=number).material["when"] == ["accident"]


@pytest.mark.parametrize(
    ("case", "changes", "refusal"),
    [
        ("no name", {"name": " "}, PostingIncomplete),
        ("no basis", {"basis": Citation("", "")}, PostingIncomplete),
        ("a name too long", {"name": "长" * 121}, PostingIncomplete),
        ("a text too long", {"text": "长" * 501}, PostingIncomplete),
        ("another county", {"region": "370705"}, PostingOutside),
        ("the region above", {"region": "370700"}, PostingOutside),
        ("an item that is none", {"item": "other"}, ItemUnknown),
        ("a material asked already", {"name": "费用清单"}, PostingRepeated),
        ("a situation of no question", {"when": ("x",)}, PostingSituationUnknown),
    ],
)
def test_what_may_not_be_posted_is_refused(case, changes, refusal):
    with pytest.raises(refusal):
        post_local_material(new_posting(**changes), actor=cataloguer(), now=NOW)
    assert not PostedMaterial.objects.exists(), case


def test_only_a_cataloguer_posts():
    with pytest.raises(NotAllowed):
        post_local_material(new_posting(), actor=staff(Role.CLERK), now=NOW)


def test_a_material_is_posted_once_also_by_a_region_above():
    city = cataloguer("/370000/370700/")
    post_local_material(new_posting(region="370700"), actor=city, now=NOW)
    with pytest.raises(PostingRepeated):
        post_local_material(new_posting(), actor=cataloguer(), now=NOW)
