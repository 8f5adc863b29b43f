"""Django app: Offices on five levels, staff, and their grants."""

from django.apps import AppConfig


class Config(AppConfig):
    """Offices on five levels, staff, and their grants."""

    name = "tongban.records.offices"
    label = "offices"
    default_auto_field = "django.db.models.BigAutoField"
