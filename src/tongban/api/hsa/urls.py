"""Addresses of the national interface, below /hsa/."""

from django.urls import path

from tongban.api.hsa import views

urlpatterns = [
    path("auth/oauth/token", views.token, name="hsa-token"),
    path("<path:address>", views.message, name="hsa-message"),
]
