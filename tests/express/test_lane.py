"""The express lane and the ordinary way: the same answer, the same rows."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from tests.region import LOADED_AT
from tests.services.hsa.care import (
    METFORMIN,
    MOMENT,
    NIFEDIPINE,
    VITAMINS,
    bought,
    line,
    save,
    stage,
)
from tests.services.hsa.stage import (
    PHARMACY,
    as_owner,
    body,
    hospital,
    party_of,
    pharmacy,
    told,
)

from tongban.core.enrolment.kinds import PersonKind
from tongban.core.hsa.envelope import read_envelope
from tongban.core.hsa.json_text import read_json
from tongban.records.hsa.models import AccessKey, Message
from tongban.records.institutions.models import Institution
from tongban.records.ledger.models import Journal, LedgerAccount, Posting
from tongban.records.settlement.models import FeeLine, Settlement, Visit, YearUse
from tongban.services.access.scope import enter_scope, leave_scope
from tongban.services.demo.operations import load_demo
from tongban.services.hsa import express
from tongban.services.hsa.callers import Said
from tongban.services.hsa.express import Express, Told
from tongban.services.hsa.keys import NewKey, make_key
from tongban.services.items.catalogue import forget_catalogue
from tongban.services.settlement.express.combining import LANES
from tongban.services.settlement.express.keeping import Kept

pytestmark = pytest.mark.django_db(transaction=True)
KEY = "express-key"
SECRET = "express-secret"
LOGIN = "wangjianguo"
CHANCE = {
    "_state",
    "id",
    "visit_id",
    "settlement_id",
    "journal_id",
    "lines_settled",
}


@pytest.fixture
def lane(transactional_db: None) -> Iterator[Express]:
    """The lane over rows that other connections see too."""
    before, settings.TONGBAN_DEMO = settings.TONGBAN_DEMO, True
    try:
        load_demo(LOADED_AT)
    finally:
        settings.TONGBAN_DEMO = before
    hospital()
    pharmacy()
    make_key(NewKey(PHARMACY, name=KEY, secret=SECRET), at=MOMENT)
    enter_scope(None)
    yield Express()
    leave_scope()
    forget_catalogue()


def signed_in() -> str:
    sign = {"signIn": {"opter_no": "001", "mac": "00-00", "ip": "10.0.0.1"}}
    given = told(
        body("9001", sign, fixmedins_code=PHARMACY), code=PHARMACY, moment=MOMENT
    )
    return str(given.output["signinoutb"]["sign_no"])


def proved(secret: str = SECRET) -> Said:
    return Said({"apikey": f"{KEY}.{secret}"}, "127.0.0.1", MOMENT)


def basket() -> list[dict[str, str]]:
    return [
        line(METFORMIN, "1000.00"),
        line(NIFEDIPINE, "200.00", count_="4"),
        line(VITAMINS, "50"),
    ]


def purchase(person: str, sign_no: str, **more: str) -> str:
    said = bought(person, basket(), "1250.00", **more)
    return body("2102", said, fixmedins_code=PHARMACY, sign_no=sign_no)


def sent(lane: Express, text: str) -> Told | None:
    found = lane.try_to_answer(read_envelope(text), proved(), MOMENT)
    return None if found is None else found[0]


def rows_of(model: type[Any], **where: object) -> list[dict[str, object]]:
    """Rows as they are read, without the numbers that rows happen to have."""
    found = []
    for row in model.objects.filter(**where).order_by("pk"):
        said = {name: value for name, value in vars(row).items() if name not in CHANCE}
        found.append(said)
    return found


def kept() -> dict[str, list[dict[str, object]]]:
    with as_owner():
        found = {
            "visits": rows_of(Visit),
            "lines": rows_of(FeeLine),
            "settlements": rows_of(Settlement),
            "years": rows_of(YearUse),
            "journals": rows_of(Journal, reason="settlement"),
            "postings": rows_of(Posting, journal__reason="settlement"),
            "accounts": rows_of(LedgerAccount),
            "messages": rows_of(Message, infno="2102"),
        }
        for row in found["messages"]:
            row["answer"] = plain(str(row["answer"]))
        for row in Settlement.objects.all():
            lines = FeeLine.objects.filter(settlement=row).order_by("pk")
            assert row.lines_settled == [line.pk for line in lines]
            assert {line.visit_id for line in lines} == {row.visit_id}
        return found


def plain(text: str) -> Mapping[str, object]:
    """An answer without what chance or the sequence put into it."""
    said = read_json(text)
    assert isinstance(said, Mapping)
    output = said["output"]
    assert isinstance(output, Mapping)
    info = output["setlinfo"]
    assert isinstance(info, Mapping)
    info = {k: v for k, v in info.items() if k not in {"mdtrt_id", "setl_id"}}
    return {**said, "inf_refmsgid": "", "output": {**output, "setlinfo": info}}


def by_the_ordinary_way(text: str) -> dict[str, list[dict[str, object]]]:
    """What the ordinary way would keep; it is taken back at once."""
    with transaction.atomic():
        given = told(text, code=PHARMACY, moment=MOMENT)
        assert given.code == 0, given.words
        found = kept()
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("kind", [PersonKind.ACTIVE, PersonKind.ADULT])
@pytest.mark.parametrize("balance", [0, 5_00, 10_000_00])
def test_both_ways_keep_the_same_rows(
    lane: Express, kind: PersonKind, balance: int
) -> None:
    scheme = "310" if kind is PersonKind.ACTIVE else "390"
    number = stage(LOGIN, kind)
    if balance:
        save(party_of(LOGIN), balance)
    sign_no = signed_in()
    for used in ("1", "0", "1"):
        text = purchase(number, sign_no, insutype=scheme, acct_used_flag=used)
        before = by_the_ordinary_way(text)
        assert sent(lane, text) is not None
        assert kept() == before


def test_what_the_lane_leaves_alone(lane: Express) -> None:
    """A wrong secret, an ended key, no sign-in, a repeat, a stranger, a receipt."""
    number = stage(LOGIN)
    sign_no = signed_in()
    wrong = lane.try_to_answer(
        read_envelope(purchase(number, sign_no)), proved("wrong"), MOMENT
    )
    assert wrong is None
    assert sent(lane, purchase(number, "")) is None
    assert sent(lane, purchase(number[:-1] + "x", sign_no)) is None
    assert sent(lane, purchase(number, sign_no, med_type="21")) is None
    assert sent(lane, purchase(number, sign_no, insutype="390")) is None
    text = purchase(number, sign_no)
    assert sent(lane, text) is not None
    assert sent(lane, text) is None
    again = told(text, code=PHARMACY, moment=MOMENT)
    assert again.code == 0
    with as_owner():
        assert Settlement.objects.count() == 1
        AccessKey.objects.update(ended_at=MOMENT)
    assert sent(lane, purchase(number, sign_no)) is None


def test_a_changed_institution_is_read_anew(lane: Express) -> None:
    number, sign_no = stage(LOGIN), signed_in()
    assert sent(lane, purchase(number, sign_no)) is not None
    with as_owner():
        Institution.objects.filter(code=PHARMACY).update(state="ended")
    assert sent(lane, purchase(number, sign_no)) is None
    assert sent(lane, purchase(number, sign_no)) is None
    with as_owner():
        Institution.objects.filter(code=PHARMACY).update(state="in_force")
    assert sent(lane, purchase(number, sign_no)) is not None


def test_many_at_once_lose_nothing_and_move_the_year_once_each(lane: Express) -> None:
    """Eight tills, two people: who cannot ride goes the ordinary way."""
    numbers = [stage(login) for login in (LOGIN, "limin")]
    save(party_of(LOGIN), 3_000_00)
    sign_no = signed_in()
    texts = [purchase(numbers[place % 2], sign_no) for place in range(24)]

    def one(text: str) -> str:
        with closing(connection):
            if sent(lane, text) is not None:
                return "lane"
            enter_scope(None)
            given = told(text, code=PHARMACY, moment=MOMENT)
            return "site" if given.code == 0 else given.words

    with ThreadPoolExecutor(8) as tills:
        ways = Counter(tills.map(one, texts))
    assert set(ways) <= {"lane", "site"}
    assert ways["lane"] > 0
    with as_owner():
        assert Settlement.objects.count() == len(texts)
        for person in (LOGIN, "limin"):
            rows = Settlement.objects.filter(person_id=party_of(person))
            year = YearUse.objects.get(person_id=party_of(person))
            moved = {
                code: [
                    sum(row.purses.get(code, (0, 0, 0))[at] for row in rows)
                    for at in range(3)
                ]
                for code in year.purses
            }
            assert year.purses == moved
            assert year.version == rows.count()
        account = LedgerAccount.objects.get(owner_id=party_of(LOGIN), kind="personal")
        paid = sum(row.account_fen for row in Settlement.objects.all())
        assert account.balance_fen == 3_000_00 - paid


def wrong(bill: Kept, msgid: str) -> Kept:
    """Let the journal of one bill be out of balance."""
    if bill.message.msgid != msgid:
        return bill
    first, *rest = bill.done.movements
    more = replace(first, amount_fen=first.amount_fen + 1)
    return replace(bill, done=replace(bill.done, movements=(more, *rest)))


def test_one_bad_bill_fails_nobody_else(lane: Express, monkeypatch: Any) -> None:
    """A bill whose rows break a constraint is left; its neighbour is settled."""
    numbers = [stage(login) for login in (LOGIN, "limin")]
    sign_no = signed_in()
    texts = [purchase(one, sign_no) for one in numbers]
    bad = texts[0]
    taken = [lane._together._pool.take() for _ in range(LANES)]
    original = express.columns_of

    def broken(bills: Sequence[Kept]) -> list[str]:
        return original([wrong(one, read_envelope(bad).msgid) for one in bills])

    monkeypatch.setattr(express, "columns_of", broken)

    def one(text: str) -> Told | None:
        with closing(connection):
            return sent(lane, text)

    with ThreadPoolExecutor(2) as tills:
        waiting = [tills.submit(one, text) for text in texts]
        while len(lane._together._waiting) < len(texts):
            time.sleep(0.01)
        for one_lane in taken:
            assert one_lane is not None
            lane._together._pool.give_back(one_lane)
        lane._together._drive()
        answers = [one.result() for one in waiting]
    assert answers[0] is None
    assert answers[1] is not None
    with as_owner():
        kept_rows = Settlement.objects.all()
        assert [row.person_id for row in kept_rows] == [party_of("limin")]
