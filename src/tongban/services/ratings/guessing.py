"""Six digits are not to be found by trying: wrong codes are counted by the day."""

from datetime import date
from typing import Final

from django.db.models import F

from tongban.core.refusals import Refusal
from tongban.records.cases.models import WrongCode

WRONG_CODES_MAX: Final = 20
NAME_MAX: Final = 24


class TooManyGuesses(Refusal):
    """Too many wrong codes were tried for this number today."""

    code = "ratings.too_many_guesses"

    def __init__(self) -> None:
        super().__init__(f"{WRONG_CODES_MAX} wrong codes today.")


def check_guesses(name: str, today: date) -> None:
    """Refuse a number that was asked for with too many wrong codes today."""
    tried = WrongCode.objects.filter(number=name[:NAME_MAX], on=today)
    if tried.filter(times__gte=WRONG_CODES_MAX).exists():
        raise TooManyGuesses


def note_wrong_guess(name: str, today: date) -> None:
    """Count one wrong code; call it outside a transaction that is undone."""
    if "\0" in name:
        return
    name = name[:NAME_MAX]
    WrongCode.objects.get_or_create(number=name, on=today)
    WrongCode.objects.filter(number=name, on=today).update(times=F("times") + 1)
