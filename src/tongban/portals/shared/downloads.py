"""Sending uploads to a browser so that none of them can act as a page of ours."""

from django.http import FileResponse

from tongban.services.files.queries import OpenedFile


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
