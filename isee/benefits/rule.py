"""A benefit rule: one version of one benefit, with its dates. Everything in it is data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from isee.benefits.conditions import Condition, WithinMonthsOfEvent
from isee.benefits.dues import Amount, ByIsee
from isee.benefits.facts import Facts
from isee.benefits.methods import ends
from isee.calculation.amounts import ZERO
from isee.calculation.days import add_months
from isee.calculation.kinds import Kind
from isee.calculation.law import Confidence


class Decider(StrEnum):
    """Whose decision it is."""

    STATO = "stato"
    INPS = "inps"
    ARERA = "arera"
    SII = "sii"
    SGATE = "sgate"
    GESTORE = "gestore"
    VENDITORE = "venditore"
    COMUNE = "comune"
    REGIONE = "regione"
    AGENZIA_ENTRATE = "agenzia_entrate"
    ASL = "asl"

    @property
    def label(self) -> str:
        """Return the Italian name."""
        return DECIDER_LABELS[self]


DECIDER_LABELS = {
    Decider.STATO: "lo Stato",
    Decider.INPS: "INPS",
    Decider.ARERA: "ARERA",
    Decider.SII: "il Sistema informativo integrato (Acquirente Unico)",
    Decider.SGATE: "SGAte",
    Decider.GESTORE: "il gestore del servizio",
    Decider.VENDITORE: "il venditore",
    Decider.COMUNE: "il Comune",
    Decider.REGIONE: "la Regione",
    Decider.AGENZIA_ENTRATE: "l'Agenzia delle Entrate",
    Decider.ASL: "la ASL",
}


class Channel(StrEnum):
    """How one comes to have it."""

    AUTOMATIC = "automatic"
    COMUNE = "comune"
    ELSEWHERE = "elsewhere"


class Nature(StrEnum):
    """Whether the amount is given to the household, or paid by it for a service."""

    BENEFIT = "benefit"
    TARIFF = "tariff"


class Omissions(StrEnum):
    """What «omissioni o difformità» written in the attestation mean for this benefit."""

    NOT_ACCEPTED = "not_accepted"
    DOCUMENTS = "documents"  # accepted with papers that prove what is declared (DPCM 159/2013, art. 11, c. 5)
    IGNORED = "ignored"


class DatedBy(StrEnum):
    """Which day chooses the version: that of the question, or that of the birth or entry of the child."""

    DAY = "day"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Threshold:
    """The highest ISEE admitted, for every household or for those that meet `when`."""

    upto: Decimal
    when: tuple[Condition, ...] = ()
    inclusive: bool = True

    def admits(self, isee: Decimal) -> bool:
        """Tell whether an ISEE is under the threshold."""
        return isee < self.upto or (self.inclusive and isee == self.upto)


@dataclass(frozen=True, slots=True)
class AmountBand:
    """The amount for a band of ISEE: over one value and up to another, both open unless said."""

    amount: Amount
    over: Decimal = ZERO
    upto: Decimal | None = None


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """In one month of the year, another day counts: September, the 30th."""

    month: int
    by_day: int


@dataclass(frozen=True, slots=True)
class Start:
    """From when it counts: the first of the month of the request made by that day, else of the next month."""

    by_day: int
    except_in: tuple[MonthEnd, ...] = ()

    def starts_on(self, requested: date) -> date:
        """Return the first day for a request of that day; never before the month of the request."""
        by_day = next((end.by_day for end in self.except_in if end.month == requested.month), self.by_day)
        first = requested.replace(day=1)
        return first if requested.day <= by_day else add_months(first, 1)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Another benefit with which this one is not had together."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One version of a benefit.

    `code` names the benefit through time, `id` this version; `replaces` is the version that this one
    corrects for days that both cover. Without `isee` the ISEE is not used. `only_information` is the sentence
    that says why nothing more can be said here. `doubt` says what is not certain; `todo` what the citizen does,
    `todo_when_held` the same for who already has it. `benefit_code` is that of INPS (SIUSS).
    """

    code: str
    id: str
    name: str
    valid_from: date
    valid_to: date | None = None
    published_on: date | None = None
    replaces: str = ""
    act: str
    source: tuple[str, ...]
    confidence: Confidence
    checked_on: date | None = None
    doubt: str = ""
    note: str = ""
    benefit_code: str = ""
    nature: Nature = Nature.BENEFIT
    decider: Decider
    decision: str = ""
    channel: Channel
    where: str = ""
    documents: tuple[str, ...] = ()
    todo: str
    todo_when_held: str = ""
    isee: tuple[Kind, ...] = ()
    omissions: Omissions = Omissions.NOT_ACCEPTED
    dated_by: DatedBy = DatedBy.DAY
    conditions: tuple[Condition, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    amounts: tuple[AmountBand, ...] = ()
    upto_included: bool = True
    not_with: tuple[Exclusion, ...] = ()
    start: Start | None = None
    only_information: str = ""

    def covers(self, day: date) -> bool:
        """Tell whether this version counts on that day, whenever it was published."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def has_price_for_others(self) -> bool:
        """Tell whether those who live elsewhere have a price of their own."""
        return any(
            isinstance(band.amount, ByIsee) and band.amount.tariff.non_resident is not None
            for band in self.amounts
        )

    def reference_day(self, facts: Facts, on: date) -> date:
        """Return the day that chooses the version for a household.

        An event for which it is too late to apply chooses nothing: then it is the day of the question.
        """
        event = facts.event(on) if self.dated_by is DatedBy.EVENT else None
        if event is None:
            return on
        months = [each.months for each in self.conditions if isinstance(each, WithinMonthsOfEvent)]
        too_late = bool(months) and on > add_months(event, max(months))
        return on if too_late or event > on else event

    def ends(self) -> tuple[Decimal, ...]:
        """Return every ISEE at which the answer or the amount may change, growing: thresholds and bands."""
        found = {threshold.upto for threshold in self.thresholds}
        found |= {band.upto for band in self.amounts if band.upto is not None}
        for band in self.amounts:
            if isinstance(band.amount, ByIsee):
                found |= set(ends(band.amount.tariff.method))
        return tuple(sorted(found))


class NotInForce(LookupError):
    """A rule was asked for a day that it does not cover; the message is for the operator."""

    def __init__(self, rule: Rule, day: date) -> None:
        self.rule = rule
        self.day = day
        super().__init__(f"La regola «{rule.name}» non vale per il {day:%d/%m/%Y}.")


# PrestazioneDaErogare of INPS, with which a benefit is reported to SIUSS.
BENEFIT_CODES: Mapping[str, str] = MappingProxyType(
    {
        "A1.01": "Assegno al nucleo familiare dei Comuni",
        "A1.02": "Assegno di maternità dei Comuni",
        "A1.03": "Carta acquisti",
        "A1.04": "Contributi a integrazione del reddito",
        "A1.05": "Contributi per l'alloggio",
        "A1.06": "Buoni spesa o pasto",
        "A1.07": "Sostegno alla retta del nido",
        "A1.08": "Sostegno ai servizi per la prima infanzia",
        "A1.09": "Contributi per i servizi scolastici",
        "A1.10": "Contributi per cure e prestazioni sociosanitarie",
        "A1.11": "Contributi per la vita in casa e l'autonomia",
        "A1.12": "Rette dei centri diurni",
        "A1.13": "Rette di strutture semiresidenziali",
        "A1.14": "Rette di strutture residenziali",
        "A1.15": "Contributi per servizi alla persona",
        "A1.16": "Contributi per il trasporto",
        "A1.17": "Prestiti e prestiti d'onore",
        "A1.18": "Contributi per l'inserimento lavorativo",
        "A1.19": "Borse di studio",
        "A1.20": "Buono vacanze",
        "A2.01": "Mensa sociale",
        "A2.02": "Sostegno educativo a casa e sul territorio",
        "A2.03": "Diritto allo studio universitario",
        "A2.04": "Riduzione delle tasse universitarie",
        "A2.05": "Agevolazioni per telefono, luce e gas",
        "A2.06": "Agevolazioni sui tributi comunali (TARI)",
        "A2.07": "Assistenza domiciliare socioassistenziale",
        "A2.08": "Assistenza domiciliare integrata",
        "A2.09": "Sostegno all'inserimento lavorativo",
        "A2.10": "Servizi integrativi per la prima infanzia",
        "A2.11": "Sostegno socioeducativo scolastico",
        "A2.12": "Mensa scolastica",
        "A3.01": "Struttura semiresidenziale",
        "A3.02": "Struttura residenziale",
        "A3.03": "Asilo nido",
        "Z9.99": "Altro",
    }
)
