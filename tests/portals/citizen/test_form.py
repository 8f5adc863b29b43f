"""An item's form drawn as fields and read back."""

from django.http import QueryDict

from tongban.portals.shared.filling.form import (
    Filling,
    Prefill,
    TableField,
    groups_of,
    prefilled,
    read_form,
)
from tongban.portals.shared.layout.fields import FieldKind

FORM = {
    "type": "object",
    "required": ["name", "rows"],
    "properties": {
        "name": {
            "title": "姓名",
            "type": "string",
            "x-group": "人",
            "x-prefill": "name",
        },
        "phone": {"title": "电话", "x-widget": "phone", "x-group": "人"},
        "place": {"title": "地点", "x-widget": "region", "x-group": "事"},
        "count": {"title": "胎数", "type": "integer", "x-widget": "number"},
        "total": {"title": "费用", "x-widget": "money", "x-unit": "元"},
        "agree": {"title": "承诺", "type": "boolean", "x-widget": "pledge"},
        "reason": {
            "title": "原因",
            "x-widget": "select",
            "oneOf": [{"const": str(n), "title": f"第{n}种"} for n in range(5)],
        },
        "hurt_on": {
            "title": "受伤日期",
            "x-widget": "date",
            "x-when": ["accident"],
            "x-required": True,
        },
        "rows": {
            "title": "票据",
            "type": "array",
            "maxItems": 3,
            "x-widget": "table",
            "items": {
                "required": ["number"],
                "properties": {
                    "number": {"title": "号码"},
                    "amount": {"title": "金额", "x-widget": "money"},
                },
            },
        },
    },
}
PLACES = {"山东省潍坊市": "370700"}


def read(sent: str, *situations: str):
    return read_form(FORM, situations, QueryDict(sent), places=PLACES)


def drawn(values=None, *situations: str, **known):
    filling = Filling(
        values=values or {},
        faults=known.get("faults", {}),
        prefill=known.get("prefill", {}),
        place_names={code: name for name, code in PLACES.items()},
        more_rows=known.get("more", ""),
    )
    groups = groups_of(FORM, situations, filling)
    return {entry.name: entry for group in groups for entry in group.entries}


def test_fields_stand_in_the_form_s_order_under_their_headings():
    filling = Filling({}, {}, {}, {})
    groups = groups_of(FORM, (), filling)

    assert [group.name for group in groups] == ["人", "事", "填写内容"]
    assert [entry.name for entry in groups[0].entries] == ["name", "phone"]


def test_a_field_of_another_situation_is_neither_drawn_nor_read():
    assert "hurt_on" not in drawn()
    assert "hurt_on" in drawn({}, "accident")
    assert "hurt_on" not in read("hurt_on=2023-01-01")
    assert read("hurt_on=2023-01-01", "accident")["hurt_on"] == "2023-01-01"


def test_required_is_said_for_schema_and_situation_alike():
    fields = drawn({}, "accident")

    assert fields["name"].required
    assert fields["hurt_on"].required
    assert not fields["phone"].required


def test_empty_fields_are_left_out_and_an_unticked_pledge_is_a_no():
    assert read("name=++&phone=") == {"agree": False}
    assert read("agree=yes") == {"agree": True}


def test_numbers_are_freed_from_spaces_full_width_digits_and_commas():
    found = read("phone=１００ 1234 5678&total=12,345.60&count=2")

    assert found["phone"] == "10012345678"
    assert found["total"] == "12345.60"
    assert found["count"] == 2


def test_what_does_not_fit_is_kept_as_it_was_typed():
    found = read("count=two&place=somewhere&total=1x")

    assert found["count"] == "two"
    assert found["place"] == "somewhere"
    assert drawn(found)["total"].value == "1x"


def test_a_place_is_typed_by_name_and_kept_by_code():
    found = read("place=山东省潍坊市")

    assert found["place"] == "370700"
    assert drawn(found)["place"].value == "山东省潍坊市"


def test_few_answers_are_buttons_and_many_are_a_list():
    assert drawn()["reason"].kind is FieldKind.SELECT
    assert [one.chosen for one in drawn({"reason": "3"})["reason"].options] == [
        False,
        False,
        False,
        True,
        False,
    ]


def test_table_rows_left_empty_are_dropped():
    sent = "rows.0.number=A&rows.0.amount=1&rows.1.number=&rows.2.number=B"

    assert read(sent)["rows"] == [{"number": "A", "amount": "1"}, {"number": "B"}]


def test_a_table_grows_by_two_rows_up_to_its_limit():
    one = {"rows": [{"number": "A"}]}
    table = drawn(one)["rows"]
    assert isinstance(table, TableField)
    assert len(table.rows) == 1
    assert len(drawn()["rows"].rows) == 2
    assert len(drawn(one, more="rows")["rows"].rows) == 3
    full = {"rows": [{"number": str(n)} for n in range(3)]}
    assert len(drawn(full, more="rows")["rows"].rows) == 3


def test_a_table_of_another_name_does_not_grow():
    assert len(drawn({"rows": [{"number": "A"}]}, more="other")["rows"].rows) == 1


def test_a_prefilled_value_says_where_it_came_from_until_it_is_changed():
    known = {"name": Prefill("赵磊", "来自登记信息")}

    assert prefilled(FORM, (), known) == {"name": "赵磊"}
    assert drawn({"name": "赵磊"}, prefill=known)["name"].origin == "来自登记信息"
    assert drawn({"name": "赵雷"}, prefill=known)["name"].origin == ""
