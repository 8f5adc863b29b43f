"""Sharing one's account with close relatives (家庭共济): who, for what, how much."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from tongban.core.enrolment.kinds import full_years
from tongban.core.money import Fen, yuan_text
from tongban.core.refusals import Refusal


class Relation(StrEnum):
    """Which close relative somebody is to the owner (近亲属)."""

    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"


RELATION_WORDS: Final[Mapping[Relation, str]] = {
    Relation.SPOUSE: "配偶",
    Relation.PARENT: "父母",
    Relation.CHILD: "子女",
}


class SharedUse(StrEnum):
    """What a shared account pays for."""

    OUTPATIENT = "outpatient"
    RESIDENT_PREMIUM = "resident_premium"


SHARED_USE_WORDS: Final[Mapping[SharedUse, str]] = {
    SharedUse.OUTPATIENT: "就医购药的个人负担部分",
    SharedUse.RESIDENT_PREMIUM: "居民医保个人缴费",
}


class ShareState(StrEnum):
    """How a sharing stands."""

    ASKED = "asked"
    ACTIVE = "active"
    DECLINED = "declined"
    ENDED = "ended"


SHARE_STATE_WORDS: Final[Mapping[ShareState, str]] = {
    ShareState.ASKED: "等待对方确认",
    ShareState.ACTIVE: "生效中",
    ShareState.DECLINED: "对方没有同意",
    ShareState.ENDED: "已结束",
}


class RelationNotAllowed(Refusal):
    """Only the relatives the notice names may use the account."""

    code = "personal_accounts.relation_not_allowed"

    def __init__(self) -> None:
        super().__init__("Not a close relative of the notice.")


class UsesMissing(Refusal):
    """Say what the account may be used for."""

    code = "personal_accounts.uses_missing"

    def __init__(self) -> None:
        super().__init__("Choose at least one use.")


class TooManyRelatives(Refusal):
    """One account is shared with so many relatives at most."""

    code = "personal_accounts.too_many_relatives"

    def __init__(self, most: int) -> None:
        super().__init__(f"At most {most}.", most=most)


class LimitWrong(Refusal):
    """A limit for the year is more than nothing."""

    code = "personal_accounts.limit_wrong"

    def __init__(self) -> None:
        super().__init__("A limit is above zero.")


class UseNotShared(Refusal):
    """The owner did not agree to this use, or the sharing is not in force."""

    code = "personal_accounts.use_not_shared"

    def __init__(self) -> None:
        super().__init__("Not shared for this use.")


class ShareTooSmall(Refusal):
    """Balance or limit leaves less than what is asked for."""

    code = "personal_accounts.share_too_small"

    def __init__(self, *, usable: int) -> None:
        super().__init__(f"{usable} fen usable.", usable=yuan_text(usable))


@dataclass(frozen=True, slots=True)
class SharingTerms:
    """What the notice allows: relatives, uses, age of consent, how many."""

    relations: frozenset[Relation]
    uses: frozenset[SharedUse]
    consent_from_age: int
    relatives_max: int
    source: str
    clause: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Sharing:
    """A sharing as it stands: for what, up to how much a year, since when."""

    uses: frozenset[SharedUse]
    limit_fen: Fen | None
    confirmed_at: datetime | None
    declined_at: datetime | None
    ended_at: datetime | None

    @property
    def state(self) -> ShareState:
        """How it stands; what came last in its life counts."""
        if self.ended_at is not None:
            return ShareState.ENDED
        if self.declined_at is not None:
            return ShareState.DECLINED
        return ShareState.ASKED if self.confirmed_at is None else ShareState.ACTIVE


def check_offer(
    *,
    relation: Relation,
    uses: frozenset[SharedUse],
    limit_fen: int | None,
    others: int,
    terms: SharingTerms,
) -> None:
    """Refuse an offer the notice does not allow; ``others`` share already."""
    if relation not in terms.relations:
        raise RelationNotAllowed
    if not uses or not uses <= terms.uses:
        raise UsesMissing
    if limit_fen is not None and limit_fen <= 0:
        raise LimitWrong
    if others >= terms.relatives_max:
        raise TooManyRelatives(terms.relatives_max)


def needs_consent(
    *, relation: Relation, born_on: date | None, day: date, terms: SharingTerms
) -> bool:
    """Say whether the relative must agree; the owner agrees for a child under age."""
    if relation is not Relation.CHILD or born_on is None:
        return True
    return full_years(born_on, day) >= terms.consent_from_age


def usable(*, balance_fen: int, limit_fen: int | None, used_fen: int) -> Fen:
    """Return what may be used now: the balance, within what the limit leaves."""
    if limit_fen is None:
        return Fen(balance_fen)
    return Fen(max(0, min(balance_fen, limit_fen - used_fen)))


def check_use(
    sharing: Sharing, *, use: SharedUse, amount_fen: int, usable_fen: int
) -> None:
    """Refuse a use that was not agreed to or is larger than what is left."""
    if sharing.state is not ShareState.ACTIVE or use not in sharing.uses:
        raise UseNotShared
    if not 0 < amount_fen <= usable_fen:
        raise ShareTooSmall(usable=usable_fen)
