"""Rosters by API: sent, followed to the end, and nobody else's."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.api.sending import caller, party_of, problem_of
from tests.portals.desk.staff import move_clock
from tests.services.rosters.school import DAY, pupils, table

from tongban.jobs.rosters import go_on_now
from tongban.services.figures.export import XLSX_TYPE


@pytest.fixture
def school(settings, tmp_path):
    settings.TONGBAN_FILES = tmp_path / "files"
    move_clock(DAY)
    return caller("school-primary")


def posted(program, content: bytes):
    file = SimpleUploadedFile("a.xlsx", content, content_type=XLSX_TYPE)
    body = {"party_id": party_of("school-primary"), "year": 2027, "file": file}
    headers = {"Authorization": f"Bearer {program.token}", "Idempotency-Key": "k"}
    return program.client.post("/api/v1/rosters", body, headers=headers)


@pytest.mark.clause("SD28-指南二1.2")
def test_a_roster_is_sent_followed_and_confirmed(school):
    rows = pupils(2)
    rows[1] = ("", *rows[1][1:])
    answer = posted(school, table(rows))
    assert answer.status_code == 201, answer.content.decode()
    path = f"/rosters/{answer.json()['line']['code']}"
    assert answer.json()["line"]["state"] == "waiting"
    go_on_now()
    checked = school.get(path).json()
    assert (checked["line"]["good"], checked["line"]["bad"]) == (1, 1)
    assert checked["faults"][0]["cell"] == "A3"
    assert school.send(f"{path}/confirm").json()["line"]["state"] == "enrolling"
    go_on_now()
    done = school.get(path).json()
    assert done["line"]["state"] == "done"
    assert done["cases"][0]["students"] == 1
    assert problem_of(school.send(f"{path}/cancel"))[1] == "rosters.not_now"
    stranger = caller("hr-machinery")
    assert problem_of(stranger.get(path)) == (404, "rosters.unknown")
    assert problem_of(posted(stranger, table(rows)))[0] == 403
