"""Django app: Uploaded materials, stored by digest (材料附件)."""

from django.apps import AppConfig


class Config(AppConfig):
    """Uploaded materials, stored by digest (材料附件)."""

    name = "tongban.records.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
