"""Accounts: who signs in, through which door."""

from typing import ClassVar, Final

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from tongban.core.access.actor import ActorKind

LOGIN_NAME_CHARACTERS_MAX: Final = 60
ACCOUNT_KINDS: Final = (
    ActorKind.CITIZEN,
    ActorKind.EMPLOYER,
    ActorKind.INSTITUTION,
    ActorKind.STAFF,
)


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts with a hashed password."""

    def create_user(
        self, login_name: str, password: str, *, kind: ActorKind, display_name: str
    ) -> "Account":
        """Return a new saved account without party or office."""
        account = self.model(
            login_name=login_name.strip().lower(),
            kind=kind.value,
            display_name=display_name,
        )
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Find by login name; letter case does not count."""
        return self.get(login_name=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """A sign-in account (登录账号).

    ``party`` is the account's own party (a citizen's self, an employer's own
    unit); ``office`` is where a member of staff works. ``last_seen_at`` is
    the last sign-in by the platform's clock.
    """

    login_name = models.CharField(max_length=LOGIN_NAME_CHARACTERS_MAX, unique=True)
    kind = models.CharField(
        max_length=12, choices=[(kind.value, kind.value) for kind in ACCOUNT_KINDS]
    )
    display_name = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True)
    party = models.ForeignKey(
        "parties.Party",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="accounts",
    )
    office = models.ForeignKey(
        "offices.Office",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="accounts",
    )
    elder_mode = models.BooleanField(default=False)
    last_seen_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "login_name"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name", "kind"]
    objects = AccountManager()

    class Meta:
        """Constraints: only staff belong to an office."""

        constraints = (
            models.CheckConstraint(
                name="account_kind_known",
                condition=Q(kind__in=[kind.value for kind in ACCOUNT_KINDS]),
            ),
            models.CheckConstraint(
                name="account_office_of_staff",
                condition=Q(office__isnull=True) | Q(kind=ActorKind.STAFF.value),
            ),
            models.CheckConstraint(
                name="account_login_name_lower",
                condition=Q(login_name=Lower("login_name")),
            ),
        )

    def __str__(self) -> str:
        return self.login_name
