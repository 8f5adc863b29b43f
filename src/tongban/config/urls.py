"""Every address: shared and citizen pages at the top, desk and API below."""

from django.urls import URLPattern, URLResolver, include, path

from tongban.api.app import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tongban.portals.shared.urls")),
    path("", include("tongban.portals.citizen.urls")),
    path("", include("tongban.portals.hall.urls")),
    path("till/", include("tongban.portals.till.urls")),
    path("desk/", include("tongban.portals.desk.urls")),
    path("api/v1/", api.urls),
    path("hsa/", include("tongban.api.hsa.urls")),
]
handler500 = "tongban.config.failures.answer_failure"
