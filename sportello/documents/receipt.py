"""The receipt of a visit: what the citizen takes home, in large type."""

from typing import Any

from sportello import documents
from sportello.models import Act, Case, Delegation, LogEntry, Visit
from sportello.office import Calendar, week_of

# What the person reads under an act, by its outcome; the note of the operator follows where it says something.
NEXT_STEPS = {
    Act.Outcome.INFORMED: "Nessun altro passo allo sportello.",
    Act.Outcome.OPENED: "La pratica è stata aperta e va avanti.",
    Act.Outcome.CONTINUED: "La pratica prosegue.",
    Act.Outcome.CONCLUDED: "Concluso: non serve fare altro.",
    Act.Outcome.REFERRED: "Rivolgersi a:",
    Act.Outcome.NOT_SERVED: "Oggi non si è potuto fare:",
}


def visit_receipt(visit: Visit, calendar: Calendar) -> bytes:
    """The receipt of a visit as PDF: acts, open cases of the person, whom to call, hours of the office."""
    asked = _asked_of_partners(visit)
    acts = visit.acts.select_related("service__partner", "case__responsible", "delegation__delegate")
    return documents.render(
        "receipt",
        {
            "ticket": visit.ticket,
            "day": visit.day,
            "person": visit.citizen.full_name if visit.citizen else "",
            "stands_in": _stands_in(visit.delegation, visit.on_behalf_reason),
            "operator": visit.operator.display_name if visit.operator else "",
            "acts": [_act(act, visit) for act in acts],
            "asked": [line.text for line in asked],
            "queued": any(line.kind.endswith(".queued") for line in asked),
            "cases": [_case(case) for case in _open_cases(visit)],
            "hours": week_of(calendar),
        },
    )


def _stands_in(delegation: Delegation | None, reason: str) -> str:
    """Who acted for the person, and by what right; empty when the person came."""
    if delegation:
        return f"{delegation.delegate.full_name}, {delegation.get_kind_display()}"
    return f"un'altra persona, senza delega: {reason}" if reason else ""


def _act(act: Act, visit: Visit) -> dict[str, Any]:
    service = act.service
    next_step = f"{NEXT_STEPS[Act.Outcome(act.outcome)]} {act.note}".strip()
    stands_in = _stands_in(act.delegation, act.on_behalf_reason)
    facts = [
        ("Di chi è", service.owner_name),
        ("Chi decide", service.decided_by),
        ("Esito", act.get_outcome_display()),
        ("Pratica", str(act.case) if act.case else ""),
        ("E adesso", next_step),
        ("Chi la segue", act.case.responsible.display_name if act.case else ""),
        ("Tempi", service.time_needed if act.case else ""),
        ("Chi chiamare", service.whom_to_call),
        # Said once above for the whole visit, unless it was different for this act.
        (
            "Al suo posto",
            stands_in if stands_in != _stands_in(visit.delegation, visit.on_behalf_reason) else "",
        ),
    ]
    return {"service": service.name, "facts": [fact for fact in facts if fact[1]]}


def _asked_of_partners(visit: Visit) -> list[LogEntry]:
    """What was asked of partners or prepared for them in this visit, as the daily log told it."""
    return list(visit.log_entries.filter(kind__startswith="partners.").order_by("at", "pk"))


def _open_cases(visit: Visit) -> list[Case]:
    if visit.citizen is None:
        return []
    return list(visit.citizen.cases.filter(state=Case.State.OPEN).select_related("service", "responsible"))


def _case(case: Case) -> dict[str, Any]:
    return {"number": str(case), "service": case.service.name, "responsible": case.responsible.display_name}
