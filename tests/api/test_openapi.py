"""The description of the API: a change of it is a change somebody decided.

To accept one, write the new description and look at the difference:

    TONGBAN_UPDATE_SNAPSHOTS=1 .venv/bin/python -m pytest tests/api/test_openapi.py
"""

import json
import os
import re
from pathlib import Path

from tongban.api.app import api
from tongban.api.reference import routes_of

SNAPSHOT = Path(__file__).with_name("openapi.json")
PAGE = Path(__file__).parents[2] / "docs/reference/api.md"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def described() -> str:
    schema = api.get_openapi_schema()
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def test_the_description_is_the_one_that_was_decided_on():
    if os.environ.get("TONGBAN_UPDATE_SNAPSHOTS"):
        SNAPSHOT.write_text(described(), encoding="utf-8")

    assert described() == SNAPSHOT.read_text(encoding="utf-8"), __doc__


def test_the_description_is_served_to_anybody(client):
    answer = client.get("/api/v1/openapi.json")

    assert answer.status_code == 200
    assert answer.json()["info"]["title"] == api.title


def test_every_route_has_a_chinese_summary_and_stands_on_both_pages(client):
    shown = client.get("/api/v1/docs").content.decode()
    written = PAGE.read_text(encoding="utf-8")

    for route in routes_of(api):
        assert CHINESE.search(route.summary), route
        assert f"{route.method} {route.path}<" in shown, route
        assert f"`{route.method} {route.path}` | {route.summary} |" in written, route


def test_the_reference_page_loads_nothing_from_elsewhere(client):
    shown = client.get("/api/v1/docs").content.decode()

    assert "<script" not in shown
    assert "http" not in shown


def test_commands_say_that_they_need_a_key_and_a_version():
    accept = api.get_openapi_schema()["paths"]["/api/v1/cases/{number}/accept"]["post"]
    needed = {
        parameter["name"] for parameter in accept["parameters"] if parameter["required"]
    }

    assert {"Idempotency-Key", "If-Match", "number"} <= needed
