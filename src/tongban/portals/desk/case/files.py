"""Files of a case, and files a clerk has just laid into a draft."""

from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.portals.desk.doors import handlers, window
from tongban.portals.desk.sending import reading
from tongban.portals.shared.downloads import file_response
from tongban.services.access.looks import record_look
from tongban.services.access.rules import acting
from tongban.services.cases.drafts import holds_file
from tongban.services.cases.queries.page import case_page
from tongban.services.files.queries import open_file
from tongban.services.timekeeping.queries import now, today

LOOKED: str = "查看办件材料"


@handlers
@never_cache
@require_safe
def file_page(request: HttpRequest, number: str, file_id: UUID) -> FileResponse:
    """Send one file of a case within reach; the look is written first."""
    actor = acting(request)
    page = case_page(actor, number, today=today())
    allowed = [UUID(file.id) for line in page.materials for file in line.files]
    opened = open_file(actor, file_id, allowed=allowed)
    record_look(actor, page.party_id, at=now(), reason=LOOKED, case_number=number)
    return file_response(opened)


@window
@never_cache
@require_safe
def own_file_page(request: HttpRequest, file_id: UUID) -> FileResponse:
    """Send a file of a draft in this clerk's hands, to look at before handing in."""
    allowed = (file_id,) if holds_file(reading(request), file_id) else ()
    return file_response(open_file(acting(request), file_id, allowed=allowed))
