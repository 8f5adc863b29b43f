"""A hospital's system signs every message, and tells a no from no answer."""

from collections.abc import Iterator

import pytest
from tests.gateways.his_platform import SECRET, Platform, serving

from tongban.gateways.his import (
    InstitutionSystem,
    PlatformRefused,
    PlatformSilent,
    field_of,
)


@pytest.fixture
def platform() -> Iterator[Platform]:
    with serving() as found:
        yield found


def system(site: str, secret: str = SECRET) -> InstitutionSystem:
    return InstitutionSystem(site, "H37070500001", "医院", "370705", "key", secret)


def test_a_message_is_signed_and_numbered(platform):
    platform.outputs["9001"] = {"signinoutb": {"sign_no": "7"}}
    one = system(platform.site)
    assert field_of(one.ask("9001", {}), "signinoutb", "sign_no") == "7"
    one.ask("9001", {})
    first, second = (str(said["msgid"]) for said in platform.sent)
    assert first != second
    assert len(first) == len("H37070500001") + 18


def test_a_wrong_secret_is_refused(platform):
    with pytest.raises(PlatformRefused, match="signature"):
        system(platform.site, "other").ask("9001", {})


def test_a_refusal_says_its_words(platform):
    platform.refusals["2207"] = "总额不符"
    with pytest.raises(PlatformRefused, match="2207: 总额不符"):
        system(platform.site).ask("2207", {})


def test_a_refusal_of_the_gateway_is_told_as_it_is(platform):
    platform.bodies["2207"] = b'{"code": "403"}'
    with pytest.raises(PlatformRefused, match="403"):
        system(platform.site).ask("2207", {})


def test_a_broken_connection_is_no_answer(platform):
    platform.silent["2207"] = 1
    with pytest.raises(PlatformSilent, match="2207没有得到答复"):
        system(platform.site).ask("2207", {})


def test_a_page_is_no_answer(platform):
    platform.bodies["2207"] = b"<html>502</html>"
    with pytest.raises(PlatformSilent, match="收到的不是报文"):
        system(platform.site).ask("2207", {})


def test_nobody_there_is_no_answer():
    with pytest.raises(PlatformSilent):
        system("http://127.0.0.1:9").ask("2207", {})


def test_a_field_is_found_at_the_first_row_or_is_empty():
    output = {"rows": [{"name": "a"}, {"name": "b"}], "none": [], "text": "x"}
    assert field_of(output, "rows", "name") == "a"
    assert field_of(output, "none", "name") == ""
    assert field_of(output, "text", "name") == ""
