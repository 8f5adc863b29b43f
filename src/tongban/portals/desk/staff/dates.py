"""Days typed on the pages of the staff register."""

from datetime import date

from django.http import QueryDict

from tongban.portals.desk.sending import ChoiceMissing, words


def typed_day(sent: QueryDict, name: str, *, field: str) -> date:
    """Return the day typed as YYYY-MM-DD; refuse anything else by its Chinese name."""
    try:
        return date.fromisoformat(words(sent, name))
    except ValueError as fault:
        raise ChoiceMissing(field) from fault


def optional_day(sent: QueryDict, name: str, *, field: str) -> date | None:
    """Return the day typed, or nothing when the field was left empty."""
    return typed_day(sent, name, field=field) if words(sent, name) else None
