"""Papers are seen with their case or by their check code, and never changed."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.cases.row_conditions import of_case
from tongban.records.papers.row_conditions import SEEN, of_paper
from tongban.records.security.operations import AppendOnly, EnableRowSecurity


class Migration(migrations.Migration):
    """Guard the papers, their ends and their files."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("papers", "0001_initial"),
        ("cases", "0002_guard"),
    ]
    operations: ClassVar[list[Operation]] = [
        EnableRowSecurity("papers_paper", SEEN, of_case("papers_paper")),
        EnableRowSecurity("papers_paperend", of_paper("papers_paperend")),
        EnableRowSecurity("papers_paperfile", of_paper("papers_paperfile")),
        AppendOnly("papers_paper"),
        AppendOnly("papers_paperend"),
        AppendOnly("papers_paperfile"),
    ]
