"""What is printed of a case: the lines of the attestation, under the names that the cases expect."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from isee.calculation.amounts import CENT, ZERO
from isee.calculation.cases.case import Case
from isee.calculation.formulas.components import child_component, typed_component
from isee.calculation.law import Law
from isee.calculation.ordinary import calculate
from isee.calculation.steady import add_components
from isee.calculation.steps import Isee

Amounts = Decimal | list[Decimal]

LINES = (
    "somma_redditi",
    "reddito_figurativo",
    "detrazioni",
    "isr",
    "patrimonio_mobiliare",
    "detrazione_mobiliare",
    "patrimonio_immobiliare",
    "detrazione_immobiliare",
    "isp",
    "ise",
    "parametro_base",
    "maggiorazioni",
    "scala",
    "isee",
)
COMPONENT = "componente_aggiuntiva_"


def answer(case: Case) -> dict[str, Amounts]:
    """Compute a case and return its lines by name. Raise NotInForce, InvalidHousehold."""
    result = _with_components(case, calculate(case.household, case.on, regime=case.regime, given=case.given))
    told = {step.key: step.amount for step in result.steps}
    lines: dict[str, Amounts] = {name: told[name] for name in LINES}
    lines["titoli_stato_esclusi"] = told.get("titoli_stato_esclusi", ZERO)
    if case.is_of_lines or "somma_redditi_componenti" in case.expected:
        lines["somma_redditi_componenti"] = told["somma_redditi"]
    if case.children_outside is not None or case.typed_component is not None:
        lines["isee_base"] = told.get("isee_base", told["isee"])
        lines["componenti_aggiuntive"] = [told[key] for key in told if key.startswith(COMPONENT)]
    # A case may expect a line that is not of the attestation but that the calculation tells.
    lines |= {name: told[name] for name in case.expected if name in told and name not in lines}
    return lines


def written(name: str, lines: dict[str, Amounts]) -> str:
    """Write the lines as one JSON object, each number with its two decimals."""
    fields = [f'"id": {json.dumps(name)}']
    fields += [f'"{key}": {_number(value)}' for key, value in lines.items()]
    return "{" + ", ".join(fields) + "}"


def differences(expected: dict[str, Any], lines: dict[str, Amounts]) -> Iterator[str]:
    """Tell, one sentence each, the lines that differ by more than a cent from those expected."""
    for name, wanted in expected.items():
        if name not in lines:
            yield f"{name}: attesa {_told(wanted)}, ma il calcolo non ha questa riga."
        elif not _agree(wanted, lines[name]):
            yield f"{name}: attesa {_told(wanted)}, calcolata {_number(lines[name])}."


def _with_components(case: Case, result: Isee) -> Isee:
    law = Law(case.on)
    steps = [
        child_component(child, number, result.scale, law)
        for number, child in enumerate(case.children_outside or (), 1)
    ]
    if case.typed_component is not None:
        steps.append(typed_component(case.typed_component, len(steps) + 1))
    return add_components(result, steps, law) if steps else result


def _agree(wanted: Any, amounts: Amounts) -> bool:
    if isinstance(wanted, list) and isinstance(amounts, list):
        pairs = zip(wanted, amounts, strict=False)
        return len(wanted) == len(amounts) and all(_agree(one, other) for one, other in pairs)
    if not isinstance(wanted, Decimal) or isinstance(amounts, list) or not wanted.is_finite():
        return False
    return abs(wanted - amounts) <= CENT


def _number(amounts: Amounts) -> str:
    if isinstance(amounts, list):
        return "[" + ", ".join(_number(amount) for amount in amounts) + "]"
    return f"{amounts:.2f}"


def _told(wanted: Any) -> str:
    if isinstance(wanted, list):
        return "[" + ", ".join(_told(item) for item in wanted) + "]"
    return f"{wanted}" if isinstance(wanted, Decimal) else json.dumps(wanted, default=str, ensure_ascii=False)
