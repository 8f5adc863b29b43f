"""Sending uploads to a browser so that none of them can act as a page of ours."""

from io import BytesIO

from django.http import FileResponse, HttpRequest

from tongban.core.papers.kinds import Edition
from tongban.services.files.queries import OpenedFile
from tongban.services.papers.rendering import MEDIA_TYPE, PaperPdf


def file_response(opened: OpenedFile) -> FileResponse:
    """Return the answer that sends a file: saved, or shown when verified to be safe."""
    response = FileResponse(
        opened.content,
        as_attachment=not opened.in_page,
        filename=opened.card.name,
        content_type=opened.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def edition_of(request: HttpRequest) -> Edition:
    """Return the edition asked for by ``form``; the whole one unless it is known."""
    asked = request.GET.get("form", "")
    return Edition(asked) if asked in set(Edition) else Edition.FULL


def pdf_response(pdf: PaperPdf) -> FileResponse:
    """Return the answer that shows a PDF of ours, with a name for saving it."""
    response = FileResponse(
        BytesIO(pdf.content), filename=pdf.name, content_type=MEDIA_TYPE
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
