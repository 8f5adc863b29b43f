"""The middleware: the actor, the scope, and refusals as pages."""

import io
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from tests.services.access.people import open_citizen, open_clerk

from tongban.core.files.uploads import FileType, FileUnknown, ScanResult
from tongban.core.refusals import Refusal
from tongban.portals.shared.downloads import file_response
from tongban.portals.shared.middleware import ScopeMiddleware
from tongban.portals.shared.refusals import status_of
from tongban.services.access.rules import NotSignedIn, WrongDoor
from tongban.services.files.operations import FileCard
from tongban.services.files.queries import OpenedFile
from tongban.services.parties.operations import AlreadyRegistered

pytestmark = pytest.mark.django_db


def scope_now() -> tuple[str, str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('tongban.office_path', true),"
            " current_setting('tongban.party_ids', true),"
            " current_setting('tongban.account_id', true)"
        )
        return cursor.fetchone()


def serve(user: object, *, verified: bool = True, fails: bool = False):
    seen = {}

    def view(request: HttpRequest) -> HttpResponse:
        seen["scope"], seen["actor"] = scope_now(), request.actor
        if fails:
            raise LookupError
        return HttpResponse()

    request = RequestFactory().get("/")
    request.user = user
    user.is_verified = lambda: verified
    if fails:
        with pytest.raises(LookupError):
            ScopeMiddleware(view)(request)
    else:
        ScopeMiddleware(view)(request)
    return seen


def test_a_view_runs_in_the_scope_of_who_signed_in():
    account = open_citizen()

    seen = serve(account)

    assert seen["actor"].name == "张桂兰"
    assert seen["scope"] == ("", str(account.party_id), str(account.pk))
    assert scope_now() == ("", "", "")


def test_a_visitor_has_no_actor_and_no_scope():
    assert serve(AnonymousUser()) == {"actor": None, "scope": ("", "", "")}


def test_staff_between_the_two_steps_are_visitors():
    assert serve(open_clerk(), verified=False)["actor"] is None


def test_a_fault_in_a_view_leaves_no_scope_behind():
    assert serve(open_citizen(), fails=True)["scope"][2]
    assert scope_now() == ("", "", "")


def test_only_refusals_become_pages():
    request = RequestFactory().get("/items/")
    request.user = AnonymousUser()
    middleware = ScopeMiddleware(lambda _: HttpResponse())

    assert middleware.process_exception(request, LookupError()) is None
    page = middleware.process_exception(request, AlreadyRegistered())
    assert page.status_code == 409
    assert "该证件号码已经登记" in page.content.decode()
    assert "parties.already_registered" in page.content.decode()


@pytest.mark.parametrize(
    ("refusal", "status"),
    [(FileUnknown(), 404), (WrongDoor(), 403), (AlreadyRegistered(), 409)],
)
def test_a_refusal_has_a_status(refusal: Refusal, status: int):
    assert status_of(refusal) == status


def test_after_a_form_nobody_is_sent_back_into_it():
    request = RequestFactory().post("/me/")
    middleware = ScopeMiddleware(lambda _: HttpResponse())

    answer = middleware.process_exception(request, NotSignedIn(for_staff=True))

    assert answer.url == "/staff/sign-in/"


@pytest.mark.parametrize(
    ("kind", "in_page", "way"),
    [(FileType.PDF, True, "inline"), (FileType.XLSX, False, "attachment")],
)
def test_a_file_is_shown_only_when_that_is_safe(kind, in_page, way):
    card = FileCard(uuid4(), f"名单.{kind}", kind, 3, "0" * 64, ScanResult.CLEAN)

    answer = file_response(
        OpenedFile(card, "application/x", in_page, io.BytesIO(b"abc"))
    )

    assert answer["Content-Disposition"].startswith(way)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert b"".join(answer.streaming_content) == b"abc"
