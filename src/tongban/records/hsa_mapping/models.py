"""What an institution calls a drug, service or material, and what the list does."""

from typing import Final

from django.db import models
from django.db.models import F, Q

OWN_CODE_MAX: Final = 30
OWN_NAME_MAX: Final = 200
LIST_TYPE_MAX: Final = 30
CODE_MAX: Final = 30
OPERATOR_MAX: Final = 30


class InstitutionMapping(models.Model):
    """One own code told to stand for a national one in some days (目录对照).

    Written once: told anew, the row written last counts. ``details`` is what else
    was told (批准文号、剂型、规格…) by the names of the interface's fields.
    """

    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="+", db_index=False
    )
    own_code = models.CharField(max_length=OWN_CODE_MAX)
    own_name = models.CharField(max_length=OWN_NAME_MAX)
    list_type = models.CharField(max_length=LIST_TYPE_MAX)
    code = models.CharField(max_length=CODE_MAX)
    begins = models.DateField()
    ends = models.DateField()
    details = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField()
    operator = models.CharField(max_length=OPERATOR_MAX, blank=True)

    class Meta:
        """Constraints: days in order; indexes: by institution and own code."""

        constraints = (
            models.CheckConstraint(
                name="mapping_days_ordered", condition=Q(ends__gte=F("begins"))
            ),
        )
        indexes = (
            models.Index(
                fields=["institution", "own_code", "-id"], name="mapping_by_own_code"
            ),
        )

    def __str__(self) -> str:
        return f"Mapping {self.pk} of institution {self.institution_id}"


class MappingWithdrawal(models.Model):
    """A mapping taken back, written once; it counts for no day any more (撤销)."""

    mapping = models.OneToOneField(
        InstitutionMapping, models.PROTECT, related_name="withdrawal"
    )
    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    operator = models.CharField(max_length=OPERATOR_MAX, blank=True)

    def __str__(self) -> str:
        return f"Withdrawal of mapping {self.mapping_id}"
