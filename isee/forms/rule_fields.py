"""The fields of a rule, part by part and row by row: the name of each is its place in the data."""

from typing import Any

from django import forms
from django.utils.dates import MONTHS

from isee.benefits import BENEFIT_CODES, Kind, Nature, Unit
from isee.benefits.facts import isee_words
from isee.benefits.rule import DatedBy, Omissions
from isee.benefits.tariffs import RoundingMode
from isee.forms.rule_inputs import (
    AmountField,
    Choices,
    LinesField,
    Part,
    PercentField,
    choice,
    day,
    refreshing,
    several,
    text,
    whole,
    yes_or_no,
)

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
    amount_label = text("Percentuale di", "Con l'articolo, per esempio: la TARI dovuta.", max_length=80)
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
