"""Addresses of the shared pages."""

from django.urls import URLPattern, URLResolver, path

from tongban.portals.shared import device, sign_in
from tongban.portals.shared.language import choose_language

urlpatterns: list[URLPattern | URLResolver] = [
    path("language/", choose_language, name="language-choose"),
    path("sign-in/", sign_in.sign_in_page, name="sign-in"),
    path("staff/sign-in/", sign_in.staff_sign_in_page, name="staff-sign-in"),
    path("staff/sign-in/code/", sign_in.staff_code_page, name="staff-code"),
    path("staff/device/", device.join_page, name="staff-device"),
    path("sign-out/", sign_in.sign_out_page, name="sign-out"),
    path("me/", sign_in.me_page, name="me"),
]
