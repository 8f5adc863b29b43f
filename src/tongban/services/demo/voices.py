"""What people of the demo said: ratings, complaints, suggestions, surveys."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from tongban.core.access.actor import Actor, ActorKind
from tongban.core.items.catalogue import Channel
from tongban.core.ratings.corrections import Deed
from tongban.core.ratings.giving import Way
from tongban.core.ratings.surveys import Question, QuestionKind
from tongban.core.ratings.voices import VoiceKind
from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case
from tongban.records.ratings.models import Correction, Rating, Survey, Voice
from tongban.services.access.queries import actor_of
from tongban.services.cases.envelope import Envelope
from tongban.services.demo.documents import read_demo
from tongban.services.ratings.corrections import claim, contact
from tongban.services.ratings.operations import Given, rate
from tongban.services.ratings.samples import draw_samples
from tongban.services.ratings.served import CaseCodes, case_by_code
from tongban.services.ratings.surveys import (
    NewSurvey,
    answer_survey,
    draft_survey,
    publish_survey,
)
from tongban.services.ratings.voices import NewVoice, answer, send_voice

FILE: Final = "demo/voices.yaml"
SCHEMA: Final = "demo-voices"
REGION: Final = "370700"
MAKER: Final = "supervisor"
PASSER_BY: Final = Actor(kind=ActorKind.CITIZEN, account_id=None, name="办事人")
AFTER: Final = timedelta(hours=1)
ASKED_DAYS: Final = 14
CLOSED_DAYS: Final = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Teller:
    """Makes the envelopes of the demo, each with a key of its own."""

    now: datetime

    def sent(self, actor: Actor, key: str) -> Envelope:
        """Return an envelope of this moment."""
        return Envelope(
            actor=actor, now=self.now, key=f"demo-voice-{key}", channel=Channel.ONLINE
        )

    def by(self, account: Account, key: str) -> Envelope:
        """Return an envelope of an account."""
        return self.sent(actor_of(account, self.sent(PASSER_BY, key).today), key)


def load_demo_voices(now: datetime) -> int:
    """Let people speak once; return how many ratings there are."""
    if Survey.objects.exists():
        return Rating.objects.count()
    said, teller = voices(), Teller(now)
    rated = zip(said["ratings"], _ended(now), strict=False)
    for place, (one, (case, at)) in enumerate(rated):
        _rate(Teller(at), one, case, place)
    for place, one in enumerate(said["ratings"]):
        if "follow" in one:
            _follow(teller, one["words"], one["follow"], said["follow"], place)
    for place, one in enumerate(said["voices"]):
        _speak(teller, one, place)
    for place, one in enumerate(said["surveys"]):
        sent_out = now - timedelta(days=one.get("days_ago", 0))
        _ask(Teller(sent_out), one, place)
    for month in Rating.objects.dates("rated_on", "month"):
        draw_samples(month, now=now)
    return Rating.objects.count()


def voices() -> Mapping[str, Any]:
    """Return what the demo's people say; raises ``PolicyErrors``."""
    return read_demo(FILE, SCHEMA)


def _ended(now: datetime) -> Iterator[tuple[Case, datetime]]:
    """Yield cases that ended, the latest first, and when each of them is rated."""
    found = Case.objects.filter(closed_at__lt=now - AFTER)
    for case in found.order_by("-closed_at", "pk").select_related("party"):
        if case.closed_at is not None:
            yield case, case.closed_at + AFTER


def _rate(teller: Teller, one: Mapping[str, Any], case: Case, place: int) -> None:
    sent = teller.sent(PASSER_BY, f"rate-{place}")
    given = Given(one["grade"], tuple(one.get("reasons", ())), one.get("words", ""))
    codes = CaseCodes(case.number, case.query_code)
    with case_by_code(codes, today=sent.today) as served:
        rate(sent, served, given=given, way=Way.CODE)


def _follow(
    teller: Teller, words: str, stage: str, said: Mapping[str, str], place: int
) -> None:
    found = [
        one
        for one in Correction.objects.select_related("rating", "owner")
        if one.rating.words == words
    ]
    for one in found:
        if one.owner is None:
            continue
        worker = one.owner
        contact(
            teller.by(worker, f"call-{place}"),
            correction_id=one.pk,
            reached=True,
            words=said["called"],
        )
        if stage == "claimed":
            claim(
                teller.by(worker, f"claim-{place}"),
                correction_id=one.pk,
                deed=Deed.CLAIM_FIXED,
                words=said["claimed"],
            )


def _speak(teller: Teller, one: Mapping[str, Any], place: int) -> None:
    login = one.get("login")
    key = f"speak-{place}"
    sent = (
        teller.sent(PASSER_BY, key)
        if login is None
        else teller.by(Account.objects.get(login_name=login), key)
    )
    receipt = send_voice(
        sent,
        NewVoice(
            kind=VoiceKind(one["kind"]),
            topic=one["topic"],
            words=one["words"],
            region=REGION,
            name=one.get("name", ""),
            contact=one.get("contact", ""),
        ),
    )
    voice = Voice.objects.select_related("owner").get(number=receipt.number)
    if "answer" in one and voice.owner is not None:
        answer(
            teller.by(voice.owner, f"answer-{place}"),
            voice_id=voice.pk,
            words=one["answer"],
        )


def _ask(teller: Teller, one: Mapping[str, Any], place: int) -> None:
    maker = Account.objects.get(login_name=MAKER)
    day = teller.sent(PASSER_BY, "").today
    survey_id = draft_survey(
        teller.by(maker, f"draft-{place}"),
        NewSurvey(
            title=one["title"],
            intro=one["intro"],
            questions=tuple(
                Question(
                    QuestionKind(line["kind"]),
                    line["text"],
                    tuple(line.get("options", ())),
                )
                for line in one["questions"]
            ),
            closed=(day - CLOSED_DAYS, day),
            asked=(day, day + timedelta(days=one.get("open_days", ASKED_DAYS))),
        ),
    )
    if not one["publish"]:
        return
    publish_survey(teller.by(maker, f"publish-{place}"), survey_id=survey_id)
    asked = Case.objects.filter(closed_at__lt=teller.now, party__accounts=None)
    parties = asked.order_by("party_id").values_list("party_id", flat=True).distinct()
    for turn, (sheet, party_id) in enumerate(
        zip(one.get("answers", ()), parties, strict=False)
    ):
        answer_survey(
            teller.sent(
                replace(PASSER_BY, party_ids=(party_id,)), f"sheet-{place}-{turn}"
            ),
            survey_id=survey_id,
            answers=dict(enumerate(sheet, start=1)),
        )
