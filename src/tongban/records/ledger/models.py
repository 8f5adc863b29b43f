"""Accounts, journals that add up to nothing, and the postings they consist of."""

from typing import Final

from django.db import models
from django.db.models import Q

from tongban.core.ledger.accounts import (
    ACCOUNT_KIND_WORDS,
    NEVER_BELOW_ZERO,
    OWNED,
    AccountKind,
)

KIND_MAX: Final = 16
REGION_MAX: Final = 12
KEY_MAX: Final = 120
SOURCE_MAX: Final = 60
WORDS_MAX: Final = 60
_OWNED: Final = sorted(kind.value for kind in OWNED)
_ABOVE_ZERO: Final = sorted(kind.value for kind in NEVER_BELOW_ZERO)


class LedgerAccount(models.Model):
    """An account: one person's (个人账户), or a fund's of a region.

    ``balance_fen`` of a person's account is moved by the database itself in
    the statement that adds a posting. A fund's is empty: its balance is the
    sum of its postings, so that no payment waits for another at the fund's row.
    ``held_for`` names the case to which the whole balance is promised.
    """

    owner = models.ForeignKey(
        "parties.Party", models.PROTECT, null=True, related_name="ledger_accounts"
    )
    kind = models.CharField(
        max_length=KIND_MAX,
        choices=[(kind.value, word) for kind, word in ACCOUNT_KIND_WORDS.items()],
    )
    region = models.CharField(max_length=REGION_MAX)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    balance_fen = models.BigIntegerField(null=True)
    held_for = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        """Constraints: one open account each, never below zero, empty when closed."""

        constraints = (
            models.UniqueConstraint(
                fields=["owner", "kind"],
                name="ledger_account_open_once",
                condition=Q(owner__isnull=False, closed_on=None),
            ),
            models.UniqueConstraint(
                fields=["kind", "region"],
                name="ledger_fund_once",
                condition=Q(owner=None),
            ),
            models.CheckConstraint(
                name="ledger_account_kind_known",
                condition=Q(kind__in=[kind.value for kind in AccountKind]),
            ),
            models.CheckConstraint(
                name="ledger_owned_kinds",
                condition=Q(
                    owner__isnull=False, balance_fen__isnull=False, kind__in=_OWNED
                )
                | (Q(owner=None, balance_fen=None) & ~Q(kind__in=_OWNED)),
            ),
            models.CheckConstraint(
                name="ledger_never_below_zero",
                condition=~Q(kind__in=_ABOVE_ZERO) | Q(balance_fen__gte=0),
            ),
            models.CheckConstraint(
                name="ledger_closed_is_empty",
                condition=Q(closed_on=None) | Q(balance_fen=0, held_for=None),
            ),
        )

    def __str__(self) -> str:
        return f"Account {self.pk}"


class Journal(models.Model):
    """One movement of money between accounts; written once, undone by its mirror."""

    at = models.DateTimeField()
    day = models.DateField()
    region = models.CharField(max_length=REGION_MAX)
    reason = models.CharField(max_length=KIND_MAX)
    case = models.ForeignKey(
        "cases.Case",
        models.PROTECT,
        null=True,
        related_name="journals",
        db_index=False,
    )
    source = models.CharField(max_length=SOURCE_MAX, blank=True)
    request_key = models.CharField(max_length=KEY_MAX, unique=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversed_by"
    )

    class Meta:
        """Constraints and indexes: nothing reverses itself; journals of a case."""

        indexes = (
            models.Index(
                fields=["case"],
                name="journals_of_case",
                condition=Q(case__isnull=False),
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="journal_not_its_own_mirror",
                condition=~Q(reverses=models.F("id")) | Q(reverses=None),
            ),
        )

    def __str__(self) -> str:
        return f"Journal {self.pk}"


class Posting(models.Model):
    """One line of a journal; above zero the account gains."""

    journal = models.ForeignKey(Journal, models.PROTECT, related_name="postings")
    account = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="postings", db_index=False
    )
    amount_fen = models.BigIntegerField()
    words = models.CharField(max_length=WORDS_MAX, blank=True)

    class Meta:
        """Constraints and indexes: the movements of an account, latest first."""

        indexes = (models.Index(fields=["account", "-id"], name="posting_history"),)
        constraints = (
            models.CheckConstraint(
                name="posting_moves_something", condition=~Q(amount_fen=0)
            ),
        )

    def __str__(self) -> str:
        return f"Posting {self.pk}"
