"""The page to take home: what is due to a household, how much, what to do, who decides, by when."""

from datetime import date

from isee.benefits import Nature, Outcome
from isee.entitlement.benefit_page import Line, Overview
from sportello import documents

# One page in large type holds so many benefits told in full; of the others there is the name.
TOLD = 3


def benefits_sheet(seen: Overview, *, printed_on: date) -> bytes:
    """The benefits of a household on a day as PDF."""
    due = [line for line in seen.due if line.answer.rule.nature is Nature.BENEFIT]
    prices = [line for line in seen.due if line.answer.rule.nature is Nature.TARIFF]
    waiting = [line for line in seen.lines if line.answer.outcome is Outcome.MANCA_UN_DATO]
    told = [*due, *prices]
    return documents.render(
        "benefits",
        {
            "person": seen.known.citizen.full_name,
            "on": seen.on,
            "printed_on": printed_on,
            "values": [str(value) for value in seen.values if value.in_force(seen.on)],
            "probable": any(line.answer.probable for line in told),
            "due": [_told(line) for line in told[:TOLD]],
            "more": [line.answer.rule.name for line in told[TOLD:]],
            "waiting": [line.answer.rule.name for line in waiting],
        },
    )


def _told(line: Line) -> dict[str, object]:
    rule = line.answer.rule
    facts = [
        ("Quanto", line.amount or "importo non noto"),
        ("Che cosa fare", " ".join(line.answer.todo)),
        ("Chi decide", rule.decider.label),
        ("Quando", line.by_when),
    ]
    return {
        "name": rule.name,
        "probable": line.answer.probable,
        "facts": [(name, value) for name, value in facts if value],
    }
