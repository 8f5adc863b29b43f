"""Departments and medical staff: every statement of an institution stays.

Rows of one code count from one; the last one holds. A row that is ``void`` takes
back what stood before it.
"""

from typing import Final

from django.contrib.postgres.fields import DateRangeField
from django.db import models

from tongban.records.security.fields import EncryptedTextField

DEPARTMENT_MAX: Final = 20
DEPARTMENT_NAME_MAX: Final = 100
SPECIALTY_MAX: Final = 10
CODE_MAX: Final = 30
NAME_MAX: Final = 50
KIND_MAX: Final = 6
LICENCE_MAX: Final = 50
MARK_MAX: Final = 64
KEY_MAX: Final = 120


class HospitalDepartment(models.Model):
    """What an institution said of one of its departments (科室).

    ``specialty`` is the value of the national table of departments (caty);
    ``details`` is whatever else was said, with who is responsible.
    """

    institution = models.ForeignKey(
        "institutions.Institution",
        models.PROTECT,
        related_name="departments",
        db_index=False,
    )
    code = models.CharField(max_length=DEPARTMENT_MAX)
    seq = models.PositiveIntegerField()
    name = models.CharField(max_length=DEPARTMENT_NAME_MAX)
    specialty = models.CharField(max_length=SPECIALTY_MAX, blank=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    details = EncryptedTextField(blank=True)
    void = models.BooleanField(default=False)
    said_at = models.DateTimeField()
    key = models.CharField(max_length=KEY_MAX)

    class Meta:
        """Constraints: statements on one department stand in one row."""

        constraints = (
            models.UniqueConstraint(
                fields=["institution", "code", "seq"], name="department_place"
            ),
        )

    def __str__(self) -> str:
        return f"HospitalDepartment {self.code} of institution {self.institution_id}"


class Practitioner(models.Model):
    """What is known of one of an institution's medical staff (医执人员).

    ``code`` is the national one; ``paper_mark`` finds somebody by the whole
    number of a paper, which is not kept.
    """

    institution = models.ForeignKey(
        "institutions.Institution",
        models.PROTECT,
        related_name="practitioners",
        db_index=False,
    )
    code = models.CharField(max_length=CODE_MAX)
    seq = models.PositiveIntegerField()
    name = models.CharField(max_length=NAME_MAX)
    kind = models.CharField(max_length=KIND_MAX)
    licence = models.CharField(max_length=LICENCE_MAX, blank=True)
    paper_mark = models.CharField(max_length=MARK_MAX, blank=True)
    in_force = DateRangeField()
    void = models.BooleanField(default=False)
    said_at = models.DateTimeField()
    key = models.CharField(max_length=KEY_MAX)

    class Meta:
        """Constraints: statements on one person's work stand in one row."""

        constraints = (
            models.UniqueConstraint(
                fields=["institution", "code", "seq"], name="practitioner_place"
            ),
        )

    def __str__(self) -> str:
        return f"Practitioner {self.code} of institution {self.institution_id}"
