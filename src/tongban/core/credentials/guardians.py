"""Who acts for a child, and until when (监护人绑定)."""

from datetime import date

from tongban.core.refusals import Refusal


class NotMinor(Refusal):
    """Who has come of age acts for themselves."""

    code = "credentials.not_minor"

    def __init__(self, adult_age: int) -> None:
        super().__init__(f"From {adult_age} on people act themselves.", age=adult_age)


class GuardianTooYoung(Refusal):
    """Only an adult is a guardian."""

    code = "credentials.guardian_too_young"

    def __init__(self, adult_age: int) -> None:
        super().__init__(f"A guardian is at least {adult_age}.", age=adult_age)


def of_age_on(born_on: date, adult_age: int) -> date:
    """Return the first day on which somebody is of age.

    Who was born on 29 February comes of age on 1 March of an ordinary year.
    """
    year = born_on.year + adult_age
    try:
        return born_on.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def guardian_until(
    *, child_born_on: date, guardian_born_on: date, today: date, adult_age: int
) -> date:
    """Return the day a guardian's rights end; refuse who needs or can be none."""
    until = of_age_on(child_born_on, adult_age)
    if today >= until:
        raise NotMinor(adult_age)
    if today < of_age_on(guardian_born_on, adult_age):
        raise GuardianTooYoung(adult_age)
    return until
