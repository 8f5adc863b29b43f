"""Kinds of ledger accounts: whose money lies in them, which may go below zero."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class AccountKind(StrEnum):
    """What an account stands for.

    An amount above zero is money that belongs to the account; all accounts
    together add up to nothing. What the bank holds for the agency is therefore
    written with the sign turned: paying out lifts ``BANK``.
    """

    PERSONAL = "personal"
    EMPLOYEE_POOL = "employee_pool"
    RESIDENT_POOL = "resident_pool"
    LARGE_AMOUNT = "large_amount"
    SERIOUS_ILLNESS = "serious_illness"
    CIVIL_SERVANT = "civil_servant"
    COMMERCIAL = "commercial"
    AID = "aid"
    MATERNITY = "maternity"
    CARE = "care"
    COLLECTED = "collected"
    PAYABLE = "payable"
    SUSPENSE = "suspense"
    BANK = "bank"
    TRANSIT = "transit"
    CLEARING = "clearing"


ACCOUNT_KIND_WORDS: Final[Mapping[AccountKind, str]] = {
    AccountKind.PERSONAL: "个人账户",
    AccountKind.EMPLOYEE_POOL: "职工医保统筹基金",
    AccountKind.RESIDENT_POOL: "居民医保统筹基金",
    AccountKind.LARGE_AMOUNT: "大额医疗费用补助资金",
    AccountKind.SERIOUS_ILLNESS: "大病保险资金",
    AccountKind.CIVIL_SERVANT: "公务员医疗补助资金",
    AccountKind.COMMERCIAL: "商业健康保险资金",
    AccountKind.AID: "医疗救助资金",
    AccountKind.MATERNITY: "生育保险基金",
    AccountKind.CARE: "长期护理保险资金",
    AccountKind.COLLECTED: "已征缴待划入",
    AccountKind.PAYABLE: "应付款",
    AccountKind.SUSPENSE: "待清分",
    AccountKind.BANK: "银行存款",
    AccountKind.TRANSIT: "转移在途",
    AccountKind.CLEARING: "区域间往来",
}

OWNED: Final = frozenset({AccountKind.PERSONAL})
NEVER_BELOW_ZERO: Final = frozenset({AccountKind.PERSONAL})
