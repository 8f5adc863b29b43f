"""Which HTTP status a refusal answers with, by its code and its family."""

from http import HTTPStatus
from typing import Final

_NAMED: Final = {
    "access.not_signed_in": HTTPStatus.UNAUTHORIZED,
    "access.bad_credentials": HTTPStatus.UNAUTHORIZED,
    "access.bad_code": HTTPStatus.UNAUTHORIZED,
    "access.second_step_expired": HTTPStatus.UNAUTHORIZED,
    "api.token_unknown": HTTPStatus.UNAUTHORIZED,
    "notices.signature_wrong": HTTPStatus.UNAUTHORIZED,
    "collecting.signature_wrong": HTTPStatus.UNAUTHORIZED,
    "access.locked_out": HTTPStatus.TOO_MANY_REQUESTS,
    "cases.progress_locked": HTTPStatus.TOO_MANY_REQUESTS,
    "ratings.too_many_guesses": HTTPStatus.TOO_MANY_REQUESTS,
    "ratings.staff_may_not": HTTPStatus.FORBIDDEN,
    "api.forgery_suspected": HTTPStatus.FORBIDDEN,
    "api.method_not_allowed": HTTPStatus.METHOD_NOT_ALLOWED,
    "cases.not_yours": HTTPStatus.FORBIDDEN,
    "cases.mandate_missing": HTTPStatus.FORBIDDEN,
    "cases.pledge_authority_missing": HTTPStatus.FORBIDDEN,
    "cases.pledge_barred": HTTPStatus.FORBIDDEN,
    "items.posting_outside": HTTPStatus.FORBIDDEN,
    "cases.stale_version": HTTPStatus.PRECONDITION_FAILED,
    "cases.draft_stale": HTTPStatus.PRECONDITION_FAILED,
    "api.version_missing": HTTPStatus.PRECONDITION_REQUIRED,
    "api.version_malformed": HTTPStatus.BAD_REQUEST,
    "api.request_key_missing": HTTPStatus.BAD_REQUEST,
    "cases.request_key_malformed": HTTPStatus.BAD_REQUEST,
    "cases.cursor_unknown": HTTPStatus.BAD_REQUEST,
    "api.body_too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "files.too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "files.type_not_taken": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
}
# The order or the state of things forbids it now; another time it may be right.
_CONFLICTS: Final = frozenset(
    {
        "cases.request_key_reused",
        "cases.not_now",
        "cases.wrong_step",
        "cases.already_decided",
        "cases.already_extended",
        "cases.already_posted",
        "cases.clock_not_started",
        "cases.extension_not_allowed",
        "cases.no_effect",
        "cases.no_payment_order",
        "cases.not_instant",
        "cases.not_posted",
        "cases.nothing_lacking",
        "cases.notice_open",
        "cases.objection_open",
        "cases.opinion_open",
        "cases.payment_under_way",
        "cases.publicity_running",
        "cases.rules_not_met",
        "cases.second_notice",
        "cases.steps_open",
        "cases.too_late_to_extend",
        "cases.too_many_drafts",
        "collecting.no_carrier",
        "collecting.not_by_post",
        "collecting.not_finished",
        "collecting.scan_not_now",
        "collecting.too_late",
        "collecting.waybill_used",
        "items.posting_repeated",
        "items.unpublished",
        "parties.already_registered",
        "payments.nothing_to_send",
        "payments.payee_missing",
        "queue.series_full",
        "queue.ticket_not_now",
        "ratings.added_enough",
        "ratings.not_ended",
        "ratings.not_now",
        "ratings.only_same_day",
        "ratings.rated_before",
        "ratings.reopen_too_late",
        "ratings.reopened_before",
        "ratings.survey_answered",
        "ratings.too_late",
        "ratings.voice_not_now",
        "ratings.voice_reopen_too_late",
        "ratings.voice_reopened_before",
    }
)
# What was sent can be read, but its content is wrong.
_FAULTY: Final = frozenset(
    {
        "api.code_missing",
        "api.request_faulty",
        "api.return_unreadable",
        "access.bad_bank_account",
        "access.bad_credit_code",
        "access.bad_identifier",
        "access.bad_phone",
        "access.bad_resident_id",
        "access.reason_missing",
        "calendar.year_unknown",
        "cases.amount_needed",
        "cases.field_not_listed",
        "cases.filter_unknown",
        "cases.form_faulty",
        "cases.helper_unknown",
        "cases.mandate_days_wrong",
        "cases.mandate_evidence_needed",
        "cases.material_not_listed",
        "cases.materials_missing",
        "cases.not_a_colleague",
        "cases.no_office",
        "cases.opinion_days_out_of_range",
        "cases.pledge_not_allowed",
        "cases.reason_needed",
        "cases.reason_not_for_item",
        "cases.reason_unknown",
        "cases.start_missing",
        "cases.too_many_files",
        "clock.collection_unknown",
        "clock.no_limit",
        "clock.working_days_out_of_range",
        "collecting.address_missing",
        "collecting.receiver_missing",
        "collecting.waybill_missing",
        "files.active_content",
        "files.empty",
        "files.infected",
        "files.too_many",
        "items.audience_unknown",
        "items.fact_missing",
        "items.limit_unknown",
        "items.region_malformed",
        "items.situation_unknown",
        "items.situations_exclusive",
        "payments.return_faulty",
        "payments.too_many_orders",
        "queue.identity_needed",
        "queue.kind_unknown",
        "ratings.answer_faulty",
        "ratings.contact_missing",
        "ratings.grade_unknown",
        "ratings.office_unknown",
        "ratings.reason_unknown",
        "ratings.topic_unknown",
        "ratings.words_too_short",
    }
)
_FORBIDDEN_FAMILY: Final = "access."
_FORBIDDEN_END: Final = ".not_allowed"
_UNKNOWN_END: Final = "unknown"


def status_of(code: str) -> HTTPStatus:
    """Return the status of a refusal: the named ones first, then its family."""
    if code in _NAMED:
        return _NAMED[code]
    if code in _CONFLICTS:
        return HTTPStatus.CONFLICT
    if code in _FAULTY:
        return HTTPStatus.UNPROCESSABLE_ENTITY
    if code.startswith(_FORBIDDEN_FAMILY) or code.endswith(_FORBIDDEN_END):
        return HTTPStatus.FORBIDDEN
    if code.endswith(_UNKNOWN_END):
        return HTTPStatus.NOT_FOUND
    return HTTPStatus.BAD_REQUEST
