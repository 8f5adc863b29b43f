"""Django app: consents, and reports of wrong data (用数据的同意、信息有误)."""

from django.apps import AppConfig


class Config(AppConfig):
    """Consents, and reports of wrong data (用数据的同意、信息有误)."""

    name = "tongban.records.consents"
    label = "consents"
    default_auto_field = "django.db.models.BigAutoField"
