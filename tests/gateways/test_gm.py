"""The national ciphers against the vectors of their standards."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from tongban.gateways import gm

# GB/T 32918.5-2017 appendix A.2: key, signer, message and signature.
PRIVATE = "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8"
PUBLIC = (
    "0409F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
    "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
)
SIGNER = "1234567812345678"
MESSAGE = b"message digest"
R = "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
S = "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA"
KEY = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")


def test_sm3_of_the_standard_text():
    expected = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert gm.sm3(b"abc").hex() == expected


def test_sm4_of_the_standard_block():
    sealed = base64.b64decode(gm.sm4_encrypt(KEY, key=KEY))
    assert sealed[:16].hex() == "681edf34d206965e86b3e94f536e4246"
    assert gm.sm4_decrypt(base64.b64encode(sealed).decode(), key=KEY) == KEY


@pytest.mark.parametrize("text", ["", "====", "YWJj", base64.b64encode(b"x" * 16)])
def test_what_is_no_ciphertext_is_refused(text):
    given = text if isinstance(text, str) else text.decode()
    with pytest.raises(gm.CipherUnreadable):
        gm.sm4_decrypt(given, key=KEY)


def test_a_key_of_another_length_is_refused():
    with pytest.raises(gm.CipherUnreadable):
        gm.sm4_encrypt(b"x", key=b"short")


def _signature() -> str:
    return base64.b64encode(bytes.fromhex(R + S)).decode()


@pytest.mark.parametrize("public", [PUBLIC, PUBLIC[2:]])
def test_the_standard_signature_is_good(public):
    assert gm.is_sm2_signed(MESSAGE, _signature(), public=public, signer=SIGNER)
    der = encode_dss_signature(int(R, 16), int(S, 16))
    text = base64.b64encode(der).decode()
    assert gm.is_sm2_signed(MESSAGE, text, public=public, signer=SIGNER)


def test_a_signature_of_ours_is_good_and_of_other_content_is_not():
    private, public = gm.new_key_pair()
    text = gm.sm2_sign(MESSAGE, private=private, signer="his-1")
    assert gm.is_sm2_signed(MESSAGE, text, public=public, signer="his-1")
    assert not gm.is_sm2_signed(b"other", text, public=public, signer="his-1")
    assert not gm.is_sm2_signed(MESSAGE, text, public=public, signer="his-2")
    assert not gm.is_sm2_signed(MESSAGE, text, public=PUBLIC, signer="his-1")
    assert gm.sm2_sign(MESSAGE, private=PRIVATE, signer=SIGNER) != _signature()


@pytest.mark.parametrize(
    ("signature", "public"),
    [
        ("no base64!", PUBLIC),
        (base64.b64encode(b"\0" * 64).decode(), PUBLIC),
        (base64.b64encode(b"\xff" * 64).decode(), PUBLIC),
        (base64.b64encode(b"short").decode(), PUBLIC),
        (base64.b64encode(bytes.fromhex(R + S)).decode(), "zz"),
        (base64.b64encode(bytes.fromhex(R + S)).decode(), "04" + "11" * 64),
        (base64.b64encode(bytes.fromhex(R + S)).decode(), "0411"),
    ],
)
def test_what_is_no_signature_or_key_is_not_good(signature, public):
    assert not gm.is_sm2_signed(MESSAGE, signature, public=public, signer=SIGNER)


def test_the_platform_signs_with_a_key_of_its_own(settings):
    settings.TONGBAN_PAPER_KEY = "a secret of the papers, long enough"
    public = gm.own_public_key()
    text = gm.sm2_sign(MESSAGE, private=gm.own_private_key(), signer="tongban")
    assert gm.is_sm2_signed(MESSAGE, text, public=public, signer="tongban")
    settings.TONGBAN_PAPER_KEY = "another secret of the papers, as long"
    assert gm.own_public_key() != public
