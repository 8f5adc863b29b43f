"""Production refuses unsafe settings and names every fault at once."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from tongban.config.environment import DatabaseRole
from tongban.config.safety import find_faults, refuse_unsafe_production


def _safe(**changes: object) -> dict[str, object]:
    return {
        "SECRET_KEY": "a" * 60,
        "TONGBAN_FIELD_KEY": "b" * 60,
        "TONGBAN_INDEX_KEY": "c" * 60,
        "TONGBAN_PAPER_KEY": "d" * 60,
        "DATABASE_URL": "postgresql://tongban_owner:s3cret-enough@db/tongban",
        "WEB_DATABASE_URL": "postgresql://tongban_web:s3cret-enough@db/tongban",
        "DB_ROLE": DatabaseRole.WEB,
        "DATABASES": {"default": {"HOST": "db", "PASSWORD": "s3cret-enough"}},
        "DEBUG": False,
        "ALLOWED_HOSTS": ["ybfw.example.gov.cn"],
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "TONGBAN_SITE": "https://ybfw.example.gov.cn",
        "TONGBAN_CLAMD": "unix:/run/clamav/clamd.ctl",
        "TONGBAN_MESSAGING": "none",
        "MESSAGING_SUPPLIERS": (),
        "TONGBAN_CARRIER": "none",
        "CARRIER": ("", "", ""),
        "DEPARTMENTS": (),
        "TONGBAN_DEMO": False,
        "TONGBAN_SETTABLE_CLOCK": False,
        **changes,
    }


def _http(*addresses_and_keys: str) -> dict[str, object]:
    pairs = zip(addresses_and_keys[::2], addresses_and_keys[1::2], strict=True)
    suppliers = tuple(
        (name, *pair) for name, pair in zip(("first", "second"), pairs, strict=False)
    )
    return {"TONGBAN_MESSAGING": "http", "MESSAGING_SUPPLIERS": suppliers}


def _carried(
    name: str = "快递", url: str = "https://c.example/", key: str = "p" * 40
) -> dict[str, object]:
    return {"TONGBAN_CARRIER": "http", "CARRIER": (name, url, key)}


def test_a_carrier_with_a_key_of_its_own_is_safe():
    assert find_faults(_safe(**_carried())) == []


def test_a_carrier_shares_no_key_with_a_supplier():
    shared = _carried(key="k" * 40) | _http("https://a.example/", "k" * 40)
    (fault,) = find_faults(_safe(**shared))
    assert "share one key" in fault


def _department(code: str = "tax", kind: str = "payments", key: str = "d" * 40):
    return (code, "税务局", "370700", (kind,), key)


@pytest.mark.parametrize(
    ("departments", "words"),
    [
        ((_department(key="d" * 31),), "fewer than 32"),
        ((_department(), _department("civil")), "shares its key"),
        ((_department(), _department(key="e" * 40)), "named twice"),
        ((_department(kind="gaps"),), "unknown kinds: gaps"),
    ],
)
def test_a_department_has_a_key_a_code_and_kinds_of_its_own(departments, words):
    (fault,) = find_faults(_safe(DEPARTMENTS=departments))
    assert words in fault
    assert find_faults(_safe(DEPARTMENTS=(_department(),))) == []


def test_two_suppliers_with_keys_of_their_own_are_safe():
    two = _http("https://a.example/", "k" * 40, "https://b.example/", "m" * 40)
    assert find_faults(_safe(**two)) == []


def test_safe_settings_have_no_fault():
    assert find_faults(_safe()) == []
    refuse_unsafe_production(_safe())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"SECRET_KEY": ""}, "TONGBAN_SECRET_KEY is not set"),
        ({"SECRET_KEY": "demo-" + "a" * 60}, "demo key"),
        ({"TONGBAN_FIELD_KEY": "b" * 49}, "fewer than 50"),
        ({"TONGBAN_INDEX_KEY": "b" * 60}, "the same as TONGBAN_FIELD_KEY"),
        ({"DATABASE_URL": ""}, "DATABASE_URL is not set"),
        (
            {"DATABASES": {"default": {"HOST": "db", "PASSWORD": "postgres"}}},
            "password is empty or a default",
        ),
        ({"WEB_DATABASE_URL": ""}, "row-level security"),
        ({"DEBUG": True}, "TONGBAN_DEBUG"),
        ({"TONGBAN_MESSAGING": "local"}, "in the clear"),
        ({"TONGBAN_MESSAGING": "http"}, "TONGBAN_MESSAGING_URL"),
        (_http("http://sms.example/", "k" * 40), "not https://"),
        (_http("https://sms.example/", "k" * 31), "fewer than 32"),
        (
            _http("https://a.example/", "k" * 40, "https://b.example/", "k" * 40),
            "share one key",
        ),
        ({"TONGBAN_CARRIER": "local"}, "carries nothing"),
        (_carried(name=""), "TONGBAN_CARRIER_NAME"),
        (_carried(url="http://c.example/"), "https://"),
        (_carried(key="p" * 31), "fewer than 32"),
        ({"ALLOWED_HOSTS": []}, "TONGBAN_ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": ["*"]}, "TONGBAN_ALLOWED_HOSTS"),
        ({"CSRF_COOKIE_SECURE": False}, "TONGBAN_COOKIES_SECURE"),
        ({"TONGBAN_SITE": "http://ybfw.example.gov.cn"}, "TONGBAN_SITE"),
        ({"TONGBAN_DEMO": True}, "TONGBAN_DEMO"),
        ({"TONGBAN_SETTABLE_CLOCK": True}, "TONGBAN_SETTABLE_CLOCK"),
    ],
)
def test_each_unsafe_setting_is_one_fault(changes, words):
    (fault,) = find_faults(_safe(**changes))
    assert words in fault


def test_a_key_of_just_enough_characters_passes():
    assert find_faults(_safe(TONGBAN_FIELD_KEY="b" * 50)) == []


def test_a_socket_needs_no_password():
    local = {"default": {"HOST": "/var/run/postgresql", "PASSWORD": ""}}
    assert find_faults(_safe(DATABASES=local)) == []


def test_the_owner_process_needs_no_web_address():
    assert find_faults(_safe(DB_ROLE=DatabaseRole.OWNER, WEB_DATABASE_URL="")) == []


def test_all_faults_are_listed_in_one_refusal():
    with pytest.raises(ImproperlyConfigured) as refused:
        refuse_unsafe_production(_safe(DEBUG=True, TONGBAN_DEMO=True, SECRET_KEY=""))

    assert "3 fault(s)" in str(refused.value)
    for words in ("TONGBAN_SECRET_KEY", "TONGBAN_DEBUG", "TONGBAN_DEMO"):
        assert words in str(refused.value)


def test_a_scanner_nobody_could_reach_is_named():
    (fault,) = find_faults(_safe(TONGBAN_CLAMD="/run/clamav/clamd.ctl"))
    assert "TONGBAN_CLAMD" in fault
    assert find_faults(_safe(TONGBAN_CLAMD="")) == []
