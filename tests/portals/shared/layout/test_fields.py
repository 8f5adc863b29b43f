"""Form fields as plain values."""

from django import forms
from django.template.loader import render_to_string

from tongban.portals.shared.layout.fields import (
    Field,
    FieldKind,
    Option,
    fields_of,
    form_problems,
    problems_of,
)


class Sample(forms.Form):
    """One field of every kind that pages use."""

    day = forms.DateField(label="日期")
    count = forms.IntegerField(label="数", min_value=1)
    words = forms.CharField(label="话", widget=forms.Textarea, required=False)
    many = forms.MultipleChoiceField(label="多", choices=[("a", "甲"), ("b", "乙")])
    agree = forms.BooleanField(label="同意", required=False)


def drawn(field: Field) -> str:
    return render_to_string("shared/components/field.html", {"field": field})


def test_a_django_form_becomes_fields_with_values_and_errors():
    form = Sample({"day": "x", "count": "0", "many": ["b"]})
    form.is_valid()
    day, count, words, many, agree = fields_of(form)

    assert (day.kind, day.value, bool(day.error)) == (FieldKind.DATE, "x", True)
    assert (count.kind, bool(count.error)) == (FieldKind.WHOLE, True)
    assert (words.kind, words.required) == (FieldKind.LONG_TEXT, False)
    assert many.kind is FieldKind.CHECKBOXES
    assert [one.chosen for one in many.options] == [False, True]
    assert agree.kind is FieldKind.YES_NO
    assert [problem.id for problem in form_problems(form)] == ["f-day", "f-count"]


def test_an_unsent_form_has_no_problems():
    assert form_problems(Sample()) == ()


def test_only_faulty_fields_make_lines_of_the_summary():
    fields = [Field("a", "甲"), Field("b", "乙", error="没有填写")]

    (problem,) = problems_of(fields)
    assert (problem.text, problem.id) == ("乙：没有填写", "f-b")


def test_a_field_names_its_help_its_error_and_its_origin_for_screen_readers():
    field = Field("a", "甲", hint="写全", error="没有填写", origin="来自登记")
    page = drawn(field)

    assert 'aria-describedby="f-a-hint f-a-error f-a-origin"' in page
    assert 'aria-invalid="true"' in page
    for part in ("hint", "error", "origin"):
        assert f'id="f-a-{part}"' in page


def test_what_may_be_left_out_is_marked():
    assert "（选填）" in drawn(Field("a", "甲", required=False))
    assert "（选填）" not in drawn(Field("a", "甲"))


def test_a_password_is_never_written_back():
    field = Field("p", "密码", kind=FieldKind.PASSWORD, value="secret")

    assert "secret" not in drawn(field)


def test_the_chosen_answer_is_ticked_and_text_is_escaped():
    options = (Option("a", "<b>甲</b>", chosen=True), Option("b", "乙"))
    page = drawn(Field("x", "选", kind=FieldKind.RADIO, options=options))

    assert page.count("checked") == 1
    assert "<b>甲</b>" not in page
    assert "&lt;b&gt;甲&lt;/b&gt;" in page


def test_a_phone_shows_the_keyboard_for_digits():
    assert 'inputmode="numeric"' in drawn(Field("n", "数", kind=FieldKind.WHOLE))
    assert 'type="tel"' in drawn(Field("t", "电话", kind=FieldKind.TEL))
