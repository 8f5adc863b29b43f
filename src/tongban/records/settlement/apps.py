"""Django app: visits, fee lines, settlements and the year they count in."""

from django.apps import AppConfig


class Config(AppConfig):
    """Visits, fee lines, settlements and the year they count in."""

    name = "tongban.records.settlement"
    label = "settlement"
    default_auto_field = "django.db.models.BigAutoField"
