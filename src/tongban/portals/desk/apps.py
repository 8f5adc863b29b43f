"""Django app: Pages of clerks, reviewers, finance and supervisors."""

from django.apps import AppConfig


class Config(AppConfig):
    """Pages of clerks, reviewers, finance and supervisors."""

    name = "tongban.portals.desk"
    label = "portal_desk"
    default_auto_field = "django.db.models.BigAutoField"
