"""Django app: transfers of the insurance relation (医保关系转移接续)."""

from django.apps import AppConfig


class Config(AppConfig):
    """Transfers of the insurance relation (医保关系转移接续)."""

    name = "tongban.records.transfers"
    label = "transfers"
    default_auto_field = "django.db.models.BigAutoField"
