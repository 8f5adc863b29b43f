"""The language of the pages: chosen in the head bar, kept on the device."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST

from tongban.portals.shared.layout.choice import LANGUAGE_COOKIE, remember, way_back
from tongban.services.access.rules import public
from tongban.services.language.queries import Language, said_in

HTML: Final = "text/html"
# Work places of staff, and the API, speak simplified Chinese only.
CHINESE_ONLY: Final = ("/desk/", "/api/", "/staff/")


class LanguageMiddleware:
    """Says a finished page in the language its visitor chose."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve the request, then say the page otherwise if it is asked for."""
        answer = self.get_response(request)
        language = language_of(request)
        if language is Language.SIMPLIFIED or request.path.startswith(CHINESE_ONLY):
            return answer
        is_page = isinstance(answer, HttpResponse) and answer.get(
            "Content-Type", ""
        ).startswith(HTML)
        if isinstance(answer, HttpResponse) and is_page:
            answer.content = said_in(answer.content.decode(), language).encode()
            answer["Content-Language"] = language.value
            answer["Content-Length"] = str(len(answer.content))
            patch_vary_headers(answer, ("Cookie",))
        return answer


def language_of(request: HttpRequest) -> Language:
    """Return the language chosen on this device; simplified Chinese by default."""
    chosen = request.COOKIES.get(LANGUAGE_COOKIE, "")
    return Language(chosen) if chosen in set(Language) else Language.SIMPLIFIED


@require_POST
@public
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep a language and go back to the page."""
    wanted = request.POST.get("language", "")
    language = Language(wanted) if wanted in set(Language) else Language.SIMPLIFIED
    answer = redirect(way_back(request))
    remember(answer, cookie=LANGUAGE_COOKIE, value=language.value)
    return answer
