"""Addresses of the citizen pages."""

from django.urls import URLPattern, URLResolver, path

from tongban.portals.citizen import (
    clock,
    home,
    item_form,
    items,
    life,
    papers,
    phone,
    places,
    postings,
    progress,
    regions,
    verbs,
)
from tongban.portals.citizen.apply import leaves, start
from tongban.portals.citizen.my import (
    case,
    cases,
    code,
    collect,
    correction,
    inbox,
    mandates,
    ways,
)
from tongban.portals.shared.layout.views import choose_layout

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("layout/", choose_layout, name="layout-choose"),
    path("regions/", regions.regions, name="regions"),
    path("regions/choose/", regions.choose_region, name="region-choose"),
    path("regions/<str:code>/", regions.region, name="region"),
    path("look/", verbs.look, name="look"),
    path("check/", verbs.check, name="check"),
    path("ask/", verbs.ask, name="ask"),
    path("rate/", verbs.rate, name="rate"),
    path("items/", items.items, name="items"),
    path("items/<slug:code>/", items.item, name="item"),
    path("items/<slug:code>/form/", item_form.item_form, name="item-form"),
    path("life/", life.life, name="life"),
    path("life/<slug:code>/", life.event, name="life-event"),
    path("places/", places.places, name="places"),
    path("clock/", clock.clock, name="clock"),
    path("progress/", progress.look_up, name="progress"),
    path("postings/", postings.shown, name="postings"),
    path("postings/<slug:number>/object/", postings.object_to, name="posting-object"),
    path("apply/<slug:item>/", start.start, name="apply-start"),
    path("drafts/<slug:code>/discard/", leaves.discard, name="apply-discard"),
    path("drafts/<slug:code>/<slug:name>/", leaves.leaf, name="apply-leaf"),
    path("my/", cases.cases, name="my-cases"),
    path("my/messages/", inbox.inbox, name="my-messages"),
    path("my/code/", code.code, name="my-code"),
    path("my/ways/", ways.ways, name="my-ways"),
    path("demo/phone/", phone.phones_page, name="demo-phones"),
    path("demo/phone/<slug:login_name>/", phone.phone_page, name="demo-phone"),
    path("my/mandates/", mandates.mandates, name="my-mandates"),
    path("my/mandates/revoke/", mandates.revoke, name="my-mandate-revoke"),
    path("my/cases/<slug:number>/", case.case, name="my-case"),
    path("papers/verify/", papers.verify, name="papers-verify"),
    path("papers/<slug:number>/", papers.proof, name="paper-proof"),
    path(
        "my/cases/<slug:number>/papers/<slug:paper>/", papers.my_paper, name="my-paper"
    ),
    path("my/cases/<slug:number>/receipt/", case.receipt, name="my-receipt"),
    path("my/cases/<slug:number>/collect/", collect.collect, name="my-collect"),
    path("my/cases/<slug:number>/correct/", correction.correct, name="my-correct"),
    path("my/cases/<slug:number>/withdraw/", case.withdraw, name="my-withdraw"),
    path("my/cases/<slug:number>/take-back/", case.take_back, name="my-take-back"),
    path("my/cases/<slug:number>/files/<uuid:file_id>/", case.file, name="my-file"),
]
