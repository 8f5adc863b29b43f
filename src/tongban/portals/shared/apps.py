"""Django app: What all pages share: layout, components, sign-in."""

from django.apps import AppConfig


class Config(AppConfig):
    """What all pages share: layout, components, sign-in."""

    name = "tongban.portals.shared"
    label = "portal_shared"
    default_auto_field = "django.db.models.BigAutoField"
