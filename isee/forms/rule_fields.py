"""The fields of a rule, row by row: the name of each is its place in the data, with «-» for what is inside.

Nothing is required here: what is missing or makes no sense is for the rules themselves to say.
"""

import re
from collections.abc import Collection
from typing import Any, ClassVar

from django import forms
from django.utils.dates import MONTHS

from isee.benefits import BENEFIT_CODES, Citizenship, Disability, Kind, Nature, Service, Unit
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
from isee.benefits.facts import isee_words
from isee.benefits.people import Children, Members, SomebodyAged, SomebodyDisabled
from isee.benefits.rule import DatedBy, Omissions
from isee.benefits.tariffs import RoundingMode
from isee.forms.amount import EuroField
from isee.forms.base import day_field_widget
from isee.rule_words import CITIZENSHIPS

PLAIN_AMOUNT = re.compile(r"\d+(\.\d{1,2})?", re.ASCII)
Choices = list[tuple[str, str]]


class AmountField(EuroField):
    """Euro; whatever can be read (1234.50, as it is kept) is shown as it is written in Italy (1.234,50)."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label=label, required=False, max_digits=10, decimal_places=2, **more)

    def prepare_value(self, value: Any) -> Any:
        try:
            return super().prepare_value(self.to_python(value))
        except forms.ValidationError:
            return value


class PercentField(AmountField):
    """A percentage, shown without useless zeros."""

    def prepare_value(self, value: Any) -> Any:
        return value.replace(".", ",") if isinstance(value, str) and PLAIN_AMOUNT.fullmatch(value) else value


class LinesField(forms.CharField):
    """A list of short texts, one for each line."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label=label, required=False, widget=forms.Textarea({"rows": 2}), **more)

    def clean(self, value: Any) -> Any:
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


def text(label: str, help_text: str = "", *, long: bool = False, max_length: int = 300) -> forms.CharField:
    widget = forms.Textarea({"rows": 2}) if long else forms.TextInput({"autocomplete": "off"})
    return forms.CharField(
        label=label, required=False, help_text=help_text, widget=widget, max_length=max_length
    )


def whole(label: str, help_text: str = "", most: int = 9999) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        help_text=help_text,
        min_value=0,
        max_value=most,
        error_messages={
            "invalid": "Scrivi un numero intero.",
            "min_value": "Scrivi un numero da zero in su.",
        },
    )


def day(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        help_text=help_text,
        widget=day_field_widget(),
        error_messages={"invalid": "Questa data non si legge: scrivi giorno, mese e anno."},
    )


def choice(label: str, choices: Choices, help_text: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, help_text=help_text)


def refreshing(label: str, choices: Choices) -> forms.ChoiceField:
    """A choice on which other fields hang: they are shown as soon as it is made."""
    field = choice(label, choices)
    field.widget.attrs |= {
        "hx-post": "",
        "hx-trigger": "change",
        "hx-vals": '{"refresh": "1"}',
        "hx-target": "#rule-fields",
        "hx-swap": "outerHTML",
    }
    return field


def yes_or_no(label: str, yes: str = "sì", no: str = "no", *, usual: bool = True) -> forms.TypedChoiceField:
    choices = [("True", yes), ("False", no)] if usual else [("False", no), ("True", yes)]
    return forms.TypedChoiceField(
        label=label, choices=choices, required=False, coerce=lambda value: value == "True", empty_value=None
    )


def several(label: str, choices: Choices, help_text: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
    )


class Part(forms.Form):
    """Some fields of a rule that stand in one place of its data."""

    # Fields of the screen alone, which are not kept as they are.
    on_screen_only: ClassVar[Collection[str]] = ()

    @property
    def plain(self) -> dict[str, Any]:
        """What was written, by the name of its place, as JSON takes it; what was left empty is not there."""
        found = {}
        for name, value in self.cleaned_data.items():
            if name in self.on_screen_only or value is None or value in ("", []):
                continue
            is_plain = isinstance(value, bool | int | str | list)
            found[self.add_prefix(name)] = value if is_plain else str(value)
        return found


