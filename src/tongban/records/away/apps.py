"""Django app: filing of treatment away from home (异地就医备案)."""

from django.apps import AppConfig


class Config(AppConfig):
    """Filing of treatment away from home (异地就医备案)."""

    name = "tongban.records.away"
    label = "away"
    default_auto_field = "django.db.models.BigAutoField"
