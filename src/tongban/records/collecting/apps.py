"""Django app: collecting results, parcels (结果领取、邮寄)."""

from django.apps import AppConfig


class Config(AppConfig):
    """Collecting results, parcels (结果领取、邮寄)."""

    name = "tongban.records.collecting"
    label = "collecting"
    default_auto_field = "django.db.models.BigAutoField"
