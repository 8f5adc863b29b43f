"""Django app: Holiday notices loaded while the platform runs (放假安排)."""

from django.apps import AppConfig


class Config(AppConfig):
    """Holiday notices loaded while the platform runs (放假安排)."""

    name = "tongban.records.calendar"
    label = "calendar"
    default_auto_field = "django.db.models.BigAutoField"
