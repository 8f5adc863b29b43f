"""What signatures cover, and which networks an institution calls from."""

from tongban.core.hsa.profiles import (
    PROFILE_WORDS,
    Profile,
    gateway_text,
    is_within,
    signed_fields,
)


def test_every_profile_has_a_word():
    assert set(PROFILE_WORDS) == set(Profile)


def test_signatures_cover_sorted_names():
    headers = {
        "_api_version": "1",
        "_api_name": "1101",
        "_api_timestamp": "5",
        "_api_access_key": "k",
        "other": "x",
    }
    assert gateway_text(headers) == (
        "_api_access_key=k&_api_name=1101&_api_timestamp=5&_api_version=1"
    )
    fields = {"msgid": "m", "infno": "1101", "cainfo": "s", "input": "{}", "opter": ""}
    assert signed_fields(fields) == "infno=1101&msgid=m"


def test_an_address_lies_in_a_network_or_not():
    assert is_within("10.1.2.3", ("192.168.0.0/16", "10.0.0.0/8"))
    assert not is_within("11.1.2.3", ("10.0.0.0/8",))
    assert not is_within("nowhere", ("10.0.0.0/8",))
