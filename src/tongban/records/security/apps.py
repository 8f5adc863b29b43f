"""Django app: Database roles and row-level security helpers."""

from django.apps import AppConfig


class Config(AppConfig):
    """Database roles and row-level security helpers."""

    name = "tongban.records.security"
    label = "security"
    default_auto_field = "django.db.models.BigAutoField"
