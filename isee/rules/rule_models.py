"""What a new local rule begins from: the usual services of a Comune, with what is nearly always the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Beginning:
    """A kind of rule to begin from; every piece of it can be changed afterwards."""

    label: str
    data: Data


def _tariff(unit: str, method: Data) -> list[Data]:
    return [{"amount": {"kind": "by_isee", "unit": unit, "tariff": {"method": method}}}]


_BANDS = {"kind": "flat_bands", "bands": [{"over": "0"}]}
_LINE = {"kind": "linear"}
_SHARES = {"kind": "percent_bands", "bands": [{"over": "0"}]}
_CHILDREN = {"nature": "tariff", "isee": ["minors", "ordinary"]}
_PUPILS = {"conditions": [{"kind": "children", "at_least": 1, "under_age": 14}]}
_BABIES = {"conditions": [{"kind": "children", "at_least": 1, "under_age": 4}]}
_ADULTS = {"nature": "tariff", "isee": ["socio_health", "ordinary"]}
_YEARLY = {"start": {"by_day": 15}, "todo": "Presenta la domanda al Comune, ogni anno scolastico."}

BEGINNINGS: dict[str, Beginning] = {
    "mensa": Beginning(
        "Mensa scolastica",
        {**_CHILDREN, **_PUPILS, **_YEARLY, "benefit_code": "A2.12", "amounts": _tariff("meal", _BANDS)},
    ),
    "trasporto": Beginning(
        "Trasporto scolastico",
        {**_CHILDREN, **_PUPILS, **_YEARLY, "benefit_code": "A1.16", "amounts": _tariff("month", _BANDS)},
    ),
    "nido": Beginning(
        "Asilo nido",
        {**_CHILDREN, **_BABIES, **_YEARLY, "benefit_code": "A3.03", "amounts": _tariff("month", _LINE)},
    ),
    "sad": Beginning(
        "Assistenza domiciliare (SAD)",
        {
            **_ADULTS,
            "benefit_code": "A2.07",
            "amounts": _tariff("hour", _SHARES),
            "todo": "Presenta la domanda ai servizi sociali.",
        },
    ),
    "tari": Beginning(
        "Riduzione della TARI",
        {
            "nature": "benefit",
            "isee": ["ordinary"],
            "benefit_code": "A2.06",
            "thresholds": [{}],
            "amounts": [
                {
                    "amount": {
                        "kind": "share_of",
                        "unit": "year",
                        "label": "TARI dovuta",
                        "figure": "tari_dovuta",
                    }
                }
            ],
            "todo": "Presenta la domanda all'ufficio tributi.",
        },
    ),
    "affitto": Beginning(
        "Contributo per l'affitto",
        {
            "nature": "benefit",
            "isee": ["ordinary"],
            "benefit_code": "A1.05",
            "conditions": [{"kind": "resident"}],
            "thresholds": [{}],
            "amounts": [{"amount": {"kind": "fixed", "unit": "once"}}],
            "todo": "Presenta la domanda nei giorni del bando.",
        },
    ),
    "tariffa": Beginning(
        "Un'altra tariffa", {**_ADULTS, "isee": ["ordinary"], "amounts": _tariff("month", _BANDS)}
    ),
    "beneficio": Beginning(
        "Un altro beneficio",
        {
            "nature": "benefit",
            "isee": ["ordinary"],
            "thresholds": [{}],
            "amounts": [{"amount": {"kind": "fixed", "unit": "once"}}],
        },
    ),
}
