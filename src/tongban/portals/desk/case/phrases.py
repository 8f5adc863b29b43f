"""Phrases a reviewer may pick; a refusal is always written in words of its own."""

from typing import Final

APPROVE: Final = (
    "材料齐全、符合规定，同意。",
    "经核对原始票据和清单，金额无误，同意支付。",
    "符合享受条件，同意按规定支付。",
)
REJECT: Final = (
    "不符合本事项的享受条件：",
    "同一费用已经结算，不能重复支付：",
    "材料内容与核查结果不一致：",
)
CURE: Final = (
    "请补交原件或清晰的扫描件",
    "请补盖出具单位公章",
    "请由出具单位重新开具，内容与申请一致",
    "已过有效期，请提供在有效期内的",
)
ASSESSMENT_METHODS: Final = (
    ("paper", "审核书面材料"),
    ("visit", "实地察看"),
    ("third_party", "委托第三方机构"),
)
CHECK_METHODS: Final = (
    ("shared_data", "数据共享核验"),
    ("enquiry", "向出具单位核实"),
    ("visit", "实地核查"),
    ("documents", "要求补交证明材料"),
)
