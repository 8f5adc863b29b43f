"""Django app: Payment orders, batches and bank returns (拨付)."""

from django.apps import AppConfig


class Config(AppConfig):
    """Payment orders, batches and bank returns (拨付)."""

    name = "tongban.records.payments"
    label = "payments"
    default_auto_field = "django.db.models.BigAutoField"
