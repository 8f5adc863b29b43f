"""Pages in traditional Chinese; values that are sent stay as they are."""

from tongban.services.language.queries import Language, said_in

PAGE = (
    '<html lang="zh-CN"><p>医疗保险关系转移</p>'
    '<input name="place" value="北京市" placeholder="就医地">'
)


def test_traditional_pages_say_traditional_and_send_simplified():
    said = said_in(PAGE, Language.TRADITIONAL)

    assert "醫療保險關係轉移" in said
    assert 'value="北京市"' in said
    assert 'placeholder="就醫地"' in said
    assert 'lang="zh-Hant-HK"' in said


def test_simplified_pages_are_not_touched():
    assert said_in(PAGE, Language.SIMPLIFIED) == PAGE
