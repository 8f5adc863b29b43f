"""Django app: messages between deployments (区域间交换)."""

from django.apps import AppConfig


class Config(AppConfig):
    """Messages between deployments (区域间交换)."""

    name = "tongban.records.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"
