"""Django app: credits, sharings and withdrawals of personal accounts (个人账户)."""

from django.apps import AppConfig


class Config(AppConfig):
    """Credits, sharings and withdrawals of personal accounts (个人账户)."""

    name = "tongban.records.personal_accounts"
    label = "personal_accounts"
    default_auto_field = "django.db.models.BigAutoField"
