"""Django app: Cases and their append-only events (办件)."""

from django.apps import AppConfig


class Config(AppConfig):
    """Cases and their append-only events (办件)."""

    name = "tongban.records.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
