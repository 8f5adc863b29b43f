"""Which months were credited, who may use an account, what was paid out."""

from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tongban.core.personal_accounts.crediting import CREDIT_PART_WORDS
from tongban.core.personal_accounts.sharing import RELATION_WORDS, SHARED_USE_WORDS
from tongban.records.security.fields import EncryptedTextField

WORD_MAX: Final = 16
KEY_MAX: Final = 120
BASIS_MAX: Final = 200
REFERENCE_MAX: Final = 60
RELATIONS: Final = [(one.value, word) for one, word in RELATION_WORDS.items()]
USES: Final = [(one.value, word) for one, word in SHARED_USE_WORDS.items()]


class MonthlyCredit(models.Model):
    """One part of one month credited to an account, and how it was reckoned."""

    account = models.ForeignKey(
        "ledger.LedgerAccount", models.PROTECT, related_name="credits", db_index=False
    )
    month = models.DateField()
    part = models.CharField(
        max_length=WORD_MAX,
        choices=[(part.value, word) for part, word in CREDIT_PART_WORDS.items()],
    )
    of_fen = models.BigIntegerField()
    rate_bp = models.PositiveIntegerField()
    amount_fen = models.BigIntegerField()
    basis = models.CharField(max_length=BASIS_MAX)
    verified = models.BooleanField()
    journal = models.ForeignKey(
        "ledger.Journal", models.PROTECT, related_name="credits", db_index=False
    )

    class Meta:
        """Constraints: a part of a month once; more than nothing."""

        constraints = (
            models.UniqueConstraint(
                fields=["account", "month", "part"], name="credited_once"
            ),
            models.CheckConstraint(
                name="credit_above_zero", condition=Q(amount_fen__gt=0)
            ),
            models.CheckConstraint(
                name="credit_month_first_day", condition=Q(month__day=1)
            ),
        )

    def __str__(self) -> str:
        return f"Credit of {self.month} to account {self.account_id}"


class FamilyShare(models.Model):
    """That a relative may use somebody's account, with the consent of both.

    Both names are kept as they were at the time, sealed: neither side can read
    the other's own row.
    """

    owner = models.ForeignKey("parties.Party", models.PROTECT, related_name="shares")
    relative = models.ForeignKey(
        "parties.Party", models.PROTECT, related_name="shared_with_me"
    )
    relation = models.CharField(max_length=WORD_MAX, choices=RELATIONS)
    uses = ArrayField(models.CharField(max_length=WORD_MAX, choices=USES))
    limit_fen = models.BigIntegerField(null=True)
    owner_name = EncryptedTextField()
    relative_name = EncryptedTextField()
    offered_at = models.DateTimeField()
    offered_by = models.BigIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.BigIntegerField(null=True)
    declined_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)
    request_key = models.CharField(max_length=KEY_MAX, unique=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        """Constraints: one open sharing for two people, never with oneself."""

        constraints = (
            models.UniqueConstraint(
                fields=["owner", "relative"],
                name="share_open_once",
                condition=Q(ended_at=None, declined_at=None),
            ),
            models.CheckConstraint(
                name="share_of_two", condition=~Q(owner=models.F("relative"))
            ),
            models.CheckConstraint(
                name="share_limit_above_zero",
                condition=Q(limit_fen=None) | Q(limit_fen__gt=0),
            ),
        )

    def __str__(self) -> str:
        return f"Share {self.pk}"


class ShareUse(models.Model):
    """One use of a sharing, paid by the journal it names."""

    share = models.ForeignKey(FamilyShare, models.PROTECT, related_name="uses_made")
    journal = models.ForeignKey(
        "ledger.Journal", models.PROTECT, related_name="share_uses"
    )
    use = models.CharField(max_length=WORD_MAX, choices=USES)
    amount_fen = models.BigIntegerField()
    day = models.DateField()
    reference = models.CharField(max_length=REFERENCE_MAX, blank=True)

    class Meta:
        """Constraints: more than nothing."""

        constraints = (
            models.CheckConstraint(
                name="use_above_zero", condition=Q(amount_fen__gt=0)
            ),
        )

    def __str__(self) -> str:
        return f"Use {self.pk} of share {self.share_id}"


class Withdrawal(models.Model):
    """What a case takes out of an account: fixed at review, paid at its close."""

    case = models.OneToOneField(
        "cases.Case", models.PROTECT, primary_key=True, related_name="withdrawal"
    )
    account = models.ForeignKey(
        "ledger.LedgerAccount", models.PROTECT, related_name="withdrawals"
    )
    reason = models.CharField(max_length=WORD_MAX)
    amount_fen = models.BigIntegerField()
    closes_account = models.BooleanField()
    fixed_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
    journal = models.OneToOneField(
        "ledger.Journal", models.PROTECT, null=True, related_name="withdrawal"
    )

    class Meta:
        """Constraints: more than nothing."""

        constraints = (
            models.CheckConstraint(
                name="withdrawal_above_zero", condition=Q(amount_fen__gt=0)
            ),
        )

    def __str__(self) -> str:
        return f"Withdrawal of case {self.case_id}"
