"""Django app: The settable clock of tests, demos and scenarios."""

from django.apps import AppConfig


class Config(AppConfig):
    """The settable clock of tests, demos and scenarios."""

    name = "tongban.records.timekeeping"
    label = "timekeeping"
    default_auto_field = "django.db.models.BigAutoField"
