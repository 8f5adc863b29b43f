"""Terms for tests: round figures, both sides of every age."""

from datetime import date

from tongban.core.days import Period
from tongban.core.money import Fen
from tongban.core.personal_accounts.sharing import Relation, SharedUse, SharingTerms
from tongban.core.personal_accounts.terms import (
    Basis,
    ByAge,
    CreditTerms,
    Rate,
    RetiredTerms,
)
from tongban.core.personal_accounts.withdrawal import Payee, WithdrawalReason

GOOD = Basis("通知", "第一条", "A", verified=True)
PLACEHOLDER = Basis("占位", "", "?", verified=False)
TERMS = CreditTerms(
    in_force=Period(date(2024, 1, 1), None),
    own=Rate(200, GOOD),
    flexible=Rate(150, GOOD),
    unit=ByAge(Rate(50, GOOD), Rate(100, GOOD), 45),
    retired=RetiredTerms(
        ByAge(Rate(200, GOOD), Rate(250, GOOD), 70), Fen(400_000), PLACEHOLDER
    ),
)
SHARING = SharingTerms(
    relations=frozenset({Relation.CHILD, Relation.PARENT}),
    uses=frozenset(SharedUse),
    consent_from_age=18,
    relatives_max=2,
    source="通知",
    clause="第二条",
    verified=True,
)


def reason(
    payee: Payee = Payee.OWNER, *, ended: bool = True, closes: bool = True
) -> WithdrawalReason:
    return WithdrawalReason("x", "原因", ended, closes, payee, "清单", "9")
