"""Every change of the register, sealed and only ever added to."""

from typing import Final

from django.db import models

from tongban.records.security.fields import EncryptedJSONField

WHAT_MAX: Final = 16
SOURCE_MAX: Final = 60


class RegisterEvent(models.Model):
    """One row of the register before and after a change; undone by its mirror.

    ``what`` names the kind of row, ``row`` its id; ``old`` is empty for a row
    that was made. ``reverses`` names the event this one takes back.
    """

    what = models.CharField(max_length=WHAT_MAX)
    row = models.BigIntegerField()
    old = EncryptedJSONField()
    new = EncryptedJSONField()
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=SOURCE_MAX, blank=True)
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversed_by"
    )

    class Meta:
        """A base for both kinds of history."""

        abstract = True

    def __str__(self) -> str:
        return f"{self.what} {self.row} changed"


class PersonEvent(RegisterEvent):
    """A change to a person, their cover, months, years or waits."""

    person = models.ForeignKey(
        "enrolment.InsuredPerson", models.PROTECT, related_name="events"
    )

    class Meta:
        """Indexes: by person, and by case for the undo."""

        indexes = (
            models.Index(fields=["person", "at"], name="person_events"),
            models.Index(fields=["case", "id"], name="person_events_of_case"),
        )


class EmployerEvent(RegisterEvent):
    """A change to an employer's registration."""

    employer = models.ForeignKey(
        "enrolment.Employer", models.PROTECT, related_name="events"
    )

    class Meta:
        """Indexes: by employer, and by case for the undo."""

        indexes = (
            models.Index(fields=["employer", "at"], name="employer_events"),
            models.Index(fields=["case", "id"], name="employer_events_of_case"),
        )
