"""The pages of one's account: nothing yet, paging, years, the file, sharing."""

from io import BytesIO
from zipfile import ZipFile

from django.test import Client
from tests.portals.citizen.visitors import signed_in, words
from tests.services.ledger.books import party_of, put

from tongban.records.parties.models import Party
from tongban.records.personal_accounts.models import FamilyShare


def offer(client: Client, **changes: object):
    party = Party.objects.get(pk=party_of("zhangguilan"))
    form = {
        "key": "one",
        "name": party.name,
        "identifier": party.identifier,
        "relation": "parent",
        "uses": ["resident_premium"],
        "limit": "",
    }
    return client.post("/my/account/family/", {**form, **changes})


def test_who_has_no_account_reads_why(zhaolei: Client):
    assert "没有查到个人账户" in words(zhaolei.get("/my/account/"))
    assert "您没有个人账户" in words(zhaolei.get("/my/account/family/"))
    assert zhaolei.get("/my/account/xlsx/").status_code == 200


def test_movements_are_paged_and_filtered_by_year(wangjianguo: Client):
    for _ in range(21):
        put("wangjianguo", 100)

    first, second = (
        words(wangjianguo.get("/my/account/", {"page": page})) for page in (1, 99)
    )
    assert "21.00 元" in first
    assert "第 1 页，共 2 页" in first
    assert first.count("+1.00") == 20
    assert second.count("+1.00") == 1
    nothing = words(wangjianguo.get("/my/account/", {"year": "2022"}))
    assert "这一年没有收支" in nothing


def test_the_file_holds_every_movement_and_both_sums(wangjianguo: Client):
    for fen in (12_300, 4_500):
        put("wangjianguo", fen)
    answer = wangjianguo.get("/my/account/xlsx/", {"year": "2023"})

    content = b"".join(answer.streaming_content)
    with ZipFile(BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        texts = book.read("xl/sharedStrings.xml").decode()
    assert "2023年" in texts
    assert "<v>168</v>" in sheet
    assert "private, no-store" in answer["Cache-Control"]


def test_another_persons_account_is_not_shown():
    put("wangjianguo", 12_300)

    assert "123.00" not in words(signed_in("limin").get("/my/account/"))


def test_a_sharing_goes_from_offer_to_end(wangjianguo: Client):
    put("wangjianguo", 12_300)
    assert offer(wangjianguo, limit="100").status_code == 302
    share = FamilyShare.objects.get()
    mother = signed_in("zhangguilan")
    assert "等您确认" in words(mother.get("/my/account/family/"))

    act = f"/my/account/family/{share.pk}/"
    page = mother.post(act, {"act": "agree"}, follow=True)
    assert "现在能用 100.00 元" in words(page)
    changed = {"act": "limit", "limit": "50", "version": "0"}
    assert "刚刚有变化" in words(wangjianguo.post(act, changed, follow=True))
    wrong = {"act": "limit", "limit": "五十"}
    assert "大于0元" in words(wangjianguo.post(act, wrong, follow=True))
    assert "已经结束" in words(wangjianguo.post(act, {"act": "end"}, follow=True))
    assert "没有找到这条授权" in words(wangjianguo.post(act, {"act": "none"}))


def test_a_mother_may_say_no(wangjianguo: Client):
    put("wangjianguo", 12_300)
    offer(wangjianguo)
    act = f"/my/account/family/{FamilyShare.objects.get().pk}/"

    signed_in("zhangguilan").post(act, {"act": "decline"})
    assert "对方没有同意" in words(wangjianguo.get("/my/account/family/"))


def test_what_is_wrong_with_an_offer_is_said_and_what_was_typed_stays(
    wangjianguo: Client,
):
    put("wangjianguo", 12_300)
    unknown = offer(wangjianguo, name="张桂芳")
    assert "没有查到姓名和证件号码都一致" in words(unknown)
    assert "张桂芳" in unknown.content.decode()
    assert "可以用来" in words(offer(wangjianguo, uses=[]))
    assert not FamilyShare.objects.exists()
