"""Every address: shared and citizen pages at the top, desk and API below."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tongban.portals.shared.urls")),
    path("", include("tongban.portals.citizen.urls")),
    path("desk/", include("tongban.portals.desk.urls")),
]

try:
    from tongban.api.app import api
except ModuleNotFoundError as missing:
    if missing.name != "tongban.api.app":
        raise
else:
    urlpatterns.append(path("api/v1/", api.urls))
