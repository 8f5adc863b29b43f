"""What people say of their cases and visits, for tests of ratings."""

from contextlib import contextmanager
from dataclasses import replace
from itertools import count

from tests.services.cases.stage import actor, envelope, submitted

from tongban.core.access.actor import Actor, ActorKind
from tongban.core.ratings.giving import Way
from tongban.core.ratings.voices import VoiceKind
from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case
from tongban.records.ratings.models import Correction, Rating
from tongban.services.cases.envelope import Envelope, Receipt
from tongban.services.cases.intake import refuse_case
from tongban.services.ratings.operations import Given, rate
from tongban.services.ratings.served import CaseCodes, case_by_code, own_case
from tongban.services.ratings.voices import NewVoice, send_voice

DAY = "2023-09-25"
KEYS = count(1)
NOBODY = Actor(kind=ActorKind.CITIZEN, account_id=None, name="办事人")
BAD = Given("very_dissatisfied", ("extra_papers",), "要我回去开一份指南里没有的证明")
GOOD = Given("satisfied", ("quick",))


def anybody(day: str = DAY, *, key: str = "") -> Envelope:
    """An envelope of somebody who has not signed in."""
    sent = envelope("clerk1", day, key=key or f"said-{next(KEYS)}")
    return replace(sent, actor=NOBODY)


def closed_case(day: str = DAY, **changes: object) -> Case:
    """A case that clerk1 took and ended on that day."""
    number = submitted(day, **changes).number
    refuse_case(envelope("clerk1", day), number=number, reason="not-required", words="")
    return Case.objects.get(number=number)


def rated(
    case: Case, given: Given = BAD, *, day: str = DAY, login: str = "zhaolei"
) -> Rating:
    """The rating its own applicant gives on that day."""
    sent = envelope(login, day)
    with own_case(sent.actor, case.number) as served:
        rate(sent, served, given=given, way=Way.PORTAL)
    return Rating.objects.get(case=case)


def rated_by_code(case: Case, given: Given = GOOD, *, day: str = DAY) -> Receipt:
    sent = anybody(day)
    codes = CaseCodes(case.number, case.query_code)
    with case_by_code(codes, today=sent.today) as served:
        return rate(sent, served, given=given, way=Way.CODE)


def corrected(day: str = DAY, **changes: object) -> Correction:
    """The correction case that a bad rating opens."""
    login = str(changes.get("login", "zhaolei"))
    rating = rated(closed_case(day, **changes), day=day, login=login)
    return Correction.objects.get(rating=rating)


@contextmanager
def served(case: Case, login: str = "zhaolei"):
    with own_case(actor(login), case.number) as found:
        yield found


def complaint(**changes: object) -> NewVoice:
    new = NewVoice(
        kind=VoiceKind.COMPLAINT,
        topic="attitude",
        words="窗口让我等了两个小时，没有人解释",
        region="370700",
        contact="10000000011",
    )
    return replace(new, **changes)  # type: ignore[arg-type]  # test brevity


def complained(sent: Envelope | None = None, **changes: object) -> Receipt:
    return send_voice(sent or anybody(), complaint(**changes))


def login_of(account_id: int | None) -> str:
    return str(Account.objects.get(pk=account_id).login_name)
