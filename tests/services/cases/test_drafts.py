"""Drafts: saved at each step, files kept, resumable, handed in once."""

import pytest
from django.db import connection
from tests.services.cases.stage import envelope, inpatient_form
from tests.services.cases.test_instant import party_of

from tongban.core.items.catalogue import Audience, Channel
from tongban.records.cases.models import Case, CaseFile, Draft
from tongban.services.cases.content import FileNotYours
from tongban.services.cases.drafts import (
    DraftStale,
    DraftUnknown,
    attach_file,
    delete_expired,
    detach_file,
    discard_draft,
    find_draft,
    my_drafts,
    save_draft,
    start_draft,
    submit_draft,
)
from tongban.services.cases.guard import MandateMissing
from tongban.services.files.operations import Upload, store_upload

pytestmark = pytest.mark.usefixtures("insured_people")

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def started(login: str = "zhaolei", item: str = "inpatient-reimbursement"):
    return start_draft(
        envelope(login),
        item=item,
        audience=Audience.RESIDENT,
        party_id=party_of(login),
        region="370702",
    )


def uploaded(login: str = "zhaolei", content: bytes = PDF) -> str:
    sent = envelope(login)
    stored = store_upload(sent.actor, Upload("发票.pdf", (content,)), now=sent.now)
    return str(stored.id)


def test_starting_again_returns_the_same_draft():
    assert started().code == started().code
    assert len(my_drafts(envelope("zhaolei"))) == 1


def test_a_draft_keeps_what_was_typed_and_attached():
    code = started().code
    file_id = uploaded()
    save_draft(envelope("zhaolei"), code=code, content={"form": {"diagnosis": "骨折"}})
    save_draft(envelope("zhaolei"), code=code, content={"situations": ["illness"]})
    attach_file(
        envelope("zhaolei"), code=code, material="medical-invoice", file_id=file_id
    )
    attach_file(
        envelope("zhaolei"), code=code, material="medical-invoice", file_id=file_id
    )
    draft = find_draft(envelope("zhaolei", "2023-10-01"), code=code)
    assert draft.content["form"] == {"diagnosis": "骨折"}
    assert draft.content["situations"] == ["illness"]
    assert [(file.material, file.name) for file in draft.files] == [
        ("medical-invoice", "发票.pdf")
    ]
    detach_file(envelope("zhaolei"), code=code, draft_file_id=draft.files[0].id)
    assert find_draft(envelope("zhaolei"), code=code).files == ()


def test_what_is_typed_is_sealed_in_the_database():
    code = started().code
    save_draft(envelope("zhaolei"), code=code, content={"form": {"diagnosis": "骨折"}})
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM cases_draft WHERE code = %s", [code])
        assert "骨折" not in cursor.fetchone()[0]


@pytest.mark.parametrize(
    "file_id", ["not-a-number", "00000000-0000-4000-8000-000000000000"]
)
def test_a_file_nobody_uploaded_cannot_be_attached(file_id):
    code = started().code
    with pytest.raises(FileNotYours):
        attach_file(
            envelope("zhaolei"), code=code, material="fee-list", file_id=file_id
        )


def test_two_windows_do_not_overwrite_each_other():
    code = started().code
    save_draft(envelope("zhaolei", version=0), code=code, content={"form": {}})
    with pytest.raises(DraftStale):
        save_draft(envelope("zhaolei", version=0), code=code, content={"form": {}})


@pytest.mark.parametrize("login", ["limin", "zhangguilan"])
def test_nobody_opens_another_s_draft(login):
    code = started().code
    with pytest.raises(DraftUnknown):
        find_draft(envelope(login), code=code)
    with pytest.raises(MandateMissing):
        start_draft(
            envelope(login),
            item="inpatient-reimbursement",
            audience=Audience.RESIDENT,
            party_id=party_of("zhaolei"),
            region="370702",
        )


def test_a_draft_is_handed_in_once_with_its_files():
    code = started().code
    file_id = uploaded()
    for material in ("medical-invoice", "fee-list", "discharge-record"):
        attach_file(envelope("zhaolei"), code=code, material=material, file_id=file_id)
    save_draft(
        envelope("zhaolei"),
        code=code,
        content={
            "form": inpatient_form(),
            "situations": ["illness", "planned", "self"],
        },
    )
    sent = envelope("zhaolei", key="submit-draft", channel=Channel.ONLINE)
    first = submit_draft(sent, code=code)
    again = submit_draft(sent, code=code)
    assert (first.number, again.repeated) == (again.number, True)
    other_key = submit_draft(envelope("zhaolei"), code=code)
    assert (other_key.number, other_key.repeated) == (first.number, True)
    assert CaseFile.objects.count() == 3
    assert Draft.objects.get().case == Case.objects.get()
    assert my_drafts(envelope("zhaolei")) == ()


def test_a_draft_of_something_already_open_joins_it():
    for _ in range(2):
        draft = start_draft(
            envelope("wangjianguo"),
            item="transfer-in",
            audience=Audience.EMPLOYEE,
            party_id=party_of("wangjianguo"),
            region="370702",
        )
        save_draft(
            envelope("wangjianguo"),
            code=draft.code,
            content={
                "form": {
                    "insured_name": "王建国",
                    "insured_id_number": "990000198001010019",
                    "contact_phone": "10012345678",
                    "from_region": "110105",
                    "to_region": "370702",
                    "scheme": "employee",
                    "stopped_on": "2023-08-31",
                    "joined_on": "2023-09-01",
                    "move_account": True,
                },
                "situations": ["self"],
            },
        )
        receipt = submit_draft(envelope("wangjianguo"), code=draft.code)
    assert receipt.joined
    assert Case.objects.count() == 1
    assert not Draft.objects.filter(case=None).exists()


def test_a_draft_can_be_thrown_away_and_goes_by_itself_after_thirty_days():
    discard_draft(envelope("zhaolei"), code=started().code)
    assert my_drafts(envelope("zhaolei")) == ()
    started()
    assert my_drafts(envelope("zhaolei", "2023-10-11"))
    assert my_drafts(envelope("zhaolei", "2023-10-12")) == ()
    assert delete_expired(envelope("zhaolei", "2023-10-12").today) == 1
