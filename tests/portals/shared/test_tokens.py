"""The tokens keep what the design promises: contrast, target size, text size."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

AA_NORMAL = 4.5
AA_LARGE = 3.0
TEXT_ON = (
    ("ink", "paper"),
    ("ink", "ground"),
    ("ink", "blue-50"),
    ("ink", "amber-50"),
    ("ink", "red-50"),
    ("ink", "green-50"),
    ("ink-soft", "paper"),
    ("ink-soft", "ground"),
    ("ink-soft", "blue-50"),
    ("ink-soft", "grey-50"),
    ("ink-soft", "amber-50"),
    ("blue-700", "paper"),
    ("blue-700", "ground"),
    ("blue-700", "blue-50"),
    ("blue-900", "blue-100"),
    ("paper", "blue-700"),
    ("paper", "blue-900"),
    ("paper", "green"),
    ("green", "paper"),
    ("green", "green-50"),
    ("amber", "amber-50"),
    ("red", "paper"),
    ("red", "red-50"),
    ("grey", "grey-50"),
)


def css(name: str) -> str:
    found = finders.find(f"shared/{name}")
    assert isinstance(found, str)
    return Path(found).read_text()


def colours() -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*#([0-9a-f]{6});", css("tokens.css")))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_text_stands_out_from_its_ground(text, ground):
    known = colours()

    assert contrast(known[text], known[ground]) >= AA_NORMAL


@pytest.mark.parametrize("ground", ["paper", "ground", "blue-50", "red-50"])
def test_borders_of_fields_and_the_focus_ring_can_be_seen(ground):
    known = colours()

    assert contrast(known["line-strong"], known[ground]) >= AA_LARGE
    assert contrast(known["focus-edge"], known[ground]) >= AA_LARGE


def test_targets_and_text_have_their_least_size_in_both_layouts():
    ordinary, elder = css("tokens.css").split("html[data-elder]")

    assert "--target: 44px" in ordinary
    assert "--text-root: 16px" in ordinary
    assert "--target: 60px" in elder
    assert "--text-root: 18px" in elder
    sizes = re.findall(r"--(?:text|title)-\w+: ([\d.]+)rem", elder)
    assert sizes
    assert min(float(size) for size in sizes) >= 1


@pytest.mark.parametrize("name", ["tokens.css", "base.css", "components.css"])
def test_nothing_newer_than_chromium_80_is_used(name):
    text = re.sub(r"/\*.*?\*/", "", css(name), flags=re.DOTALL)

    for newer in (":has(", ":is(", ":where(", "inset:", "aspect-ratio", "color-mix"):
        assert newer not in text
    for rule in re.findall(r"\{([^{}]*)\}", text):
        assert not (re.search(r"display: (?:inline-)?flex", rule) and " gap:" in rule)
