"""The answer of a look-up on paper: what the citizen takes home, or the file of a procedure keeps."""

from datetime import datetime

from partners.answer_words import Words
from partners.models import LookUp
from sportello import documents


def answer_sheet(look_up: LookUp, words: Words, *, printed_at: datetime) -> bytes:
    """The PDF of an answer; it says whose it is, on what ground it was asked, and that it is no certificate."""
    return documents.render(
        "look_up_answer",
        {
            "title": str(look_up),
            "owner": look_up.service.owner_name,
            "person": look_up.subject.full_name,
            "tax_code": look_up.tax_code,
            "basis": look_up.get_basis_display(),
            "asked_at": look_up.asked_at,
            "printed_at": printed_at,
            "facts": words.facts,
            "tables": [
                {
                    "title": table.title,
                    "head": table.head,
                    "rows": table.rows,
                    "first_figure": table.first_figure,
                }
                for table in words.tables
            ],
            "notes": [*words.warnings, *words.notes],
        },
    )
