"""1304, 1312, 1316, 1318, 1319: what the lists say, page by page (目录查询)."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import Q, QuerySet

from tongban.core.benefits.rounding import WHOLE_BP
from tongban.core.hsa.rows import Row
from tongban.core.hsa.values import yuan_of
from tongban.core.medical_catalogue.kinds import CHARGED, LIST_TYPE, CatalogueKind
from tongban.core.medical_catalogue.terms import Grade
from tongban.records.medical_catalogue.models import CatalogueEntry
from tongban.services.hsa.charging import CHRGITM_LV
from tongban.services.hsa.paging import page_said, paged
from tongban.services.hsa.registry import Call, transaction
from tongban.services.hsa.tables import fitting
from tongban.services.medical_catalogue.browsing import entries_in_force

VALID: Final = "1"
OWN_SHARE_FIRST: Final = "10"  # selfpay_prop_type 目录先自付比例
EVERYBODY: Final = "99"  # selfpay_prop_psn_type 其他: no kind of person apart
_GRADES: Final = {code: grade for grade, code in CHRGITM_LV.items()}

Rows = QuerySet[CatalogueEntry]


@transaction("1304", asks=True)
def ethnic_drugs(call: Call) -> Mapping[str, object]:
    """Tell the ethnic drugs in force, by code or by part of the name."""
    said = call.nodes.one("data")
    rows = _asked(call, said, [CatalogueKind.ETHNIC_DRUG])
    for name in ("drug_genname", "drug_prodname", "reg_name"):
        rows = _named(rows, said.text(name))
    return _told(call, rows, _medicine)


@transaction("1312", asks=True)
def listed(call: Call) -> Mapping[str, object]:
    """Tell what the insurance's list has, by code, name, initials, kind and grade."""
    said = call.nodes.one("data")
    rows = _named(_asked(call, said, CHARGED), said.text("hilist_name"))
    initials = said.text("pinyin").lower()
    if initials:
        rows = rows.filter(initials__startswith=initials)
    charge_kind = said.text("med_chrgitm_type")
    if charge_kind:
        rows = rows.filter(charge_kind=charge_kind)
    level = said.text("chrgitm_lv")
    if level:
        rows = rows.filter(grade=_GRADES.get(level, ""))
    limited = said.text("lmt_used_flag")
    if limited:
        rows = _limited(rows, yes=limited == VALID)
    return _told(call, rows, _entry)


@transaction("1316", asks=True)
def matched(call: Call) -> Mapping[str, object]:
    """Tell which code of the insurance's list a medical code is: the same one here."""
    said = call.nodes.one("data")
    rows = _asked(call, said, CHARGED)
    code = said.text("medins_list_codg")
    return _told(call, rows.filter(code=code) if code else rows, _match)


@transaction("1318", asks=True)
def price_limits(call: Call) -> Mapping[str, object]:
    """Tell the highest price of a unit that counts, for codes that have one."""
    rows = _asked(call, call.nodes.one("data"), CHARGED)
    return _told(call, rows.exclude(price_max_fen=None), _price)


@transaction("1319", asks=True)
def own_shares(call: Call) -> Mapping[str, object]:
    """Tell the share a person bears first of each code."""
    said = call.nodes.one("data")
    rows = _asked(call, said, CHARGED)
    if said.text("selfpay_prop_type") not in {"", OWN_SHARE_FIRST}:
        rows = rows.none()
    return _told(call, rows, _share)


def _asked(call: Call, said: Row, kinds: Collection[CatalogueKind]) -> Rows:
    """Select what is in force on the day asked for; nothing of it is invalid."""
    day = said.day("query_date") or call.day
    wanted = said.text("list_type")
    chosen = [kind for kind in kinds if wanted in {"", LIST_TYPE[kind]}]
    region = said.text("insu_admdvs") or call.institution.region
    rows = entries_in_force(chosen, region, day).select_related("version")
    code = said.text("hilist_code") or said.text("med_list_codg") or said.text("rid")
    if code:
        rows = rows.filter(code=code)
    since = said.day("updt_time")
    if since:
        rows = rows.filter(version__loaded_at__date__gte=since)
    begins = said.day("begndate")
    if begins:
        rows = rows.filter(_from(begins))
    if said.text("vali_flag") not in {"", VALID}:
        rows = rows.none()
    return rows.order_by("code")


def _from(day: date) -> Q:
    return Q(begins__gte=day) | Q(begins=None, version__valid_from__gte=day)


def _named(rows: Rows, name: str) -> Rows:
    return rows.filter(name__icontains=name) if name else rows


def _limited(rows: Rows, *, yes: bool) -> Rows:
    return rows.exclude(limit_text="") if yes else rows.filter(limit_text="")


def _told(
    call: Call, rows: Rows, tell: Callable[[CatalogueEntry], dict[str, object]]
) -> Mapping[str, object]:
    def told(entry: CatalogueEntry) -> Mapping[str, object]:
        said = {**_common(call, entry), **tell(entry)}
        return fitting(call.infno, "data", said)

    return paged(rows, page_said(call.nodes.one("data")), told)


def _common(call: Call, entry: CatalogueEntry) -> dict[str, object]:
    """Return what every answer says of an entry in the same words."""
    version = entry.version
    kind = CatalogueKind(version.kind)
    return {
        "hilist_code": entry.code,
        "med_list_codg": entry.code,
        "hilist_name": entry.name,
        "list_type": LIST_TYPE[kind],
        "insu_admdvs": call.institution.region[:6],
        "poolarea_no": call.institution.region[:6],
        "begndate": entry.begins or version.valid_from,
        "enddate": entry.ends,
        "vali_flag": VALID,
        "rid": entry.code,
        "updt_time": version.loaded_at,
        "crte_time": version.loaded_at,
        "memo": entry.limit_text,
    }


def _medicine(entry: CatalogueEntry) -> dict[str, object]:
    details = entry.details
    return {
        "drug_genname": entry.name,
        "drug_prodname": details.get("药品商品名", ""),
        "genname_codg": details.get("通用名编号", ""),
        "chemname": details.get("化学名称", ""),
        "alis": details.get("别名", ""),
        "spec": details.get("药品规格", ""),
        "dosform": details.get("药品剂型名称", ""),
        "ver_name": entry.version.label[:30],
    }


def _entry(entry: CatalogueEntry) -> dict[str, object]:
    return {
        "med_chrgitm_type": entry.charge_kind,
        "chrgitm_lv": CHRGITM_LV[Grade(entry.grade)],
        "lmt_used_flag": VALID if entry.limit_text else "0",
        "pinyin": entry.initials[:30].upper(),
    }


def _match(entry: CatalogueEntry) -> dict[str, object]:
    return {"med_list_codg": entry.code}


def _price(entry: CatalogueEntry) -> dict[str, object]:
    """Return the price; it holds at any level, so it has no type of its own."""
    return {"hilist_pric_uplmt_amt": yuan_of(entry.price_max_fen or 0)}


def _share(entry: CatalogueEntry) -> dict[str, object]:
    return {
        "selfpay_prop_psn_type": EVERYBODY,
        "selfpay_prop_type": OWN_SHARE_FIRST,
        "selfpay_prop": Decimal(entry.own_share_bp) / WHOLE_BP,
    }
