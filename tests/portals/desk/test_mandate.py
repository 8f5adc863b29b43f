"""Recording a mandate at the window: with the signed paper, and told to the person."""

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.portals.citizen.visitors import hidden
from tests.portals.desk.staff import PDF, identified, words

from tongban.records.cases.models import Mandate
from tongban.records.notices.models import Message

ADDRESS = "/desk/counter/mandate/"


def record(client, **fields: object):
    page = client.get(ADDRESS)
    sent = {
        "key": hidden(page, "key"),
        "helper": "town-helper",
        "item": "inpatient-reimbursement",
        "until": "2023-12-31",
        "evidence": SimpleUploadedFile("授权书.pdf", PDF, "application/pdf"),
    }
    return client.post(ADDRESS, {**sent, **fields}, follow=True)


def test_a_signed_mandate_is_recorded_and_the_person_told(clerk):
    answer = record(identified(clerk))
    mandate = Mandate.objects.get()
    assert "授权已登记" in words(answer)
    assert (mandate.helper.login_name, mandate.covers_pledges) == ("town-helper", False)
    assert mandate.evidence is not None
    assert "秦晓光" in Message.objects.get(template="mandate.given").text


def test_pledging_is_a_right_of_its_own(clerk):
    record(identified(clerk), pledges="yes")
    assert Mandate.objects.get().covers_pledges


def test_without_the_paper_nothing_is_recorded_and_nothing_typed_is_lost(clerk):
    answer = record(identified(clerk), evidence="")
    assert "留存本人签字的授权书" in words(answer)
    assert 'value="town-helper"' in answer.content.decode()
    assert not Mandate.objects.exists()


def test_a_year_and_a_day_is_too_long(clerk):
    assert "最长365天" in words(record(identified(clerk), until="2024-09-11"))
    record(identified(clerk), until="2024-09-09")
    assert Mandate.objects.count() == 1


def test_a_day_that_is_none_is_told(clerk):
    assert "请填写“有效期至”" in words(record(identified(clerk), until="soon"))


def test_nobody_at_the_window_means_no_mandate(clerk):
    assert "请先核验" in words(clerk.get(ADDRESS))
