"""The narrowest area that holds a region says who serves it."""

import pytest

from tongban.core.exchange.peers import NoPeer, Peer, is_inside, peer_for, stem_of

SHANDONG = Peer("sd", "山东省", ("370000",))
JINAN = Peer("jn", "济南市", ("370100",))
TWO = Peer("two", "两市", ("440100", "440300"))


@pytest.mark.parametrize(
    ("region", "stem"),
    [
        ("370000", "37"),
        ("370100", "3701"),
        ("370102", "370102"),
        ("370102000000", "370102"),
        ("370102001000", "370102001000"),
    ],
)
def test_the_stem_is_what_all_regions_inside_begin_with(region: str, stem: str) -> None:
    assert stem_of(region) == stem


def test_a_county_lies_in_its_city_and_province_and_in_no_other() -> None:
    assert is_inside("370102", "370100")
    assert is_inside("370102", "370000")
    assert is_inside("370100", "370100")
    assert not is_inside("370202", "370100")
    assert not is_inside("370000", "370100")


def test_the_narrowest_area_serves() -> None:
    peers = (SHANDONG, JINAN, TWO)
    assert peer_for("370102", peers) is JINAN
    assert peer_for("370202", peers) is SHANDONG
    assert peer_for("440305", peers) is TWO
    assert peer_for("370102", reversed(peers)) is JINAN


def test_a_region_nobody_serves_is_refused_by_its_code() -> None:
    with pytest.raises(NoPeer) as refused:
        peer_for("110000", (SHANDONG, TWO))
    assert refused.value.data == {"region": "110000"}
