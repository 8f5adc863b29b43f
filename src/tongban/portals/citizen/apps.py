"""Django app: Pages of citizens, employers and institutions."""

from django.apps import AppConfig


class Config(AppConfig):
    """Pages of citizens, employers and institutions."""

    name = "tongban.portals.citizen"
    label = "portal_citizen"
    default_auto_field = "django.db.models.BigAutoField"
