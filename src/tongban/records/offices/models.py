"""Offices of five levels, and who works there with which rights."""

from typing import Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Concat

from tongban.core.access.actor import ROLE_WORDS, Role
from tongban.core.access.offices import OFFICE_KIND_WORDS, OFFICE_LEVELS, OfficeKind
from tongban.core.items.catalogue import STEP_WORDS

CODE_CHARACTERS_MAX: Final = 24
PATH_CHARACTERS_MAX: Final = 200


class Office(models.Model):
    """A place that serves people (经办机构、服务网点).

    ``path`` joins the codes from the province down
    (``/370000/370700/370705/``); an office covers every path beginning with
    its own.
    """

    code = models.CharField(max_length=CODE_CHARACTERS_MAX, unique=True)
    name = models.CharField(max_length=120)
    region = models.CharField(max_length=12)
    level = models.CharField(
        max_length=10, choices=[(level.value, level.value) for level in OFFICE_LEVELS]
    )
    kind = models.CharField(
        max_length=10,
        choices=[(kind.value, word) for kind, word in OFFICE_KIND_WORDS.items()],
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    path = models.CharField(
        max_length=PATH_CHARACTERS_MAX, unique=True, db_collation="C"
    )
    address = models.CharField(max_length=200, blank=True)
    hours = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    supervision_phone = models.CharField(max_length=60, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        """Constraints: the path ends in the office's own code."""

        ordering = ("path",)
        constraints = (
            models.CheckConstraint(
                name="office_kind_known",
                condition=Q(kind__in=[kind.value for kind in OfficeKind]),
            ),
            models.CheckConstraint(
                name="office_level_known",
                condition=Q(level__in=[level.value for level in OFFICE_LEVELS]),
            ),
            models.CheckConstraint(
                name="office_path_ends_in_code",
                condition=Q(
                    path__endswith=Concat(
                        models.Value("/"), F("code"), models.Value("/")
                    )
                ),
            ),
        )

    def __str__(self) -> str:
        return self.name


class StaffProfile(models.Model):
    """What a member of staff has signed and learnt (保密协议、培训).

    The agreement holds from ``agreement_signed_on`` up to, not including,
    ``agreement_until``, the training likewise; without both in force there is
    no sign-in. The file behind it is ``records.staff``; this is its newest line.
    """

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="staff_profile"
    )
    agreement_signed_on = models.DateField(null=True, blank=True)
    agreement_until = models.DateField(null=True, blank=True)
    trained_on = models.DateField(null=True, blank=True)
    trained_until = models.DateField(null=True, blank=True)

    class Meta:
        """Constraints: an agreement lasts at least a day, and so does a training."""

        constraints = (
            models.CheckConstraint(
                name="training_lasts",
                condition=Q(trained_until__isnull=True)
                | Q(trained_until__gt=F("trained_on")),
            ),
            models.CheckConstraint(
                name="agreement_lasts",
                condition=Q(agreement_until__isnull=True)
                | Q(agreement_until__gt=F("agreement_signed_on")),
            ),
        )

    def __str__(self) -> str:
        return f"Staff profile of account {self.account_id}"


class StaffGrant(models.Model):
    """One right of one account: a role in an office and below, for a time.

    ``items`` and ``steps`` empty means all of them.
    """

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="staff_grants"
    )
    role = models.CharField(
        max_length=16, choices=[(role.value, word) for role, word in ROLE_WORDS.items()]
    )
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="staff_grants"
    )
    items = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    steps = ArrayField(
        models.CharField(
            max_length=12,
            choices=[(step.value, word) for step, word in STEP_WORDS.items()],
        ),
        default=list,
        blank=True,
    )
    in_force = DateRangeField()

    class Meta:
        """Constraints: known roles, and a span that is not empty."""

        constraints = (
            models.CheckConstraint(
                name="grant_role_known",
                condition=Q(role__in=[role.value for role in Role]),
            ),
            models.CheckConstraint(
                name="grant_in_force_some_day",
                condition=Q(in_force__isempty=False) & Q(in_force__lower_inf=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} of account {self.account_id} in office {self.office_id}"
