"""Register of staff (经办人员登记): entries, devices, absences, shares of work."""

from typing import Final

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from tongban.records.offices.models import PATH_CHARACTERS_MAX

WORDS_MAX: Final = 500
NAME_MAX: Final = 60
KEY_MAX: Final = 64
DIGEST_CHARACTERS: Final = 64
SHARE_MAX: Final = 100


class StaffEntry(models.Model):
    """One line of a person's file, written once; the newest of a kind counts."""

    class Kind(models.TextChoices):
        """What was recorded."""

        AGREEMENT = "agreement", "签订保密协议"
        AGREEMENT_ENDED = "agreement_ended", "解除保密协议"
        TRAINING = "training", "完成培训"
        GRANT = "grant", "授予岗位"
        GRANT_ENDED = "grant_ended", "收回岗位"
        OPENED = "opened", "开通账号"
        LEFT = "left", "离岗停用"
        RETURNED = "returned", "重新启用"
        SHARE = "share", "调整工作量"
        KEYS_RENEWED = "keys_renewed", "重置密码和动态口令"

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="staff_entries"
    )
    office_path = models.CharField(
        max_length=PATH_CHARACTERS_MAX, db_collation="C", db_index=True
    )
    kind = models.CharField(max_length=20, choices=Kind)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    words = models.CharField(max_length=WORDS_MAX, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField()
    key = models.CharField(max_length=KEY_MAX, unique=True)

    class Meta:
        """Constraints and indexes; ``key`` is the request that wrote the line."""

        indexes = (models.Index(fields=["account", "-id"], name="entry_by_account"),)
        constraints = (
            models.CheckConstraint(
                name="entry_ends_after_start",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} of account {self.account_id} from {self.from_on}"


class StaffDevice(models.Model):
    """A computer that staff may sign in from; only the digest of its token is kept.

    Until the device has shown its code (``code_until``) ``token_digest`` is that
    of the code; afterwards that of the token in the device's cookie.
    """

    office = models.ForeignKey(
        "offices.Office", on_delete=models.PROTECT, related_name="devices"
    )
    name = models.CharField(max_length=NAME_MAX)
    token_digest = models.CharField(max_length=DIGEST_CHARACTERS, unique=True)
    code_until = models.DateTimeField(null=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    registered_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=KEY_MAX, unique=True)

    class Meta:
        """Order: newest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        return f"Device {self.pk} of office {self.office_id}"


class StaffAbsence(models.Model):
    """Days somebody is away and who stands in; a cancelled one no longer counts."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="absences"
    )
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="standing_in"
    )
    days = DateRangeField()
    words = models.CharField(max_length=WORDS_MAX, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=KEY_MAX, unique=True)

    class Meta:
        """Constraints: one absence a day for each person, nobody for themselves."""

        constraints = (
            ExclusionConstraint(
                name="absence_days_once",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    ("days", RangeOperators.OVERLAPS),
                ],
                condition=Q(cancelled_at__isnull=True),
            ),
            models.CheckConstraint(
                name="absence_stand_in_other", condition=~Q(stand_in=F("account"))
            ),
        )

    def __str__(self) -> str:
        return f"Absence of account {self.account_id}"


class WorkShare(models.Model):
    """How much of a full load somebody gets, in percent; no row: all of it."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="work_share"
    )
    percent = models.PositiveSmallIntegerField()

    class Meta:
        """Constraints: between nothing and a full load."""

        constraints = (
            models.CheckConstraint(
                name="share_in_percent", condition=Q(percent__lte=SHARE_MAX)
            ),
        )

    def __str__(self) -> str:
        return f"{self.percent}% of account {self.account_id}"


class OfficeDistribution(models.Model):
    """Whether waiting cases of an office are given out by themselves."""

    office = models.OneToOneField(
        "offices.Office", on_delete=models.PROTECT, related_name="distribution"
    )
    automatic = models.BooleanField(default=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Distribution of office {self.office_id}"
