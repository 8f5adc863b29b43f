"""Django app: Hash-chained log of looks at personal data (查询留痕)."""

from django.apps import AppConfig


class Config(AppConfig):
    """Hash-chained log of looks at personal data (查询留痕)."""

    name = "tongban.records.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
