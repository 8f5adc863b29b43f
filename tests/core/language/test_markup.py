"""Only what is said changes: never a value, an address or a script."""

import pytest

from tongban.core.language.markup import say_otherwise


def shout(text: str) -> str:
    return text.replace("门", "DOOR")


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<p>门</p>", "<p>DOOR</p>"),
        ('<img alt="门" src="/门.png">', '<img alt="DOOR" src="/门.png">'),
        (
            '<input value="门" placeholder="门">',
            '<input value="门" placeholder="DOOR">',
        ),
        ('<option value="门">门</option>', '<option value="门">DOOR</option>'),
        ("<textarea>门</textarea>门", "<textarea>门</textarea>DOOR"),
        ("<script>'<p>门</p>'</script>门", "<script>'<p>门</p>'</script>DOOR"),
        (
            '<b translate="no">门<i>门</i>门</b>门',
            '<b translate="no">门<i>门</i>门</b>DOOR',
        ),
        ('<b translate="no">门<br>门</b>门', '<b translate="no">门<br>门</b>DOOR'),
        ('<a href="/门" title="门">门</a>', '<a href="/门" title="DOOR">DOOR</a>'),
        ("<!-- 门 --><p>门", "<!-- 门 --><p>DOOR"),
        ('<td data-name="门">1</td>', '<td data-name="DOOR">1</td>'),
    ],
)
def test_text_and_spoken_attributes_change_and_nothing_else(page, said):
    assert say_otherwise(page, shout) == said


def test_a_page_without_anything_to_say_is_the_same():
    page = '<!doctype html>\n<html lang="zh-CN"><body class="x">\n <hr> </body></html>'

    assert say_otherwise(page, shout) == page
