"""Django app: The till of institutions."""

from django.apps import AppConfig


class Config(AppConfig):
    """The till of institutions."""

    name = "tongban.portals.till"
    label = "portal_till"
    default_auto_field = "django.db.models.BigAutoField"
