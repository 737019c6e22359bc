"""The printed sheet of a simulation: what the citizen takes home, in large type."""

from datetime import date

from isee.calculation import Isee, Level, Step, Unit
from isee.models import Dossier
from sportello import documents


def simulation_sheet(dossier: Dossier, isee: Isee, *, printed_on: date) -> bytes:
    """The simulation as PDF: the result, its main lines, the household, and that it attests nothing."""
    return documents.render(
        "isee_sheet",
        {
            "year": str(dossier.year),
            "reference_year": str(dossier.reference_year),
            "case": str(dossier.case),
            "person": dossier.case.citizen.full_name,
            "dsu_date": dossier.dsu_date,
            "printed_on": printed_on,
            "members": [
                (member.full_name, str(member.get_relation_display())) for member in dossier.members.all()
            ],
            "isee": isee.isee,
            "lines": [_line(step) for step in isee.steps if step.level <= Level.LINE],
            "attested": dossier.attestation is not None,
        },
    )


def _line(step: Step) -> dict[str, object]:
    return {
        "label": step.label,
        "amount": step.amount,
        "unit": " €" if step.unit is Unit.EURO else "",
        "is_total": step.level is Level.INDICATOR,
    }
