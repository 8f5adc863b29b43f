"""Tags of the desk: its head bar, lights, hidden parts of a command."""

from collections.abc import Sequence
from typing import Final

from django import template
from django.template import Context

from tongban.portals.desk.frame import frame_of
from tongban.portals.shared.layout.parts import Crumb, Tone
from tongban.services.cases.words import LightView

register = template.Library()
_LIGHTS: Final = {
    "green": (Tone.GOOD, "check"),
    "yellow": (Tone.WARN, "clock"),
    "red": (Tone.BAD, "alert"),
    "grey": (Tone.CALM, "pause"),
    "instant": (Tone.INFO, "check"),
}


@register.inclusion_tag("desk/parts/bar.html", takes_context=True)
def desk_bar(context: Context) -> dict[str, object]:
    """Draw the head bar of the desk: office, person, parts."""
    return {
        "frame": frame_of(context["request"]),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("desk/parts/crumbs.html")
def desk_crumbs(steps: Sequence[Crumb]) -> dict[str, object]:
    """Draw the way back to the desk."""
    return {"crumbs": steps}


@register.inclusion_tag("shared/components/chip.html")
def light_chip(light: LightView) -> dict[str, object]:
    """Draw the light of a case: words, icon, colour."""
    tone, icon_name = _LIGHTS[light.light]
    return {"words": light.words, "tone": tone.value, "icon_name": icon_name}


@register.inclusion_tag("shared/components/chip.html")
def word_chip(
    words: str, tone: str = "calm", icon_name: str = "info"
) -> dict[str, object]:
    """Draw a word with an icon."""
    return {"words": words, "tone": tone, "icon_name": icon_name}


@register.inclusion_tag("desk/parts/command.html", takes_context=True)
def command(context: Context, key: str, version: object = "") -> dict[str, object]:
    """Draw the hidden fields of a command: token, request key, version seen."""
    return {
        "csrf_token": context.get("csrf_token"),
        "key": key,
        "version": "" if version is None else version,
    }
