"""Who may have the protected market: only the vulnerable (D.Lgs. 210/2021, art. 11)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from partners.supply import figures

# Neutral routes: nobody who sells.
ELSEWHERE = (
    "Può confrontare le offerte sul Portale Offerte (ilportaleofferte.it) e chiedere aiuto allo Sportello per il "
    "consumatore, 800 166 654."
)


class Ground(StrEnum):
    """Why somebody is vulnerable."""

    AGE = "age"
    BONUS = "bonus"
    DEVICES = "devices"
    DISABILITY = "disability"
    EMERGENCY = "emergency"
    ISLAND = "island"

    @property
    def label(self) -> str:
        """As the form and the paper say it."""
        return LABELS[self]

    @property
    def is_declared(self) -> bool:
        """Whether the person declares it and signs; age is read from the birth date."""
        return self is not Ground.AGE


LABELS = {
    Ground.AGE: "ha superato l'età",
    Ground.BONUS: "bonus sociale per disagio economico, quest'anno o l'anno scorso",
    Ground.DEVICES: "apparecchi salvavita, suoi o di chi vive con lei",
    Ground.DISABILITY: "disabilità (art. 3, L. 104/1992)",
    Ground.EMERGENCY: "casa di emergenza dopo una calamità",
    Ground.ISLAND: "isola minore non collegata alla rete",
}


@dataclass(frozen=True)
class Verdict:
    """Whether the protected market may be asked for, and the sentence that says why not."""

    allowed: bool
    sentence: str = ""


def is_old_enough(birth: date, on: date) -> bool:
    """Whether the age of the law is passed on a day: from the day after the birthday. Raises figures.NotKnown."""
    return on > _birthday(birth, figures.number("vulnerable_age", on))


def judge(*, birth: date | None, declared: Collection[Ground], is_holder: bool, on: date) -> Verdict:
    """Say whether a person may have the protected market on a day.

    `declared` are the grounds that the person signs for. The vulnerable person must be the holder of the supply,
    except for life-support devices, which may be of somebody who lives there: `is_holder` says that the grounds are
    the holder's own.
    """
    try:
        figures.figure("protected_market_open", on)
    except figures.NotKnown:
        ended = figures.latest("protected_market_open").ended
        last = f" dal {ended + timedelta(days=1):%d/%m/%Y}" if ended and on > ended else ""
        return Verdict(False, f"Il servizio di maggior tutela non prende più contratti{last}. {ELSEWHERE}")
    if Ground.DEVICES in declared:
        return Verdict(True)
    if not is_holder and declared:
        return Verdict(
            False,
            "Chi è vulnerabile deve essere l'intestatario della fornitura: fa eccezione solo chi usa apparecchi "
            f"salvavita. {ELSEWHERE}",
        )
    if declared or (birth and is_old_enough(birth, on)):
        return Verdict(True)
    return Verdict(False, f"{_too_young(birth, on)} {ELSEWHERE}")


def _too_young(birth: date | None, on: date) -> str:
    age = figures.number("vulnerable_age", on)
    if birth is None:
        return "La maggior tutela è solo per i clienti vulnerabili: manca la data di nascita, e non c'è un altro motivo."
    since = _birthday(birth, age) + timedelta(days=1)
    when = f" (li supera il {since:%d/%m/%Y})"
    return f"La maggior tutela è solo per i clienti vulnerabili: non ha superato i {age} anni{when} e non c'è un altro motivo."


def _birthday(birth: date, years: int) -> date:
    """The day on which so many years are completed; who is born on 29 February completes them on the 28th."""
    try:
        return birth.replace(year=birth.year + years)
    except ValueError:
        return date(birth.year + years, 2, 28)
