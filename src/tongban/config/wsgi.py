"""The web application that granian or another WSGI server loads."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.config.settings")

site = get_wsgi_application()

from tongban.api.hsa.door import ExpressDoor  # noqa: E402 - needs the apps
from tongban.services.hsa.express import warm_up  # noqa: E402 - needs the apps

application = ExpressDoor(site)

# What is loaded by now stays: the collector need not look at it with every request.
YOUNG_MAX, MIDDLE_MAX, OLD_MAX = 20_000, 20, 20
warm_up()
gc.collect()
gc.freeze()
gc.set_threshold(YOUNG_MAX, MIDDLE_MAX, OLD_MAX)
