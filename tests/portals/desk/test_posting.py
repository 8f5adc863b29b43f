"""Announcing a local material: only complete, only new, in force from today."""

import pytest
from tests.portals.desk.staff import at_desk, words

from tongban.records.items.models import PostedMaterial

WHOLE = {
    "item": "inpatient-reimbursement",
    "name": "医疗费用情况说明",
    "text": "就诊医院出具的情况说明1份",
    "document": "潍医保发〔2023〕9号",
    "clause": "第二条",
}


@pytest.mark.clause("SD28-16")
def test_a_posted_material_stands_on_the_list_from_today():
    cataloguer = at_desk("cataloguer")
    answer = cataloguer.post("/desk/posting/", WHOLE, follow=True)
    assert "今天起受理的办件可以要求提供" in words(answer)
    assert "2023年9月11日 住院费用报销 医疗费用情况说明 潍坊市" in words(answer)


@pytest.mark.parametrize("missing", WHOLE)
def test_a_posting_with_a_gap_is_refused_and_keeps_what_was_typed(missing):
    answer = at_desk("cataloguer").post("/desk/posting/", {**WHOLE, missing: ""})
    assert answer.status_code == 422
    kept = "clause" if missing != "clause" else "name"
    assert f'value="{WHOLE[kept]}"' in answer.content.decode()
    assert not PostedMaterial.objects.exists()


def test_a_material_the_list_asks_for_anyway_is_not_posted():
    answer = at_desk("cataloguer").post("/desk/posting/", {**WHOLE, "name": "费用清单"})
    assert answer.status_code == 422
    assert not PostedMaterial.objects.exists()
