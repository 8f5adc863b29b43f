"""A small table of a transaction, as the policy files describe them."""

from typing import Final

from tongban.core.hsa.tables import DIRECT, Field, Form, Need, Node, Table

TABLE: Final = Table(
    infno="9999",
    name="示例",
    inputs=(
        Node(
            "data",
            many=False,
            fields=(
                Field("psn_no", "人员编号", Form.TEXT, 10, need=Need.ALWAYS),
                Field("name", "姓名", Form.TEXT, 5, need=Need.ELSEWHERE),
                Field("cnt", "数量", Form.NUMBER, 8, 2, also=("count",)),
                Field("day", "日期", Form.DAY),
                Field("tags", "标签", Form.LIST),
                Field("lines", "明细", Form.LIST),
            ),
        ),
        Node(
            "lines", many=True, fields=(Field("sn", "序号", Form.TEXT),), inside="data"
        ),
    ),
    outputs=(
        Node(DIRECT, many=False, fields=(Field("total", "总额", Form.NUMBER, 16, 2),)),
        Node(
            "info",
            many=False,
            fields=(
                Field("name", "姓名", Form.TEXT),
                Field("count", "次数", Form.NUMBER),
                Field("day", "日期", Form.DAY),
                Field("at", "时间", Form.MOMENT),
                Field("words", "话", Form.LIST),
                Field("inner", "内层", Form.LIST),
            ),
        ),
        Node(
            "inner", many=True, fields=(Field("sn", "序号", Form.TEXT),), inside="info"
        ),
        Node("rows", many=True, fields=(Field("sn", "序号", Form.TEXT),)),
    ),
)
