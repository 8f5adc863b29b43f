"""Django app: Papers handed out in cases."""

from django.apps import AppConfig


class Config(AppConfig):
    """Papers handed out in cases."""

    name = "tongban.records.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"
