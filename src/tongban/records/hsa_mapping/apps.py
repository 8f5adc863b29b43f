"""Django app: own codes of institutions (目录对照)."""

from django.apps import AppConfig


class Config(AppConfig):
    """Own codes of institutions (目录对照)."""

    name = "tongban.records.hsa_mapping"
    label = "hsa_mapping"
    default_auto_field = "django.db.models.BigAutoField"
