"""The post needs somebody, a phone and an address; other ways keep none of them."""

import pytest

from tongban.core.access.identifiers import BadPhone
from tongban.core.collecting.wishes import AddressMissing, Way, Wish, checked

POST = Wish(Way.POST, "赵磊", "10012345678", "潍坊市奎文区示例路2号")


def test_a_full_address_is_kept_and_other_ways_keep_nothing():
    assert checked(POST) == POST
    assert checked(Wish(Way.COUNTER, "赵磊", "1", "x")) == Wish(Way.COUNTER)


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        (Wish(Way.POST), AddressMissing),
        (Wish(Way.POST, " ", POST.phone, POST.address), AddressMissing),
        (Wish(Way.POST, POST.receiver, POST.phone, "潍坊"), AddressMissing),
        (Wish(Way.POST, POST.receiver, "123", POST.address), BadPhone),
    ],
)
def test_an_address_that_cannot_be_reached_is_refused(wish, refusal):
    with pytest.raises(refusal):
        checked(wish)
