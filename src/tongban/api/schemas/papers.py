"""Shapes of papers in the API."""

from datetime import datetime

from ninja import Schema
from pydantic import Field

from tongban.core.papers.kinds import PaperKind, Standing


class PaperOut(Schema):
    """One paper of a case."""

    number: str = Field(description="文书编号")
    kind: PaperKind
    title: str
    issued_at: datetime
    standing: Standing = Field(description="是否仍然有效")
    standing_word: str


class PaperListOut(Schema):
    """The papers of a case."""

    papers: list[PaperOut]
