"""The guide on paper says what the page says: every sentence, in the same order."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client
from tests.portals.citizen.visitors import MONDAY, plain

from tongban.core.items.terms import audiences_of
from tongban.core.json_values import Json
from tongban.core.papers.kinds import Edition
from tongban.portals.citizen.guide_page import view_guide
from tongban.portals.citizen.guide_paper import sheet_of
from tongban.services.items.queries import item_on, items_on, region_named, terms_on
from tongban.services.papers.guides import GuideSheet, guide_pdf

REGION, DAY = "370700", MONDAY.date()
SHOWN_AS = {"kind", "url", "edition", "region"}
PAGE = re.compile(rb"/Type\s*/Page\b")
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
UNTITLED = {"一眼看懂", "原文勘误"}  # on the page a label and a fold, no headings
SPACE = re.compile(r"\s+")


def sheet(code: str, audience, edition: Edition = Edition.FULL) -> GuideSheet:
    guide = view_guide(
        item_on(code, REGION, DAY),
        terms_on(code, audience, REGION, DAY),
        region_name=region_named(REGION).name,
        chosen=(),
    )
    return sheet_of(guide, edition, url="https://ybfw.example/items/")


def all_guides():
    return [
        (item.code, audience)
        for item in items_on(REGION, DAY)
        for audience in audiences_of(item)
    ]


def sentences(value: Json, key: str = "") -> Iterator[str]:
    """Every text that the layout draws, without the numbers it counts itself."""
    if isinstance(value, str) and key not in SHOWN_AS and value:
        yield re.sub(r"^\d+\. ", "", value)
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from sentences(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from sentences(part)


def squeezed(text: str) -> str:
    return SPACE.sub("", text)


def pages_of(pdf: bytes) -> int:
    """Count the pages of a PDF, also where its objects are packed."""
    found = len(PAGE.findall(pdf))
    for packed in STREAM.findall(pdf):
        try:
            found += len(PAGE.findall(zlib.decompressobj().decompress(packed)))
        except zlib.error:
            continue
    return found


@pytest.mark.clause("PT25-10", "SD28-通知二")
def test_every_sentence_on_paper_stands_on_the_page_in_the_same_order():
    for code, audience in all_guides():
        answer = Client().get(f"/items/{code}/?as={audience.value}")
        markup = answer.content.decode()
        page = squeezed(plain(markup))
        written = sheet(code, audience)
        parts = [
            piece
            for words in sentences(written.as_json(Edition.FULL))
            for piece in words.split("、")
            if piece not in UNTITLED
        ]
        absent = [words for words in parts if squeezed(words) not in page]
        assert absent == [], (code, audience)
        headings = re.findall(r"<h2[^>]*>([^<]+)</h2>", markup)
        own = [one.heading for one in written.sections]
        listed = [one for one in own if one not in UNTITLED]
        assert [one for one in headings if one in listed] == listed, (code, audience)


def test_the_short_form_fits_one_page_and_says_nothing_else():
    for code, audience in all_guides():
        short = sheet(code, audience, Edition.SHORT)
        assert pages_of(guide_pdf(short, Edition.SHORT).content) == 1, code
        whole = squeezed(str(sheet(code, audience).as_json(Edition.FULL)))
        for section in short.sections:
            for words in sentences(list(section.parts)):
                for piece in re.split(r"[、（）]", words):
                    assert squeezed(piece) in whole, (code, piece)


def test_the_layout_draws_every_part():
    code, audience = "chronic-disease-recognition", all_guides()[0][1]
    audience = next(one for item, one in all_guides() if item == code)
    whole = sheet(code, audience)
    for edition in (Edition.FULL, Edition.LARGE):
        drawn = guide_pdf(whole, edition).content
        assert guide_pdf(whole, edition).content == drawn
        for place, section in enumerate(whole.sections):
            for gone in range(len(section.parts)):
                parts = (*section.parts[:gone], *section.parts[gone + 1 :])
                cut = replace(section, parts=parts)
                rest = (*whole.sections[:place], cut, *whole.sections[place + 1 :])
                less = guide_pdf(replace(whole, sections=rest), edition).content
                assert less != drawn, (section.heading, gone)


@pytest.mark.parametrize("form", ["full", "large", "short"])
def test_the_page_links_to_the_pdf_in_each_form(form):
    here = "/items/inpatient-reimbursement/"
    markup = Client().get(here).content.decode()
    (link,) = re.findall(rf'href="([^"]+form={form})"', markup)
    answer = Client().get(link.replace("&amp;", "&"))
    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")


def test_the_pdf_keeps_the_answers_given_on_the_page():
    here = "/items/inpatient-reimbursement/?as=resident&s.cause=accident"
    markup = Client().get(here).content.decode()
    links = re.findall(r'href="([^"]+form=full)"', markup)
    assert "s.cause=accident" in links[0].replace("&amp;", "&")
