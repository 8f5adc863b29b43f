"""Django app: changes of who acts for a unit (单位经办人变更记录)."""

from django.apps import AppConfig


class Config(AppConfig):
    """Changes of who acts for a unit (单位经办人变更记录)."""

    name = "tongban.records.units"
    label = "units"
    default_auto_field = "django.db.models.BigAutoField"
