"""Addresses of the till."""

from django.urls import URLPattern, URLResolver, path

from tongban.portals.till import bills, sale

urlpatterns: list[URLPattern | URLResolver] = [
    path("", bills.day_page, name="till"),
    path("sale/", sale.sale_page, name="till-sale"),
    path("bills/<int:settlement_id>/", bills.bill_page, name="till-bill"),
    path("bills/<int:settlement_id>/undo/", bills.undo_bill, name="till-undo"),
    path("compare/", bills.compare, name="till-compare"),
]
