"""Materials judged together: what is needed, missing, supplied by the door."""

from dataclasses import replace

import pytest
from tests.core.cases.samples import INVOICE, RECORD, brought, material, terms

from tongban.core.cases.materials import (
    MaterialNotListed,
    amended,
    lacks_together,
    material_named,
    missing_from,
    needed,
    proofs_by_kind,
    supplied_json,
)
from tongban.core.cases.parts import Fault, Lack, Proof, Supplied
from tongban.core.cases.view import CaseView
from tongban.core.items.catalogue import MaterialKind, Situation, SituationGroup

ID = replace(material("id"), kind=MaterialKind.IDENTITY)
FORM = replace(material("form"), kind=MaterialKind.FORM)
MANY = SituationGroup(
    "extra", "还有？", (Situation("a", "甲"), Situation("b", "乙")), multiple=True
)


def test_only_what_the_situation_calls_for_is_needed():
    assert {each.code for each in needed(terms(), ("illness",))} == {"invoice", "extra"}
    assert RECORD in needed(terms(), ("accident",))


def test_a_material_is_found_by_its_code_or_refused():
    assert material_named(terms(), ("illness",), "invoice") == INVOICE
    with pytest.raises(MaterialNotListed):
        material_named(terms(), ("illness",), "record")


def test_a_taken_back_pledge_leaves_the_material_missing():
    nothing = Supplied("invoice", Proof.NONE, 3)
    for supplied in ({}, {"invoice": nothing}):
        found = missing_from(terms=terms(), situations=("illness",), supplied=supplied)
        assert found == (INVOICE,)


@pytest.mark.parametrize(("identified", "codes"), [(True, 2), (False, 1)])
def test_the_door_supplies_the_form_and_a_verified_identity(identified, codes):
    found = proofs_by_kind(
        terms=terms(materials=(ID, FORM, INVOICE)),
        situations=("illness",),
        identified=identified,
        seq=4,
    )
    assert len(found) == codes
    assert {each.seq for each in found} == {4}


def test_a_new_answer_replaces_the_old_one_of_its_question():
    assert amended(terms(), ("illness",), ("accident",)) == ("accident",)


def test_answers_to_a_question_with_several_are_kept():
    several = replace(terms(), situations=(*terms().situations, MANY))
    assert amended(several, ("illness", "a"), ("b",)) == ("illness", "a", "b")


def test_a_clerk_s_word_on_a_pledge_is_the_item_s_not_the_clerk_s():
    judged = Lack("payment", Fault.WRONG, "", pledge_allowed=False)
    (lack,) = lacks_together(
        view=CaseView(
            supplied={each.material: each for each in brought("invoice", "record")}
        ),
        terms=terms(),
        situations=("accident",),
        judged=(judged,),
    )
    assert lack.pledge_allowed
    assert lack.fault is Fault.WRONG


def test_supplied_materials_are_written_plainly():
    assert supplied_json(brought("invoice")) == [
        {"material": "invoice", "proof": "file", "files": ["f"]}
    ]