EDGE = [("True", "comprendono la fine (fino a 5.000 compreso)"), ("False", "non comprendono la fine")]
UNITS = [(unit.value, unit.label) for unit in Unit]
NATURES = [
    (Nature.TARIFF.value, "una tariffa che la famiglia paga"),
    (Nature.BENEFIT.value, "un beneficio dato alla famiglia"),
]
OMISSIONS = [
    (Omissions.NOT_ACCEPTED.value, "non si accetta: serve una DSU corretta"),
    (Omissions.DOCUMENTS.value, "si accetta con i documenti che provano i dati"),
    (Omissions.IGNORED.value, "non conta"),
]
AMOUNT_KINDS: Choices = [
    ("flat_bands", "tariffa: fasce di ISEE con un prezzo"),
    ("percent_bands", "tariffa: fasce di ISEE con una percentuale del costo"),
    ("linear", "tariffa: lineare fra due ISEE"),
    ("piecewise", "tariffa: a tratti, fissi e lineari"),
    ("proportional", "tariffa: ISEE × tariffa / divisore"),
    ("fixed", "somma fissa, uguale per tutti o per fascia di ISEE"),
    ("share_of", "percentuale di una somma (per esempio della TARI)"),
    ("by_members", "somma per numero di componenti"),
    ("none", "nessun importo: solo il diritto"),
]
METHODS = ("flat_bands", "percent_bands", "linear", "piecewise", "proportional")
STEPS = [("0.01", "al centesimo"), ("0.05", "a 5 centesimi"), ("0.10", "a 10 centesimi")]
STEPS += [("0.50", "a 50 centesimi"), ("1.00", "all'euro")]
ROUNDING_MODES = [
    (RoundingMode.HALF_UP.value, "al più vicino (metà per eccesso)"),
    (RoundingMode.DOWN.value, "per difetto"),
    (RoundingMode.UP.value, "per eccesso"),
]


class Head(Part):
    """What it is, and how one asks for it."""

    name = text("Nome", "Come lo leggono operatore e cittadino.", max_length=120)
    benefit_code = choice(
        "Codice INPS (SIUSS)",
        [("", "nessuno"), *((code, f"{code} {name}") for code, name in BENEFIT_CODES.items())],
    )
    decision = text("Chi decide, in una frase", "Per esempio: decide l'ufficio scuola entro 30 giorni.")
    documents = LinesField("Documenti da portare", help_text="Uno per riga.")
    todo = text("Che cosa fa il cittadino", "Una frase: dove e quando presenta la domanda.", long=True)
    note = text("Nota per l'operatore")


class Ground(Part):
    """On what it rests, and from when."""

    act = text("Atto", "Delibera e numero. Si chiede di nuovo quando pubblichi.")
    source = LinesField("Da dove vengono i valori", help_text="Uno per riga. Vuoto: l'atto.")
    valid_from = day("Vale dal")
    valid_to = day("Vale fino al", "Vuoto: finché non la segue un'altra.")
    doubt = text("Che cosa non è certo", "Lo legge l'operatore accanto alla risposta.", long=True)


class Isee(Part):
    """Which ISEE it looks at, and when the version is chosen."""

    isee = several("Tipo di ISEE", [(kind.value, isee_words(kind)) for kind in Kind])
    omissions = choice("Se l'attestazione riporta omissioni o difformità", OMISSIONS)
    dated_by = choice(
        "La versione della regola è quella in vigore",
        [
            (DatedBy.DAY.value, "il giorno della domanda"),
            (DatedBy.EVENT.value, "il giorno della nascita o dell'ingresso del bambino"),
        ],
    )


class ThresholdRow(Part):
    upto = AmountField("ISEE fino a")
    inclusive = yes_or_no("La soglia stessa", "compresa", "esclusa")


