"""Use cases of the calendar and the clock."""
