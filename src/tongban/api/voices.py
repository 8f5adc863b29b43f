"""Complaints and suggestions: sent by anybody, followed by number and code."""
# ruff: noqa: ARG001 - ninja hands the request over by this name

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.http import HttpRequest, HttpResponse
from ninja import Header, Query, Router

from tongban.api.anybody import ANYBODY, envelope_of_anybody
from tongban.api.items import region_or_own
from tongban.api.schemas.ratings import QueryCode
from tongban.api.schemas.values import Code
from tongban.api.schemas.voices import (
    ReopenVoiceIn,
    VoiceIn,
    VoiceKindsOut,
    VoiceOut,
    VoiceSentOut,
    VoicesOut,
)
from tongban.api.sending import CommandHeaders, KeyHeader, set_version
from tongban.core.ratings.voices import VOICE_WORDS, VoiceKind
from tongban.services.access.rules import acting, api_applicants, api_public
from tongban.services.items.queries import item_on
from tongban.services.ratings.own import (
    OwnVoice,
    own_voice,
    own_voices,
    voice_by_code,
)
from tongban.services.ratings.rules import rating_rules
from tongban.services.ratings.served import CaseCodes
from tongban.services.ratings.voices import NewVoice, reopen_voice, send_voice
from tongban.services.timekeeping.queries import today

router = Router(tags=["投诉和建议"], auth=ANYBODY)


@router.get("/voices/kinds", response=VoiceKindsOut, summary="投诉和建议的分类")
@api_public
def kinds(request: HttpRequest) -> dict[str, object]:
    """Return the topics of complaints and suggestions and their answer limits."""
    rules = rating_rules().voices
    found = [
        {
            "kind": kind,
            "name": VOICE_WORDS[kind],
            "answer_working_days": rules[kind.value].answer_working_days,
            "topics": [
                {"code": code, "text": text}
                for code, text in rules[kind.value].topics.items()
            ],
        }
        for kind in VoiceKind
    ]
    return {"kinds": found}


@router.get("/voices", response=VoicesOut, summary="我的投诉和建议")
@api_applicants
def mine(request: HttpRequest) -> dict[str, tuple[OwnVoice, ...]]:
    """Return what the account sent, the latest first."""
    return {"voices": own_voices(acting(request), today=today())}


@router.post("/voices", response=VoiceSentOut, summary="投诉或者建议")
@api_public
def send(
    request: HttpRequest, sent: Header[KeyHeader], body: VoiceIn
) -> dict[str, object]:
    """Send a complaint or suggestion; the answer tells its number and code."""
    receipt = send_voice(envelope_of_anybody(request, sent), _new(body))
    return {
        "number": receipt.number,
        "query_code": receipt.query_code,
        "due_on": date.fromisoformat(receipt.due_on),
        "version": receipt.version,
        "repeated": receipt.repeated,
    }


@router.get("/voices/{number}", response=VoiceOut, summary="一件投诉或者建议")
@api_public
def read(
    request: HttpRequest,
    response: HttpResponse,
    number: Code,
    code: Query[QueryCode | None] = None,
) -> OwnVoice:
    """Return how one's own stands, or the one whose code is given."""
    with _within_reach(request, number, code or "") as voice:
        return _told(response, voice)


@router.post(
    "/voices/{number}/reopen",
    response=VoiceOut,
    summary="不满意答复，要求重新办理",
)
@api_public
def ask_again(
    request: HttpRequest,
    response: HttpResponse,
    number: Code,
    sent: Header[CommandHeaders],
    body: ReopenVoiceIn,
) -> OwnVoice:
    """Say that the answer does not do; the limit begins anew."""
    envelope = envelope_of_anybody(request, sent)
    with _within_reach(request, number, body.code) as voice:
        reopen_voice(envelope, voice_id=voice.id, words=body.words)
    with _within_reach(request, number, body.code) as voice:
        return _told(response, voice)


def _told(response: HttpResponse, voice: OwnVoice) -> OwnVoice:
    set_version(response, voice.version)
    return voice


@contextmanager
def _within_reach(request: HttpRequest, number: str, code: str) -> Iterator[OwnVoice]:
    if code:
        with voice_by_code(number.upper(), code, today=today()) as voice:
            yield voice
    else:
        yield own_voice(acting(request), number.upper(), today=today())


def _new(body: VoiceIn) -> NewVoice:
    region = region_or_own(body.region)
    return NewVoice(
        kind=body.kind,
        topic=body.topic,
        words=body.words,
        region=region,
        name=body.name,
        contact=body.contact,
        case=CaseCodes(body.case_number, body.case_code) if body.case_number else None,
        office=body.office,
        item=body.item,
        item_name=item_on(body.item, region, today()).name if body.item else "",
    )
