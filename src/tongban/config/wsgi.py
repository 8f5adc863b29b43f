"""The web application that granian or another WSGI server loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.config.settings")

site = get_wsgi_application()

from tongban.api.hsa.door import ExpressDoor  # noqa: E402 - needs the apps

application = ExpressDoor(site)
