"""Addresses of the desk pages."""

from django.urls import URLPattern, URLResolver, path

from tongban.portals.desk import finding, home, posting
from tongban.portals.desk.account import views as account
from tongban.portals.desk.case import files, printing
from tongban.portals.desk.case import view as case
from tongban.portals.desk.catalogue import editing as catalogue_editing
from tongban.portals.desk.catalogue import history as catalogue_history
from tongban.portals.desk.catalogue import listing as catalogue
from tongban.portals.desk.claims import views as claims
from tongban.portals.desk.collecting import one as collecting_one
from tongban.portals.desk.collecting import views as collecting
from tongban.portals.desk.counter import (
    credential,
    filling,
    identify,
    mandate,
    register,
)
from tongban.portals.desk.crossing import views as crossing
from tongban.portals.desk.exchange import views as exchange
from tongban.portals.desk.figures import scans, wall
from tongban.portals.desk.figures import views as figures
from tongban.portals.desk.matching import reporting
from tongban.portals.desk.matching import views as matching
from tongban.portals.desk.money import views as money
from tongban.portals.desk.notices import calls as notice_calls
from tongban.portals.desk.notices import coverage as notice_coverage
from tongban.portals.desk.notices import replies as notice_replies
from tongban.portals.desk.notices import undelivered as notice_failures
from tongban.portals.desk.people import overlaps, rosters
from tongban.portals.desk.people import views as people
from tongban.portals.desk.queue import manage as queue_manage
from tongban.portals.desk.queue import views as queue
from tongban.portals.desk.staff import away, devices, share
from tongban.portals.desk.staff import register as staff
from tongban.portals.desk.transfers import views as transfers
from tongban.portals.desk.voices import (
    corrections,
    ratings,
    said,
    samples,
    surveys,
)
from tongban.portals.desk.watch import breaches, calendar, looks, pledges, refusals
from tongban.portals.desk.watch import views as watch
from tongban.portals.desk.work import actions as work
from tongban.portals.desk.work import bulk, listing, phrases
from tongban.portals.desk.wrong import views as wrong

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home_page, name="desk-home"),
    path("find/", finding.find_page, name="desk-find"),
    path("account/", account.account_page, name="desk-account"),
    path("counter/", identify.counter_page, name="desk-counter"),
    path("counter/leave/", identify.leave_page, name="desk-counter-leave"),
    path("counter/register/", register.register_page, name="desk-counter-register"),
    path("counter/mandate/", mandate.mandate_page, name="desk-counter-mandate"),
    path(
        "counter/credential/",
        credential.credential_page,
        name="desk-counter-credential",
    ),
    path("counter/pick/", identify.pick_page, name="desk-counter-pick"),
    path("counter/resume/", identify.resume_page, name="desk-counter-resume"),
    path("counter/start/", identify.start_page, name="desk-counter-start"),
    path("counter/fill/<str:code>/", filling.fill_page, name="desk-counter-fill"),
    path("counter/drop/<str:code>/", filling.drop_page, name="desk-counter-drop"),
    path("work/", listing.work_page, name="desk-work"),
    path("work/export/", work.export_page, name="desk-work-export"),
    path("work/filters/", work.keep_page, name="desk-work-keep"),
    path("work/bulk/", bulk.bulk_page, name="desk-bulk"),
    path("phrases/", phrases.phrases_page, name="desk-phrases"),
    path("cases/<str:number>/", case.case_page_view, name="desk-case"),
    path("cases/<str:number>/bills/", claims.bills_page, name="desk-claim"),
    path("cases/<str:number>/receipt/", printing.receipt_page, name="desk-receipt"),
    path("cases/<str:number>/notice/", printing.notice_page, name="desk-notice"),
    path(
        "cases/<str:number>/papers/<slug:paper>/",
        printing.paper_file,
        name="desk-paper",
    ),
    path(
        "cases/<str:number>/files/<uuid:file_id>/",
        files.file_page,
        name="desk-case-file",
    ),
    path("files/<uuid:file_id>/", files.own_file_page, name="desk-file"),
    path("pay/", money.pay_page, name="desk-pay"),
    path("pay/files/", money.batches_page, name="desk-pay-batches"),
    path("pay/files/<str:number>/", money.batch_page, name="desk-pay-batch"),
    path("pay/files/<str:number>/csv/", money.batch_csv, name="desk-pay-csv"),
    path("queue/", queue.queue_page, name="desk-queue"),
    path("queue/act/", queue.act, name="desk-queue-act"),
    path("queue/manage/", queue_manage.manage_page, name="desk-queue-manage"),
    path("watch/", watch.alerts_page, name="desk-watch"),
    path("watch/extra/", breaches.extra_page, name="desk-watch-extra"),
    path("watch/repeated/", breaches.repeated_page, name="desk-watch-repeated"),
    path("watch/refusals/", refusals.refusals_page, name="desk-watch-refusals"),
    path("watch/mandates/", watch.mandates_page, name="desk-watch-mandates"),
    path("watch/recoveries/", watch.recoveries_page, name="desk-watch-recoveries"),
    path("watch/looks/", looks.looks_page, name="desk-watch-looks"),
    path("notices/", notice_calls.calls_page, name="desk-notices"),
    path(
        "notices/calls/<int:delivery_id>/",
        notice_calls.call_page,
        name="desk-notices-call",
    ),
    path(
        "notices/undelivered/",
        notice_failures.undelivered_page,
        name="desk-notices-undelivered",
    ),
    path("notices/replies/", notice_replies.replies_page, name="desk-notices-replies"),
    path(
        "notices/replies/<int:reply_id>/",
        notice_replies.reply_page,
        name="desk-notices-reply",
    ),
    path(
        "notices/coverage/",
        notice_coverage.coverage_page,
        name="desk-notices-coverage",
    ),
    path(
        "notices/coverage/csv/",
        notice_coverage.coverage_file,
        name="desk-notices-coverage-csv",
    ),
    path(
        "notices/<int:message_id>/proof/",
        notice_failures.proof_page,
        name="desk-notices-proof",
    ),
    path("pledges/", pledges.pledges_page, name="desk-pledges"),
    path("posting/", posting.posting_page, name="desk-posting"),
    path("collecting/", collecting.collecting_page, name="desk-collecting"),
    path("collecting/<str:number>/", collecting_one.one_page, name="desk-collect"),
    path("collecting/<str:number>/label/", collecting.label_page, name="desk-label"),
    path("people/", people.search_page, name="desk-people"),
    path("people/<int:party_id>/", people.one_page, name="desk-person"),
    path("rosters/", rosters.rosters_page, name="desk-rosters"),
    path("rosters/<slug:roster>/", rosters.roster_page, name="desk-roster"),
    path("overlaps/", overlaps.overlaps_page, name="desk-overlaps"),
    path("transfers/", transfers.transfers_page, name="desk-transfers"),
    path(
        "cases/<str:number>/transfer/",
        transfers.transfer_page,
        name="desk-transfer",
    ),
    path("exchange/", exchange.exchange_page, name="desk-exchange"),
    path("crossing/", crossing.progress_page, name="desk-crossing"),
    path("crossing/draft.xlsx", crossing.draft_file, name="desk-crossing-draft"),
    path("crossing/rows/<int:sequence>/", crossing.row_page, name="desk-crossing-row"),
    path(
        "crossing/issues/<int:issue_id>/table.xlsx",
        crossing.issue_file,
        name="desk-crossing-issue",
    ),
    path("matching/", matching.matching_page, name="desk-matching"),
    path("matching/list.xlsx", matching.list_xlsx, name="desk-matching-xlsx"),
    path("matching/feed/", matching.feed_page, name="desk-feed"),
    path("matching/report/", reporting.report_page, name="desk-matching-report"),
    path(
        "matching/report.xlsx",
        reporting.report_file,
        name="desk-matching-report-xlsx",
    ),
    path("wrong/", wrong.wrong_page, name="desk-wrong"),
    path("voices/", corrections.corrections_page, name="desk-voices"),
    path(
        "voices/corrections/<int:correction_id>/",
        corrections.correction_page,
        name="desk-voices-correction",
    ),
    path(
        "voices/corrections/<int:correction_id>/files/<uuid:file_id>/",
        corrections.evidence_page,
        name="desk-voices-evidence",
    ),
    path("voices/said/", said.voices_page, name="desk-voices-said"),
    path("voices/said/<int:voice_id>/", said.voice_page, name="desk-voices-voice"),
    path("voices/ratings/", ratings.ratings_page, name="desk-voices-ratings"),
    path("voices/ratings/xlsx/", ratings.ratings_xlsx, name="desk-voices-ratings-xlsx"),
    path("voices/samples/", samples.samples_page, name="desk-voices-samples"),
    path("voices/surveys/", surveys.surveys_page, name="desk-voices-surveys"),
    path("voices/surveys/new/", surveys.new_survey_page, name="desk-voices-new-survey"),
    path(
        "voices/surveys/<int:survey_id>/",
        surveys.survey_page,
        name="desk-voices-survey",
    ),
    path("figures/", figures.figures_page, name="desk-figures"),
    path("figures/xlsx/", figures.figures_xlsx, name="desk-figures-xlsx"),
    path("figures/cases/", figures.behind_page, name="desk-figures-cases"),
    path("figures/rework/", figures.rework_page, name="desk-figures-rework"),
    path("figures/scans/", scans.scans_page, name="desk-figures-scans"),
    path("figures/meanings/", figures.meanings_page, name="desk-figures-meanings"),
    path("wall/", wall.wall_page, name="desk-wall"),
    path("staff/", staff.register_page, name="desk-staff"),
    path("staff/open/", staff.open_page, name="desk-staff-open"),
    path("staff/<int:account_id>/", staff.file_page, name="desk-staff-file"),
    path("devices/", devices.devices_page, name="desk-devices"),
    path("away/", away.away_page, name="desk-away"),
    path("share/", share.share_page, name="desk-share"),
    path("calendar/", calendar.calendar_page, name="desk-calendar"),
    path("catalogue/", catalogue.catalogue_page, name="desk-catalogue"),
    path("catalogue/start/", catalogue.start, name="desk-catalogue-start"),
    path("catalogue/told/", catalogue.told, name="desk-catalogue-told"),
    path(
        "catalogue/changes/<slug:number>/",
        catalogue_editing.change_page,
        name="desk-catalogue-change",
    ),
    path(
        "catalogue/in/<str:region>/<slug:subject>/",
        catalogue_history.history_page,
        name="desk-catalogue-history",
    ),
]
