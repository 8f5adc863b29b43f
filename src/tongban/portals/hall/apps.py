"""Django app: Hall screens and self-service terminals."""

from django.apps import AppConfig


class Config(AppConfig):
    """Hall screens and self-service terminals."""

    name = "tongban.portals.hall"
    label = "portal_hall"
    default_auto_field = "django.db.models.BigAutoField"
