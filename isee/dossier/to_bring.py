"""The printed reminder of the papers to bring: what the citizen takes home, in large type."""

from datetime import date

from isee.dossier import checklist
from isee.models import ChecklistItem, Dossier
from isee.needs import HELD_BY_COMUNE
from sportello import documents
from sportello.office import Calendar, week_of


def still_to_bring(dossier: Dossier) -> list[ChecklistItem]:
    """The lines that are missing or asked, those that the dossier cannot do without first."""
    items = [item for item in checklist.items_of(dossier) if item.state in ChecklistItem.TO_BRING]
    return sorted(items, key=lambda item: not item.is_required)


def to_bring_sheet(
    dossier: Dossier, *, come_back_on: date | None, printed_on: date, calendar: Calendar
) -> bytes:
    """The reminder as PDF: each paper with what will do, why and where to get it; when to come back."""
    papers = still_to_bring(dossier)
    return documents.render(
        "papers_to_bring",
        {
            "year": str(dossier.year),
            "case": str(dossier.case),
            "person": dossier.case.citizen.full_name,
            "printed_on": printed_on,
            "come_back_on": come_back_on or "",
            "needed": [_paper(item) for item in papers if item.is_required],
            "useful": [_paper(item) for item in papers if not item.is_required],
            "held_by_comune": HELD_BY_COMUNE,
            "hours": week_of(calendar),
        },
    )


def _paper(item: ChecklistItem) -> dict[str, str]:
    return {"title": item.title, "help": item.help, "why": item.why, "where": item.where}