class NotWithRow(Part):
    code = choice("Non si somma con", [])

    def __init__(self, *args: Any, benefits: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = choice("Non si somma con", [("", "scegli"), *benefits])


class Start(Part):
    by_day = whole(
        "Chi chiede entro il giorno", "Vale dal primo di quel mese; dopo, dal mese seguente.", most=31
    )


class ExceptionRow(Part):
    month = forms.TypedChoiceField(
        label="Nel mese di",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "scegli"), *MONTHS.items()],
    )
    by_day = whole("Entro il giorno", most=31)


class AmountChoice(Part):
    """The kind of amount, on which the other fields hang."""

    nature = choice("L'importo riguarda", NATURES)
    amount_kind = refreshing("Come si trova l'importo", AMOUNT_KINDS)
    amount_unit = choice("Ogni importo è", UNITS)
    amount_label = text("Percentuale di", "Senza articolo, per esempio: TARI dovuta.", max_length=80)
    upto_included = yes_or_no("Le fasce", EDGE[0][1], EDGE[1][1])
    on_screen_only = ("amount_kind", "amount_unit", "amount_label")


class PriceRow(Part):
    over = AmountField("Oltre")
    upto = AmountField("Fino a")
    price = AmountField("Prezzo")


class ShareRow(Part):
    over = AmountField("Oltre")
    upto = AmountField("Fino a")
    share = PercentField("Percentuale del costo")


class PieceRow(Part):
    over = AmountField("Oltre")
    upto = AmountField("Fino a")
    price = AmountField("Prezzo")
    price_to = AmountField("Prezzo alla fine")


class PercentCost(Part):
    cost = AmountField("Costo intero del servizio", help_text="Vuoto: il prezzo resta una percentuale.")
    upto_included = yes_or_no("Le fasce", EDGE[0][1], EDGE[1][1])


class FlatEdge(Part):
    upto_included = yes_or_no("Le fasce", EDGE[0][1], EDGE[1][1])


class Linear(Part):
    isee_min = AmountField("ISEE minimo")
    tariff_min = AmountField("Tariffa fino a lì")
    isee_max = AmountField("ISEE massimo")
    tariff_max = AmountField("Tariffa da lì in su")


class Proportional(Part):
    isee_min = AmountField("ISEE minimo")
    below = AmountField("Prezzo fino a lì")
    isee_max = AmountField("ISEE massimo")
    above = AmountField("Prezzo oltre", help_text="Vuoto: il costo intero, non noto.")
    tariff = AmountField("Tariffa")
    reference = AmountField("Divisore")


class Around(Part):
    """What surrounds the method of a tariff."""

    no_isee = AmountField("Prezzo senza ISEE valido")
    non_resident = AmountField("Prezzo per chi non risiede")
    minimum = AmountField("Minimo")
    maximum = AmountField("Massimo")
    discount_for_all = yes_or_no(
        "Lo sconto per i figli", "anche sui prezzi senza ISEE e per non residenti", "solo sui prezzi con ISEE",
        usual=False,
    )  # fmt: skip


class Rounding(Part):
    step = choice("Arrotondamento", STEPS)
    mode = choice("Verso", ROUNDING_MODES)


class DiscountRow(Part):
    from_child = whole("Dal figlio numero", most=20)
    percent = PercentField("Sconto, in percentuale")


class FixedRow(Part):
    """A sum for a band of ISEE; left open, for all."""

    over = AmountField("Oltre")
    upto = AmountField("Fino a")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount-amount"] = AmountField("Somma")
        self.fields["amount-times"] = whole("Quante volte", most=366)


class ShareOfRow(Part):
    """A share for a band of ISEE."""

    over = AmountField("Oltre")
    upto = AmountField("Fino a")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount-percent"] = PercentField("Percentuale")


class ClassRow(Part):
    members = whole("Da componenti", most=30)
    upto = whole("A componenti", most=30)
    amount = AmountField("Somma")


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
