"""Where a sentence stands, in words a person can look up."""

from typing import Final

from tongban.services.items.queries import documents

NOTICE_YEAR: Final = "〔"  # notices carry a number with the year in it, laws none


def cite(document: str, clause: str) -> str:
    """Return a citation as people write it: the notice's number, or the law's title.

    ``document`` is a short name of policy/documents.yaml; one it does not know
    is shown as it is, for a clerk may have typed it.
    """
    cited = {entry.code: entry for entry in documents()}.get(document)
    if cited is None:
        return f"{document} {clause}".strip()
    is_notice = NOTICE_YEAR in cited.number
    name = cited.number if is_notice else f"《{cited.title}》"
    return f"{name}{_clause_words(clause)}"


def cite_text(text: str) -> str:
    """Return the citation of an event, written ``SD28 16``, in words."""
    document, _, clause = text.partition(" ")
    return cite(document, clause) if clause else text


def _clause_words(clause: str) -> str:
    if clause.isdecimal():
        return f"第{clause}项"
    return f"（{clause}）" if clause and not clause.startswith("第") else clause
