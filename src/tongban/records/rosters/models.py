"""A table of students a school sent, and what became of each of its rows."""

from typing import Final

from django.db import models

from tongban.core.rosters.states import (
    ROSTER_STATE_WORDS,
    ROW_STATE_WORDS,
    RosterState,
    RowState,
)
from tongban.records.security.fields import EncryptedJSONField

CODE_CHARACTERS: Final = 12
DIGEST_CHARACTERS: Final = 64
PROBLEM_MAX: Final = 300


class Roster(models.Model):
    """One file of one school for one year; the same file again is the same roster.

    ``digest`` is that of its bytes, ``run`` counts how often it came. The row is
    locked by whoever brings the roster forward. ``places`` says in which column
    (from 0) of the sheet what stands; ``problem`` is the sentence about what
    stopped it.
    """

    code = models.CharField(max_length=CODE_CHARACTERS, unique=True)
    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="rosters")
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    region = models.CharField(max_length=12, db_index=True)
    year = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=DIGEST_CHARACTERS)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=12,
        choices=[(state.value, word) for state, word in ROSTER_STATE_WORDS.items()],
        default=RosterState.WAITING.value,
    )
    run = models.PositiveSmallIntegerField(default=1)
    places = models.JSONField(default=dict)
    problem = models.CharField(max_length=PROBLEM_MAX, blank=True)
    received_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Constraints: a file once for a school and year."""

        constraints = (
            models.UniqueConstraint(
                fields=["party", "year", "digest"], name="roster_once"
            ),
        )

    def __str__(self) -> str:
        return f"Roster {self.code}"


class RosterRow(models.Model):
    """One row below the heading; ``number`` is its row in the sheet.

    ``faults`` are lists of column, code and words that identify nobody.
    ``part`` counts the cases from 0; ``case`` is the one the row went into.
    """

    roster = models.ForeignKey(Roster, models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField()
    cells = EncryptedJSONField()
    faults = models.JSONField(default=list)
    state = models.CharField(
        max_length=8,
        choices=[(state.value, word) for state, word in ROW_STATE_WORDS.items()],
    )
    part = models.PositiveIntegerField(null=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")

    class Meta:
        """Constraints: a row of the sheet once."""

        constraints = (
            models.UniqueConstraint(
                fields=["roster", "number"], name="roster_row_once"
            ),
        )
        indexes = (
            models.Index(
                fields=["roster", "part", "number"],
                name="roster_rows_left",
                condition=models.Q(state=RowState.GOOD.value),
            ),
        )

    def __str__(self) -> str:
        return f"Row {self.number} of roster {self.roster_id}"
