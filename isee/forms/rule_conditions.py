"""The conditions of a rule on screen: the kinds there are, and the fields of each."""

from typing import Any

from django import forms

from isee.benefits import Citizenship, Disability, Service
from isee.benefits.conditions import (
    AllOf,
    AnyOf,
    Declared,
    DomesticUse,
    FigureUpTo,
    HasCitizenship,
    OnlySupply,
    Resident,
    SupplyHolder,
    WithinMonthsOfEvent,
    Without,
)
from isee.benefits.people import Children, Members, SomebodyAged, SomebodyDisabled
from isee.forms.rule_inputs import (
    AmountField,
    Choices,
    Part,
    choice,
    refreshing,
    several,
    text,
    whole,
    yes_or_no,
)
from isee.rules.rule_words import CITIZENSHIPS

SERVICES = [(service.value, service.label) for service in Service]
TITLES = [
    (title.value, words) for title, words in CITIZENSHIPS.items() if title is not Citizenship.WITHOUT_TITLE
]
DEGREES = [
    (Disability.MEDIUM.value, "almeno media"),
    (Disability.SEVERE.value, "almeno grave"),
    (Disability.NOT_SELF_SUFFICIENT.value, "non autosufficiente"),
]


def condition_fields(kind: str, benefits: Choices) -> dict[str, forms.Field]:
    """The fields of a condition of this kind, beside the kind itself."""
    service: dict[str, forms.Field] = {"service": choice("Quale", SERVICES)}
    fields: dict[str, dict[str, forms.Field]] = {
        Resident.kind: {},
        Children.kind: {
            "at_least": whole("Almeno", most=20),
            "at_most": whole("Al massimo", most=20),
            "under_age": whole("Sotto gli anni", "Vuoto: di ogni età.", most=120),
            "dependent": yes_or_no("A carico", "solo a carico", "anche non a carico", usual=False),
        },
        Members.kind: {"at_least": whole("Almeno", most=20), "at_most": whole("Al massimo", most=20)},
        SomebodyAged.kind: {
            "at_least": whole("Almeno anni", most=120),
            "under": whole("Meno di anni", most=120),
        },
        SomebodyDisabled.kind: {"at_least": choice("Disabilità", DEGREES)},
        HasCitizenship.kind: {"one_of": several("Una di queste", TITLES)},
        SupplyHolder.kind: service,
        DomesticUse.kind: service,
        OnlySupply.kind: service,
        Declared.kind: {
            "question": text(
                "Domanda", "Con il punto di domanda: «Il bambino mangia a mensa?»", max_length=200
            ),
            "expected": yes_or_no("Risposta che dà diritto"),
            "document": text("Documento che lo prova", max_length=120),
        },
        FigureUpTo.kind: {
            "label": text("Quale somma", "Per esempio: saldo dei conti.", max_length=120),
            "upto": AmountField("Al massimo"),
            "document": text("Documento che lo prova", max_length=120),
        },
        WithinMonthsOfEvent.kind: {"months": whole("Entro mesi", most=36)},
        Without.kind: {"code": choice("Quale beneficio", [("", "scegli"), *benefits])},
        AllOf.kind: {},
        AnyOf.kind: {},
    }
    return fields.get(kind, {})


CONDITION_KINDS: Choices = [
    (Resident.kind, "risiede nel Comune"),
    (Children.kind, "figli"),
    (Members.kind, "componenti del nucleo"),
    (SomebodyAged.kind, "qualcuno di una certa età"),
    (SomebodyDisabled.kind, "qualcuno con disabilità"),
    (HasCitizenship.kind, "cittadinanza o titolo di soggiorno"),
    (Declared.kind, "una domanda con sì o no"),
    (FigureUpTo.kind, "una somma che non supera un limite"),
    (WithinMonthsOfEvent.kind, "entro mesi dalla nascita o dall'ingresso"),
    (Without.kind, "non ha un altro beneficio"),
    (SupplyHolder.kind, "fornitura intestata a un componente"),
    (DomesticUse.kind, "fornitura per uso domestico"),
    (OnlySupply.kind, "una sola fornitura con il bonus"),
    (AnyOf.kind, "almeno uno di questi"),
    (AllOf.kind, "tutti questi"),
]
GROUPS = (AnyOf.kind, AllOf.kind)


class ConditionRow(Part):
    """One condition: its kind, then the fields of that kind."""

    def __init__(self, *args: Any, inside: bool, benefits: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [each for each in CONDITION_KINDS if not inside or each[0] not in GROUPS]
        self.fields["kind"] = refreshing("Requisito", kinds)
        self.chosen = self.data.get(self.add_prefix("kind")) or kinds[0][0]
        self.fields.update(condition_fields(self.chosen, benefits))

    @property
    def is_group(self) -> bool:
        return self.chosen in GROUPS
