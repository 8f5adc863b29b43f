"""PDF from data: reproducible, whole, and honest about rare characters."""

from datetime import UTC, datetime

from tongban.core.papers.content import PaperContent
from tongban.core.papers.kinds import PaperKind
from tongban.gateways.typesetting import drawable, qr_svg, typeset, without_glyph

AT = datetime(2023, 9, 11, 2, tzinfo=UTC)
CONTENT = PaperContent(
    kind=PaperKind.RECEIPT,
    number="SJ1-1",
    check_code="ABC",
    title="收件回执",
    case_number="1",
    item_name="住院费用报销",
    addressee="赵𠮷龘",
    is_person=True,
    office="潍坊市奎文区医疗保险事业中心",
    seal_note="演示",
    issued_at="2023-09-11T10:00:00+08:00",
    paragraphs=("收到。",),
    facts=(),
    tables=(),
    why=(),
    remedies=(),
    phones=(),
)


def data(edition: str = "full", content: PaperContent = CONTENT):
    return {
        "content": content.as_json(),
        "edition": edition,
        "qr": qr_svg("https://ybfw.example/papers/SJ1-1/?c=ABC"),
        "check_url": "https://ybfw.example/papers/SJ1-1/?c=ABC",
        "check_code": "ABC",
        "issued_words": "2023年9月11日",
        "notes": [],
    }


def test_the_same_data_gives_the_same_bytes():
    first = typeset("paper", data(), at=AT)
    assert first.startswith(b"%PDF-")
    assert typeset("paper", data(), at=AT) == first
    assert typeset("paper", data("large"), at=AT) != first


def test_only_our_font_is_in_it():
    pdf = typeset("paper", data(), at=AT)
    names = {part.split(b"/")[0] for part in pdf.split(b"/BaseFont/")[1:]}
    assert names
    assert all(b"NotoSansCJK" in name for name in names)


def test_a_character_without_glyph_is_shown_by_its_code():
    text = "赵𠮷龘\U0002ebf0，\n\U0002ebf0"
    missing = without_glyph(text)
    assert missing == ("\U0002ebf0",)
    shown = drawable({"name": text, "rows": [text, 1, None]}, missing)
    expected = "赵𠮷龘〓(U+2EBF0)，\n〓(U+2EBF0)"
    assert shown == {"name": expected, "rows": [expected, 1, None]}


def test_nothing_is_replaced_where_nothing_is_missing():
    assert without_glyph("赵𠮷龘 ABC") == ()
    assert drawable(["赵"], ()) == ["赵"]


def test_the_code_is_a_picture_without_script():
    svg = qr_svg("https://ybfw.example/papers/SJ1-1/?c=ABC")
    assert svg.startswith("<svg")
    assert "<script" not in svg
