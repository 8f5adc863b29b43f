"""The lists the catalogue is made of, and the standard each is coded by."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from tongban.core.national_codes.structures import Standard


class CatalogueKind(StrEnum):
    """One list of the catalogue (目录种类)."""

    DRUG = "drug"
    DECOCTION = "decoction"
    PREPARATION = "preparation"
    ETHNIC_DRUG = "ethnic_drug"
    SERVICE = "service"
    CONSUMABLE = "consumable"
    DIAGNOSIS = "diagnosis"
    OPERATION = "operation"
    CHRONIC_DISEASE = "chronic_disease"
    CASE_PAYMENT = "case_payment"
    DAY_SURGERY = "day_surgery"
    TUMOUR_MORPHOLOGY = "tumour_morphology"
    TCM_DISEASE = "tcm_disease"
    TCM_SYNDROME = "tcm_syndrome"


KIND_WORDS: Final[Mapping[CatalogueKind, str]] = {
    CatalogueKind.DRUG: "西药中成药",
    CatalogueKind.DECOCTION: "中药饮片",
    CatalogueKind.PREPARATION: "医疗机构制剂",
    CatalogueKind.ETHNIC_DRUG: "民族药",
    CatalogueKind.SERVICE: "医疗服务项目",
    CatalogueKind.CONSUMABLE: "医用耗材",
    CatalogueKind.DIAGNOSIS: "疾病诊断",
    CatalogueKind.OPERATION: "手术操作",
    CatalogueKind.CHRONIC_DISEASE: "门诊慢特病种",
    CatalogueKind.CASE_PAYMENT: "按病种付费病种",
    CatalogueKind.DAY_SURGERY: "日间手术病种",
    CatalogueKind.TUMOUR_MORPHOLOGY: "肿瘤形态学",
    CatalogueKind.TCM_DISEASE: "中医疾病",
    CatalogueKind.TCM_SYNDROME: "中医证候",
}

CODED_BY: Final[Mapping[CatalogueKind, Standard]] = {
    CatalogueKind.DRUG: Standard.DRUG,
    CatalogueKind.DECOCTION: Standard.DRUG,
    CatalogueKind.PREPARATION: Standard.DRUG,
    CatalogueKind.ETHNIC_DRUG: Standard.DRUG,
    CatalogueKind.SERVICE: Standard.SERVICE,
    CatalogueKind.CONSUMABLE: Standard.CONSUMABLE,
    CatalogueKind.DIAGNOSIS: Standard.DIAGNOSIS,
    CatalogueKind.OPERATION: Standard.OPERATION,
    CatalogueKind.CHRONIC_DISEASE: Standard.CHRONIC_DISEASE,
    CatalogueKind.CASE_PAYMENT: Standard.CASE_PAYMENT,
    CatalogueKind.DAY_SURGERY: Standard.DAY_SURGERY,
    CatalogueKind.TUMOUR_MORPHOLOGY: Standard.TUMOUR_MORPHOLOGY,
    CatalogueKind.TCM_DISEASE: Standard.TCM_DIAGNOSIS,
    CatalogueKind.TCM_SYNDROME: Standard.TCM_DIAGNOSIS,
}

# Lists whose entries are charged on a bill and carry grade and own share.
CHARGED: Final = frozenset(
    {
        CatalogueKind.DRUG,
        CatalogueKind.DECOCTION,
        CatalogueKind.PREPARATION,
        CatalogueKind.ETHNIC_DRUG,
        CatalogueKind.SERVICE,
        CatalogueKind.CONSUMABLE,
    }
)

# National table list_type (目录类别), as most editions of the interface print it.
LIST_TYPE: Final[Mapping[CatalogueKind, str]] = {
    CatalogueKind.DRUG: "101",
    CatalogueKind.DECOCTION: "102",
    CatalogueKind.PREPARATION: "103",
    CatalogueKind.ETHNIC_DRUG: "104",
    CatalogueKind.SERVICE: "201",
    CatalogueKind.CONSUMABLE: "301",
}
