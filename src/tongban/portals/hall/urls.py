"""Addresses of the hall: its screen and its terminals."""

from django.urls import URLPattern, URLResolver, path

from tongban.portals.hall import opening, screen
from tongban.portals.hall.kiosk import doing, items, printing, start, taking

urlpatterns: list[URLPattern | URLResolver] = [
    path("hall/<slug:office>/open/", opening.open_page, name="hall-open"),
    path("hall/<slug:office>/screen/", screen.screen_page, name="hall-screen"),
    path("hall/<slug:office>/screen/board/", screen.board_part, name="hall-board"),
    path("kiosk/<slug:office>/", start.start_page, name="kiosk"),
    path("kiosk/<slug:office>/who/", start.who_page, name="kiosk-who"),
    path("kiosk/<slug:office>/for/", start.for_page, name="kiosk-for"),
    path("kiosk/<slug:office>/progress/", start.progress_page, name="kiosk-progress"),
    path("kiosk/<slug:office>/alive/", start.alive, name="kiosk-alive"),
    path("kiosk/<slug:office>/end/", start.end, name="kiosk-end"),
    path("kiosk/<slug:office>/items/", items.items_page, name="kiosk-items"),
    path("kiosk/<slug:office>/items/<slug:code>/", items.item_page, name="kiosk-item"),
    path("kiosk/<slug:office>/take/", taking.take_page, name="kiosk-take"),
    path("kiosk/<slug:office>/help/", taking.help_me, name="kiosk-help"),
    path("kiosk/<slug:office>/ticket/", taking.ticket_page, name="kiosk-ticket"),
    path("kiosk/<slug:office>/ticket/leave/", taking.leave, name="kiosk-leave"),
    path("kiosk/<slug:office>/do/<slug:code>/", doing.do_page, name="kiosk-do"),
    path("kiosk/<slug:office>/done/", doing.done_page, name="kiosk-done"),
    path(
        "kiosk/<slug:office>/certificate/",
        printing.certificate_page,
        name="kiosk-certificate",
    ),
]
