"""The printed sheet of a simulation: what the citizen takes home, in large type, always on one page."""

from datetime import date
from decimal import Decimal

from isee.calculation import Isee, Kind, Outcome
from isee.calculation.amounts import percent
from isee.dossier.to_bring import still_to_bring
from isee.models import Dossier
from sportello import documents

PRESENTED = Dossier.State.PRESENTED


def simulation_sheet(dossier: Dossier, outcome: Outcome, *, printed_on: date) -> bytes:
    """The simulation as PDF: result, the lines it is made of in plain words, what is missing, what to do and by when.

    One page whatever the household: what does not fit is told in numbers. It says above and below that it has no
    legal value.
    """
    missing = [item.title for item in still_to_bring(dossier) if item.is_required]
    step, by = _next_step(dossier, outcome, missing)
    return documents.render(
        "isee_sheet",
        {
            "year": str(dossier.year),
            "kind": outcome.kind.label.lower(),
            "isee": outcome.isee.isee,
            "case": str(dossier.case),
            "person": dossier.case.citizen.full_name,
            "dsu_date": dossier.dsu_date,
            "printed_on": printed_on,
            "household": [verdict.name for verdict in outcome.nucleo.verdicts if verdict.belongs],
            "lines": _lines(outcome),
            "missing": missing,
            "step": step,
            "by": by,
            "responsible": dossier.case.responsible.display_name,
            "whom_to_call": dossier.case.service.whom_to_call,
        },
    )


def _lines(outcome: Outcome) -> list[tuple[str, Decimal, str]]:
    """The lines that every ISEE is made of, each with its amount and its unit; art. 2."""
    isee, members = outcome.isee, len(outcome.nucleo.members)
    persons = "una persona" if members == 1 else f"{members} persone"
    raised = any(step.key == "isee_base" for step in isee.steps)
    return [
        ("Redditi di un anno, meno quello che la legge toglie (ISR)", isee.isr, " €"),
        ("Patrimonio, meno quello che la legge toglie (ISP)", isee.isp, " €"),
        (f"Redditi più il {_weight(isee)} del patrimonio (ISE)", isee.ise, " €"),
        (f"Scala: il peso di un nucleo di {persons}", isee.scale, ""),
        (f"ISE diviso per la scala{', più la componente aggiuntiva' if raised else ''}", isee.isee, " €"),
    ]


def _weight(isee: Isee) -> str:
    """How much of the assets is added to the incomes: art. 2, c. 3."""
    value = next(figure.value for figure in isee.figures if figure.name == "indicatore.peso_isp")
    assert isinstance(value, Decimal)  # noqa: S101 - so is the figure read by the calculation
    return percent(value)


def _next_step(dossier: Dossier, outcome: Outcome, missing: list[str]) -> tuple[str, str]:
    """What the citizen does now, and by when."""
    attestation, transmission = dossier.attestation, getattr(dossier, "transmission", None)
    if outcome.kind is Kind.CORRENTE:
        return _next_step_of_corrente(outcome)
    if attestation:
        return "INPS ha già attestato l'ISEE: usi quello.", f"Vale fino al {attestation.valid_to:%d/%m/%Y}."
    if dossier.state == PRESENTED:
        expected = transmission.expected_on if transmission else None
        day = f"È attesa verso il {expected:%d/%m/%Y}." if expected else ""
        return "La DSU è presentata: aspetti l'attestazione di INPS.", day
    what = "Porti i documenti che mancano, poi presenti la DSU." if missing else "Presenti la DSU."
    last = f"{outcome.valid_to:%d/%m/%Y}"
    return what, f"Entro il {last}: dopo contano redditi e patrimonio di un altro anno."


def _next_step_of_corrente(outcome: Outcome) -> tuple[str, str]:
    if not outcome.is_granted:
        return "L'ISEE corrente oggi non spetta: resta quello della DSU.", ""
    day = f"Fatto oggi varrebbe fino al {outcome.valid_to:%d/%m/%Y}."
    if outcome.update_by:
        day += f" Va aggiornato entro il {outcome.update_by:%d/%m/%Y}."
    return "Presenti il modulo MS, mentre vale la DSU.", day
