"""The spreadsheet opens, says the table's numbers and defines each column."""

import io
import re
import zipfile
from datetime import timedelta

from tests.region import LOADED_AT
from tests.services.cases.stage import actor

from tongban.core.figures.counting import Span
from tongban.services.figures.dictionary import indicators
from tongban.services.figures.export import COUNTS, SHARES, Heading, workbook
from tongban.services.figures.tables import By, table

TODAY = LOADED_AT.date()


def test_the_workbook_holds_every_row_and_every_definition():
    span = Span(TODAY - timedelta(days=60), TODAY)
    found = table(actor("supervisor", TODAY), by=By.ITEM, span=span)

    content = workbook(found, Heading("统计表", "潍坊市医保中心", "事项", LOADED_AT))

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        texts = archive.read("xl/sharedStrings.xml").decode()
        numbers = archive.read("xl/worksheets/sheet1.xml").decode()
    assert all(line.name in texts for line in found.lines)
    known = indicators()
    assert all(known[code].formula[:12] in texts for code in (*COUNTS, *SHARES))
    rows = re.findall(r"<row ", numbers)
    assert len(rows) >= len(found.lines) + 5
    assert f"<v>{found.total.received}</v>" in numbers
