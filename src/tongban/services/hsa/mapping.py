"""3301, 3302, 1317: own codes of an institution and what they stand for (目录对照)."""

from collections.abc import Mapping
from typing import Final

from tongban.core.hsa.rows import Row
from tongban.records.hsa_mapping.models import InstitutionMapping
from tongban.services.hsa.paging import page_said, paged
from tongban.services.hsa.refusals import NotTheInstitution
from tongban.services.hsa.registry import Call, transaction
from tongban.services.medical_catalogue.mapping import (
    MappingsAsked,
    NewMapping,
    keep_mappings,
    mappings_asked,
    withdraw_mapping,
)

VALID, INVALID = "1", "0"  # national table vali_flag
DETAILS: Final = (
    "aprvno",
    "dosform",
    "exct_cont",
    "item_cont",
    "prcunt",
    "spec",
    "pacspec",
    "memo",
)


@transaction("3301")
def upload(call: Call) -> Mapping[str, object]:
    """Keep what own codes stand for, all rows or none."""
    keep_mappings(
        call.institution.id,
        [_said(row) for row in call.nodes.many("data")],
        region=call.institution.region,
        at=call.moment,
        operator=call.operator,
    )
    return {}


@transaction("3302")
def withdraw(call: Call) -> Mapping[str, object]:
    """Take back what an own code stood for."""
    said = call.nodes.one("data")
    _check_own(call, said)
    withdraw_mapping(
        call.institution.id,
        said.text("fixmedins_hilist_id"),
        said.text("med_list_codg"),
        at=call.moment,
        operator=call.operator,
    )
    return {}


@transaction("1317", asks=True)
def told(call: Call) -> Mapping[str, object]:
    """Tell the institution's own mappings, those taken back as not valid."""
    said = call.nodes.one("data")
    _check_own(call, said)
    flag = said.text("vali_flag")
    asked = MappingsAsked(
        own_code=said.text("medins_list_codg"),
        own_name=said.text("medins_list_name"),
        list_type=said.text("list_type"),
        code=said.text("med_list_codg"),
        on=said.day("query_date"),
        begins=said.day("begndate"),
        since=said.day("updt_time"),
        stands=None if not flag else flag == VALID,
    )
    rows = mappings_asked(call.institution.id, asked)
    return paged(rows, page_said(said), lambda row: _told(call, row))


def _check_own(call: Call, said: Row) -> None:
    if said.text("fixmedins_code") not in {"", call.institution.code}:
        raise NotTheInstitution


def _said(row: Row) -> NewMapping:
    begins, ends = row.day("begndate"), row.day("enddate")
    if begins is None or ends is None:
        raise TypeError("The table asks for both.")
    return NewMapping(
        own_code=row.text("fixmedins_hilist_id"),
        own_name=row.text("fixmedins_hilist_name"),
        list_type=row.text("list_type"),
        code=row.text("med_list_codg"),
        begins=begins,
        ends=ends,
        details={name: row.text(name) for name in DETAILS if row.text(name)},
    )


def _told(call: Call, row: InstitutionMapping) -> Mapping[str, object]:
    withdrawn = getattr(row, "withdrawal", None)
    return {
        **{name: row.details.get(name, "") for name in DETAILS},
        "fixmedins_code": call.institution.code,
        "medins_list_codg": row.own_code,
        "medins_list_name": row.own_name,
        "insu_admdvs": call.institution.region[:6],
        "list_type": row.list_type,
        "med_list_codg": row.code,
        "begndate": row.begins,
        "enddate": row.ends,
        "vali_flag": VALID if withdrawn is None else INVALID,
        "rid": str(row.pk),
        "updt_time": row.at if withdrawn is None else withdrawn.at,
        "crte_time": row.at,
        "opter_id": row.operator,
        "poolarea_no": call.institution.region[:6],
    }
