"""Transfers without an application: told, objected to, agreed to, started."""

from datetime import date

import pytest
from django.conf import settings
from tests.services.cases.stage import actor, at, envelope
from tests.services.transfers.stage import (
    BALANCE,
    LOGIN,
    case_of,
    exchanged,
    handled,
    moved_city,
    party,
    side,
)

from tongban.core.transfers.stages import Basis, Side, Stage
from tongban.records.enrolment.models import Cover
from tongban.records.ledger.models import LedgerAccount
from tongban.records.notices.models import Message
from tongban.records.transfers.models import Transfer
from tongban.services.access.scope import scoped
from tongban.services.cases.intake import withdraw_case
from tongban.services.transfers.automatic import agree, offer_automatic, start_due

JOINED_AT = at("2023-09-25", 9)


def told() -> int:
    return offer_automatic(JOINED_AT)


@pytest.mark.clause("SD20-9")
def test_whoever_joins_another_city_is_told_and_has_three_working_days():
    moved_city()
    assert told() == 1
    row = side(Side.IN)
    assert row.stage == Stage.ANNOUNCED.value
    assert row.basis == Basis.AUTOMATIC.value
    assert row.objection_until == date(2023, 9, 28)
    message = Message.objects.get(template="transfer.announced")
    assert "2023年9月28日" in message.text
    assert told() == 0  # once is enough


@pytest.mark.clause("SD20-9")
def test_what_nobody_objects_to_moves_like_any_other():
    moved_city()
    told()
    assert start_due(at("2023-09-28", 23)) == 0
    assert start_due(at("2023-10-07", 9)) == 1
    exchanged("2023-10-07", 10)
    assert side(Side.OUT).stage == Stage.AGREED.value
    handled(Side.OUT, "2023-10-07")
    exchanged("2023-10-07", 16)
    handled(Side.IN, "2023-10-08")
    account = LedgerAccount.objects.get(owner_id=party().pk, closed_on=None)
    assert account.balance_fen == BALANCE


@pytest.mark.clause("SD20-9")
def test_who_objects_stays_and_is_not_asked_again():
    moved_city()
    told()
    with scoped(actor(LOGIN)):
        withdraw_case(
            envelope(LOGIN, "2023-09-26"), number=case_of(Side.IN).number, words="不转"
        )
    assert side(Side.IN).stage == Stage.WITHDRAWN.value
    assert start_due(at("2023-10-07")) == 0
    assert exchanged() == 0  # the other side was never asked
    assert told() == 0


def test_who_agrees_at_once_does_not_wait():
    moved_city()
    told()
    with scoped(actor(LOGIN)):
        agree(envelope(LOGIN, "2023-09-25"), number=side(Side.IN).number)
        agree(envelope(LOGIN, "2023-09-25"), number=side(Side.IN).number)
    assert side(Side.IN).stage == Stage.REQUESTED.value
    exchanged()
    assert side(Side.IN).stage == Stage.AGREED.value


def test_another_province_is_left_to_an_application():
    moved_city()
    settings.TONGBAN_EXCHANGE_REGIONS = [*settings.TONGBAN_EXCHANGE_REGIONS, "440100"]
    Cover.objects.filter(person_id=party().pk, region="370705").update(region="440106")
    assert told() == 0


def test_an_old_enrolment_is_not_looked_at_again():
    moved_city()
    assert offer_automatic(at("2023-10-25")) == 0
    assert not Transfer.objects.exists()
