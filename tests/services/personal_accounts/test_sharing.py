"""Sharing an account: offered, agreed to, used, ended; what the relative learns."""

from dataclasses import replace
from datetime import date

import pytest
from tests.services.cases.stage import actor, envelope
from tests.services.ledger.books import balance, party_of, put

from tongban.core.access.parties import IdKind, PartyKind, Scheme
from tongban.core.personal_accounts.sharing import (
    LimitWrong,
    Relation,
    SharedUse,
    ShareState,
    ShareTooSmall,
    UseNotShared,
)
from tongban.records.ledger.models import LedgerAccount
from tongban.records.parties.models import Party
from tongban.records.personal_accounts.models import FamilyShare
from tongban.services.access.scope import scoped
from tongban.services.cases.guard import NotYours
from tongban.services.parties.operations import NewParty, register_parties
from tongban.services.personal_accounts.queries import (
    explained_movements,
    own_shares,
    shares_of,
)
from tongban.services.personal_accounts.sharing import (
    NoAccount,
    Offer,
    RelativeUnknown,
    ShareChanged,
    SharedAlready,
    ShareUnknown,
    answer,
    change_limit,
    end,
    offer,
    use_shared,
)

OWNER, RELATIVE = "wangjianguo", "zhangguilan"
TODAY = date(2023, 9, 11)


def to(login: str = RELATIVE, **changes: object) -> Offer:
    party = Party.objects.get(pk=party_of(login))
    made = Offer(
        name=party.name,
        identifier=party.identifier,
        relation=Relation.PARENT,
        uses=frozenset(SharedUse),
        limit_fen=None,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # test brevity


def shared(*, agreed: bool = True, **changes: object) -> int:
    put(OWNER, 100_000)
    share = offer(envelope(OWNER), to(**changes), has_account=True)
    if agreed:
        answer(envelope(RELATIVE), share_id=share, agreed=True)
    return share


def pay(share: int, fen: int, *, key: str = "", login: str = "clerk1"):
    return use_shared(
        envelope(login, key=key),
        share_id=share,
        use=SharedUse.RESIDENT_PREMIUM,
        amount_fen=fen,
        reference="2024年度",
    )


def seen_by(login: str):
    with scoped(actor(login)):
        return own_shares(actor(login), today=TODAY)


def test_an_adult_agrees_before_anything_may_be_used():
    share = shared(agreed=False)
    with pytest.raises(UseNotShared):
        pay(share, 1)
    answer(envelope(RELATIVE), share_id=share, agreed=True)
    answer(envelope(RELATIVE), share_id=share, agreed=False)

    pay(share, 38_000)
    assert balance(OWNER) == 62_000


def test_the_relative_learns_what_is_usable_and_nothing_of_the_account():
    share = shared(limit_fen=50_000)
    pay(share, 38_000)

    (line,) = seen_by(RELATIVE)
    assert (line.usable_fen, line.used_fen, line.state) == (
        12_000,
        None,
        ShareState.ACTIVE,
    )
    with scoped(actor(RELATIVE)):
        assert not LedgerAccount.objects.exists()
    (mine,) = seen_by(OWNER)
    assert (mine.usable_fen, mine.used_fen) == (12_000, 38_000)
    assert seen_by("limin") == ()


def test_the_balance_bounds_a_larger_limit():
    share = shared(limit_fen=500_000)

    assert seen_by(RELATIVE)[0].usable_fen == 100_000
    with pytest.raises(ShareTooSmall):
        pay(share, 100_001)
    pay(share, 100_000)
    assert seen_by(RELATIVE)[0].usable_fen == 0


def test_a_payment_sent_twice_is_one():
    share = shared()

    assert pay(share, 500, key="once") == pay(share, 500, key="once")
    assert balance(OWNER) == 99_500


def test_only_staff_pay_from_an_account():
    share = shared()
    with pytest.raises(NotYours):
        pay(share, 500, login=RELATIVE)


def test_either_side_ends_it_and_twice_is_once():
    for login in (OWNER, RELATIVE):
        share = offer(envelope(OWNER), to(), has_account=True)
        for _ in range(2):
            end(envelope(login), share_id=share)
        row = FamilyShare.objects.get(pk=share)
        assert row.ended_at is not None
        assert row.version == 1


def test_a_sharing_ended_or_declined_may_be_offered_again():
    first = shared(agreed=False)
    answer(envelope(RELATIVE), share_id=first, agreed=False)
    again = offer(envelope(OWNER), to(), has_account=True)

    assert again != first
    with pytest.raises(SharedAlready):
        offer(envelope(OWNER), to(), has_account=True)


def test_an_offer_sent_twice_is_one():
    sent = envelope(OWNER)

    assert offer(sent, to(), has_account=True) == offer(sent, to(), has_account=True)


@pytest.mark.parametrize(
    "changes", [{"name": "张桂芳"}, {"identifier": "990001195103080029"}, {"name": ""}]
)
def test_number_and_name_must_both_be_right(changes):
    with pytest.raises(RelativeUnknown):
        offer(envelope(OWNER), to(**changes), has_account=True)


def test_nobody_shares_with_oneself_or_without_an_account():
    with pytest.raises(RelativeUnknown):
        offer(envelope(OWNER), to(OWNER), has_account=True)
    with pytest.raises(NoAccount):
        offer(envelope(OWNER), to(), has_account=False)


def test_a_child_under_age_needs_no_word_of_its_own():
    child = NewParty(
        kind=PartyKind.PERSON,
        id_kind=IdKind.OTHER,
        identifier="CHILD-1",
        name="王小明",
        region="370705",
        scheme=Scheme.RESIDENT,
        born_on=date(2015, 1, 1),
    )
    register_parties([child])
    made = Offer(
        "王小明", "CHILD-1", Relation.CHILD, frozenset({SharedUse.OUTPATIENT}), None
    )
    share = offer(envelope(OWNER), made, has_account=True)

    assert FamilyShare.objects.get(pk=share).confirmed_at is not None


def test_a_limit_changes_for_who_saw_the_latest_only():
    share = shared()
    seen = FamilyShare.objects.get(pk=share).version
    change_limit(envelope(OWNER, version=seen), share_id=share, limit_fen=1_000)

    with pytest.raises(ShareChanged):
        change_limit(envelope(OWNER, version=seen), share_id=share, limit_fen=2_000)
    change_limit(envelope(OWNER, version=seen), share_id=share, limit_fen=1_000)
    with pytest.raises(LimitWrong):
        change_limit(envelope(OWNER), share_id=share, limit_fen=0)
    with pytest.raises(ShareUnknown):
        change_limit(envelope(RELATIVE), share_id=share, limit_fen=5_000)


@pytest.mark.parametrize("login", ["limin", OWNER])
def test_nobody_else_agrees(login):
    share = shared(agreed=False)
    with pytest.raises(ShareUnknown):
        answer(envelope(login), share_id=share, agreed=True)


def test_others_do_not_end_it_and_staff_see_names_masked():
    share = shared()
    with pytest.raises(ShareUnknown):
        end(envelope("limin"), share_id=share)
    (line,) = shares_of(party_of(OWNER), today=TODAY)
    assert "*" in line.who


def test_a_use_is_explained_with_its_clause():
    pay(shared(), 500)
    account = LedgerAccount.objects.get(owner_id=party_of(OWNER))

    line = explained_movements(account.pk, region="370705")[0]
    assert line.what == "家庭共济：居民医保个人缴费"
    assert "国办发〔2024〕38号" in line.clause
    assert not line.is_income
