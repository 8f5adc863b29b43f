"""Keys of institutions, their sign-ins, messages and files."""

from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tongban.core.hsa.profiles import PROFILE_WORDS, Profile
from tongban.records.security.fields import EncryptedTextField

NAME_MAX: Final = 100
MSGID_MAX: Final = 30
INFNO_MAX: Final = 6
DIGEST_MAX: Final = 64
FINDING_MAX: Final = 40
RULE_MAX: Final = 50
CHOICE_MAX: Final = 6
OPERATOR_MAX: Final = 30
NETWORK_MAX: Final = 43
FILE_NUMBER_MAX: Final = 30
FILE_NAME_MAX: Final = 200
STATE_MAX: Final = 12
MAC_MAX: Final = 40


class AccessKey(models.Model):
    """What an institution proves itself with (接入密钥).

    ``name`` is the public half (AK, client id), ``secret`` the other, sealed.
    ``networks`` are the ones it may call from; none named means any, but a
    caller without a secret is let in from a named network only.
    """

    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="keys"
    )
    name = models.CharField(max_length=NAME_MAX, unique=True)
    secret = EncryptedTextField()
    profile = models.CharField(
        max_length=1,
        choices=[(one.value, word) for one, word in PROFILE_WORDS.items()],
        default=Profile.PLAIN.value,
    )
    public_key = models.CharField(max_length=130, blank=True)
    networks = ArrayField(
        models.CharField(max_length=NETWORK_MAX), default=list, blank=True
    )
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Constraints: a profile that signs has a key to check with."""

        constraints = (
            models.CheckConstraint(
                name="hsa_key_to_check_with",
                condition=Q(profile=Profile.PLAIN.value) | ~Q(public_key=""),
            ),
        )

    def __str__(self) -> str:
        return f"Key {self.pk} of institution {self.institution_id}"


class SignIn(models.Model):
    """One operator's sign-in on one day (9001 签到), ended by 9002 or midnight."""

    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="+", db_index=False
    )
    number = models.CharField(max_length=MSGID_MAX, unique=True)
    operator = models.CharField(max_length=OPERATOR_MAX)
    mac = models.CharField(max_length=MAC_MAX, blank=True)
    day = models.DateField()
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Indexes: an institution's sign-ins of a day."""

        indexes = (
            models.Index(fields=["institution", "day"], name="hsa_sign_in_by_day"),
        )

    def __str__(self) -> str:
        return f"Sign-in {self.pk} of institution {self.institution_id}"


class Message(models.Model):
    """One message that was answered, written once (交易报文).

    The same key and content gets ``answer`` again, which is sealed; a question
    that changes nothing keeps no answer and is asked anew. ``person_id`` says
    whose data it opened.
    """

    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="+", db_index=False
    )
    msgid = models.CharField(max_length=MSGID_MAX)
    infno = models.CharField(max_length=INFNO_MAX)
    digest = models.CharField(max_length=DIGEST_MAX)
    at = models.DateTimeField()
    operator = models.CharField(max_length=OPERATOR_MAX, blank=True)
    person_id = models.BigIntegerField(null=True)
    answer = EncryptedTextField(blank=True)

    class Meta:
        """Constraints: a key once; indexes: an institution's messages in time."""

        constraints = (
            models.UniqueConstraint(
                fields=["institution", "msgid"], name="hsa_message_once"
            ),
        )
        indexes = (
            models.Index(fields=["institution", "at"], name="hsa_message_by_time"),
        )

    def __str__(self) -> str:
        return f"Message {self.pk} of institution {self.institution_id}"


class HeldFile(models.Model):
    """A file sent with 9101 or made for 9102; its content lies sealed in the row."""

    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="+"
    )
    number = models.CharField(max_length=FILE_NUMBER_MAX, unique=True)
    name = models.CharField(max_length=FILE_NAME_MAX)
    digest = models.CharField(max_length=DIGEST_MAX)
    content = EncryptedTextField()
    at = models.DateTimeField()
    until = models.DateTimeField()
    sent_by_us = models.BooleanField()

    def __str__(self) -> str:
        return f"File {self.pk} of institution {self.institution_id}"


class AuditFinding(models.Model):
    """What a check said of care before or while it was given, written once (审核提示).

    ``number`` is what the institution answers it by; ``details`` is the finding
    as it was told.
    """

    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="+"
    )
    number = models.CharField(max_length=FINDING_MAX, unique=True)
    infno = models.CharField(max_length=INFNO_MAX)
    message = models.CharField(max_length=MSGID_MAX)
    rule = models.CharField(max_length=RULE_MAX)
    at = models.DateTimeField()
    details = EncryptedTextField()

    def __str__(self) -> str:
        return f"Finding {self.pk} of institution {self.institution_id}"


class AuditReply(models.Model):
    """What a doctor did about a finding (处理方式); the last one written holds."""

    finding = models.ForeignKey(AuditFinding, models.PROTECT, related_name="replies")
    stage = models.CharField(max_length=CHOICE_MAX)
    way = models.CharField(max_length=CHOICE_MAX)
    reason = EncryptedTextField(blank=True)
    operator = models.CharField(max_length=OPERATOR_MAX, blank=True)
    message = models.CharField(max_length=MSGID_MAX)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Reply {self.pk} to finding {self.finding_id}"
