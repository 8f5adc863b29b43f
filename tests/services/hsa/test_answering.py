"""One message, one transaction, one answer; what is refused leaves nothing."""

import pytest
from django.db import connection
from tests.services.cases.stage import at
from tests.services.hsa import stage
from tests.services.hsa.stage import PHARMACY, ask, body, hospital, line, sign_in, told

from tongban.core.hsa.envelope import read_envelope
from tongban.core.institutions.agreements import AgreementState
from tongban.records.hsa.models import Message, SignIn
from tongban.services.access.scope import leave_scope
from tongban.services.hsa import answering
from tongban.services.hsa.answering import Received, answer
from tongban.services.hsa.registry import registered
from tongban.services.hsa.scope import serving
from tongban.services.hsa.tables import known_infnos

SIGN_IN = {"signIn": {"opter_no": "001", "mac": "00-00", "ip": "10.0.0.1"}}


def own_messages() -> int:
    with serving(line()):
        return Message.objects.count()


def own_sign_ins() -> int:
    with serving(line()):
        return SignIn.objects.count()


def test_a_sign_in_is_answered_as_printed():
    given = told(body("9001", SIGN_IN))
    assert given.fields.keys() >= {"infcode", "inf_refmsgid", "err_msg", "output"}
    assert (given.code, given.words) == (0, "")
    assert given.reference.startswith("37070520230922100000")
    assert len(given.reference) == 30
    assert given.received == "20230922100000000"
    assert given.output["signinoutb"]["sign_time"] == "2023-09-22 10:00:00"


def test_the_same_message_gets_the_first_answer_to_the_letter():
    text = body("9001", SIGN_IN)
    first, again = told(text), told(text, moment=at("2023-09-22", 11))
    assert first == again
    assert (own_messages(), own_sign_ins()) == (1, 1)


def test_another_time_or_order_of_fields_is_the_same_message():
    text = body("9001", SIGN_IN, msgid="m1", inf_time="2023-09-22 10:00:00")
    turned = {"signIn": dict(reversed(SIGN_IN["signIn"].items()))}
    again = body("9001", turned, msgid="m1", inf_time="2023-09-22 10:05:00")
    assert told(text) == told(again)


def test_a_key_used_for_other_content_is_refused():
    told(body("9001", SIGN_IN, msgid="m1"))
    other = {"signIn": {**SIGN_IN["signIn"], "opter_no": "002"}}
    given = told(body("9001", other, msgid="m1"))
    assert given.code == -1
    assert "9001" in given.words
    assert own_sign_ins() == 1


def test_a_refused_message_leaves_nothing_and_its_key_stays_free():
    given = told(body("9001", {"signIn": {"opter_no": "001"}}, msgid="m1"))
    assert given.code == -1
    assert "signIn.mac（签到MAC地址）：没有填写" in given.words
    assert "signIn.ip" in given.words
    assert own_messages() == 0
    assert told(body("9001", SIGN_IN, msgid="m1")).code == 0


def test_two_institutions_may_use_one_key():
    said = body("9001", SIGN_IN, msgid="m1", fixmedins_code="")
    assert told(said).output != told(said, code=PHARMACY).output


def test_a_message_that_names_another_institution_is_refused():
    given = told(body("9001", SIGN_IN, fixmedins_code=PHARMACY))
    assert (given.code, "fixmedins_code" in given.words) == (-1, True)


def test_an_unknown_transaction_is_named():
    assert "1234" in told(body("1234", {})).words


def test_all_but_the_first_need_a_sign_in_of_today():
    said = {"medinsinfo": {"fixmedins_type": "1"}}
    assert "9001" in told(body("1201", said)).words
    number = sign_in()
    assert told(body("1201", said, sign_no=number)).code == 0
    tomorrow = told(body("1201", said, sign_no=number), moment=at("2023-09-23"))
    assert tomorrow.code == -1
    other = told(body("1201", said, sign_no=number, fixmedins_code=""), code=PHARMACY)
    assert other.code == -1


def test_after_signing_out_the_number_is_worth_nothing():
    number = sign_in()
    said = {"sign_no": number, "opter_no": "001"}
    given = told(body("9002", said))
    assert given.output["signoutoutb"]["sign_time"] == given.output["sign_time"]
    assert told(body("9002", {"signOut": said})).code == -1
    asked = body("1201", {"medinsinfo": {"fixmedins_type": "1"}}, sign_no=number)
    assert told(asked).code == -1


def test_without_an_agreement_no_day_begins_but_questions_are_answered():
    number = sign_in()
    leave_scope()
    hospital(AgreementState.SUSPENDED)
    given = told(body("9001", SIGN_IN))
    assert "中止" in given.words
    asked = body("1201", {"medinsinfo": {"fixmedins_type": "1"}}, sign_no=number)
    assert told(asked).code == 0


def test_questions_keep_no_answer_but_their_key():
    said = {"medinsinfo": {"fixmedins_type": "1"}}
    number = sign_in()
    for _ in range(2):
        assert told(body("1201", said, msgid="q", sign_no=number)).code == 0
    with serving(line()):
        assert Message.objects.get(msgid="q").answer == ""
    other = {"medinsinfo": {"fixmedins_type": "2"}}
    assert told(body("1201", other, msgid="q", sign_no=number)).code == -1


def test_a_fault_rises_and_leaves_nothing(monkeypatch):
    def broken(*_: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(answering, "build_output", broken)
    with pytest.raises(RuntimeError):
        told(body("9001", SIGN_IN))
    assert (own_messages(), own_sign_ins()) == (0, 0)


def test_a_message_answered_by_another_worker_meanwhile_gets_that_answer(monkeypatch):
    text = body("9001", SIGN_IN)
    first = told(text)
    kept = answering._kept
    looks = []

    def late(*given: object) -> object:
        looks.append(given)
        return None if len(looks) == 1 else kept(*given)

    monkeypatch.setattr(answering, "_kept", late)
    assert told(text) == first
    assert (own_messages(), own_sign_ins()) == (1, 1)


def test_kept_answers_are_sealed():
    told(body("9001", SIGN_IN))
    leave_scope()
    with connection.cursor() as cursor:
        cursor.execute("SELECT answer FROM hsa_message")
        (kept,) = cursor.fetchone()
    assert "sign_no" not in kept


def test_an_institution_sees_no_message_of_another():
    told(body("9001", SIGN_IN))
    with serving(line(PHARMACY)):
        assert Message.objects.count() == 0
    assert Message.objects.count() == 0


def test_a_text_as_input_is_opened():
    given = answer(
        Received(
            line(),
            read_envelope(body("9001", '{"signIn":{"opter_no":1,"mac":"m","ip":"i"}}')),
            at(stage.DAY),
        )
    )
    assert given.code == 0


def test_ask_signs_in_first():
    assert ask("1201", {"medinsinfo": {"fixmedins_type": 1}}).code == 0


def test_every_registered_transaction_has_tables():
    assert set(registered()) <= set(known_infnos())
