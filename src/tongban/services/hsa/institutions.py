"""1201: finding institutions."""

from collections.abc import Mapping

from tongban.services.hsa.registry import Call, transaction
from tongban.services.institutions.queries import find_institutions


@transaction("1201", asks=True)
def institutions(call: Call) -> Mapping[str, object]:
    """Tell the institutions of a type, by code or by part of the name."""
    said = call.nodes.one("medinsinfo")
    found = find_institutions(
        type_code=said.text("fixmedins_type"),
        code=said.text("fixmedins_code"),
        name=said.text("fixmedins_name"),
    )
    rows = [
        {
            "fixmedins_code": one.code,
            "fixmedins_name": one.name,
            "uscc": one.credit_code,
            "fixmedins_type": one.type_code,
            "hosp_lv": one.grade,
        }
        for one in found
    ]
    return {"medinsinfo": rows}
