"""A code sent to the phone on record, to know its owner before a credential moves."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from tongban.core.access.masking import mask_phone
from tongban.core.access.parties import PartyKind
from tongban.core.credentials.rules import PhoneCheckRules
from tongban.core.notices.moments import Way
from tongban.gateways import messaging
from tongban.records.accounts.models import Account
from tongban.records.credentials.models import PhoneCheck
from tongban.records.parties.models import Party
from tongban.services.cases.envelope import CHINA, Envelope
from tongban.services.credentials.people import check_shows
from tongban.services.credentials.refusals import (
    NotOwnPerson,
    PhoneCodeNotSent,
    PhoneCodesSpent,
    PhoneCodeTooSoon,
    PhoneCodeWrong,
    PhoneMissing,
)
from tongban.services.credentials.rules import credential_rules

DIGITS: Final = 6
TEXT: Final = (
    "【医保经办】验证码{code}，{minutes}分钟内有效，用于办理医保码。"
    "工作人员不会向您要验证码，请不要告诉别人。"
)


def send_phone_code(envelope: Envelope, *, party_id: int) -> str:
    """Send a code to one's own phone and return the phone masked.

    For a child it goes to the guardian's phone. Only a digest is kept; a code
    sent anew ends the former one. The message goes out before the transaction
    ends: a code nobody got must not be waited for.
    """
    check_shows(envelope.actor, party_id, envelope.today)
    phone = _own_phone(envelope)
    rules = credential_rules(envelope.today).phone
    code = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
    with transaction.atomic():
        account_id = _locked_account(envelope)
        _check_pace(account_id, now=envelope.now, rules=rules)
        PhoneCheck.objects.create(
            party_id=party_id,
            account_id=account_id,
            digest=_digest(account_id, party_id, code),
            sent_at=envelope.now,
            until=envelope.now + timedelta(minutes=rules.minutes),
        )
        _send(phone, TEXT.format(code=code, minutes=rules.minutes), at=envelope.now)
    return mask_phone(phone)


def own_masked_phone(envelope: Envelope) -> str:
    """Return the phone a code would go to, masked; empty when none is on record."""
    try:
        return mask_phone(_own_phone(envelope))
    except PhoneMissing:
        return ""


def check_phone_code(envelope: Envelope, *, party_id: int, code: str) -> None:
    """Take the newest code of this account for a person, once, or refuse.

    A wrong try is counted even when what it was for is undone, so call this
    outside a transaction.
    """
    rules = credential_rules(envelope.today).phone
    account_id = envelope.actor.account_id
    if account_id is None:
        raise NotOwnPerson
    with transaction.atomic():
        row = (
            PhoneCheck.objects.select_for_update(of=("self",))
            .filter(account_id=account_id, party_id=party_id)
            .order_by("-sent_at", "-pk")
            .first()
        )
        alive = (
            row is not None
            and row.used_at is None
            and envelope.now < row.until
            and row.tries < rules.tries_max
        )
        right = False
        if row is not None and alive:
            asked = _digest(account_id, party_id, "".join(code.split()))
            right = hmac.compare_digest(row.digest, asked)
            row.tries += 1
            row.used_at = envelope.now if right else None
            row.save(update_fields=["tries", "used_at"])
    if not right:
        raise PhoneCodeWrong


def _own_phone(envelope: Envelope) -> str:
    own = Party.objects.filter(
        pk__in=envelope.actor.party_ids, kind=PartyKind.PERSON.value
    ).first()
    if own is None or not own.phone:
        raise PhoneMissing
    return str(own.phone)


def _locked_account(envelope: Envelope) -> int:
    """Return the account, locked: two clicks at once send one code."""
    if envelope.actor.account_id is None:
        raise NotOwnPerson
    Account.objects.select_for_update(of=("self",)).get(pk=envelope.actor.account_id)
    return envelope.actor.account_id


def _check_pace(account_id: int, *, now: datetime, rules: PhoneCheckRules) -> None:
    day = now.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
    sent = PhoneCheck.objects.filter(account_id=account_id, sent_at__gte=day)
    newest = sent.order_by("-sent_at").values_list("sent_at", flat=True).first()
    if newest is not None:
        waited = int((now - newest).total_seconds())
        if waited < rules.resend_seconds:
            raise PhoneCodeTooSoon(rules.resend_seconds - waited)
    if sent.count() >= rules.per_day_max:
        raise PhoneCodesSpent(rules.per_day_max)


def _digest(account_id: int, party_id: int, code: str) -> str:
    content = f"phone check {account_id} {party_id} {code}".encode()
    return hmac.new(
        settings.TONGBAN_INDEX_KEY.encode(), content, hashlib.sha256
    ).hexdigest()


def _send(phone: str, text: str, *, at: datetime) -> None:
    outgoing = messaging.Outgoing(
        key=f"c-{uuid4().hex}", way=Way.SMS.value, address=phone, text=text
    )
    sent = messaging.send(outgoing, messaging.suppliers(), at=at)
    if isinstance(sent.outcome, messaging.Failed | messaging.Refused):
        raise PhoneCodeNotSent
