"""What may be asked of a supply of electricity, and which four questions lead there."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Operation(StrEnum):
    """The operations of a contract, in the sector's own words."""

    NEW_CONNECTION = "new_connection"
    FIRST_ACTIVATION = "first_activation"
    SUBENTRO = "subentro"
    VOLTURA = "voltura"
    MORTIS_CAUSA = "voltura_mortis_causa"
    RETURN = "return_to_tutela"
    POWER_CHANGE = "power_change"
    USE_CHANGE = "use_change"
    DISDETTA = "disdetta"

    @property
    def label(self) -> str:
        """As the operator and the citizen read it."""
        return LABELS[self]

    @property
    def wants_protected_market(self) -> bool:
        """Whether it makes a new contract of the protected market, which only the vulnerable may have."""
        return self not in (Operation.POWER_CHANGE, Operation.USE_CHANGE, Operation.DISDETTA)

    @property
    def is_on_own_supply(self) -> bool:
        """Whether the applicant has the supply already."""
        return self in OWN_SUPPLY

    @property
    def has_meter(self) -> bool:
        """Whether there is a meter, and so a POD."""
        return self is not Operation.NEW_CONNECTION


LABELS = {
    Operation.NEW_CONNECTION: "Nuova connessione (allaccio)",
    Operation.FIRST_ACTIVATION: "Prima attivazione",
    Operation.SUBENTRO: "Subentro",
    Operation.VOLTURA: "Voltura",
    Operation.MORTIS_CAUSA: "Voltura mortis causa",
    Operation.RETURN: "Rientro nella maggior tutela",
    Operation.POWER_CHANGE: "Cambio di potenza o tensione",
    Operation.USE_CHANGE: "Cambio d'uso",
    Operation.DISDETTA: "Disdetta",
}
OWN_SUPPLY = (Operation.RETURN, Operation.POWER_CHANGE, Operation.USE_CHANGE, Operation.DISDETTA)


@dataclass(frozen=True)
class Question:
    """One of the four questions, with the answers that are there. `name` is never seen by a person."""

    name: str
    text: str
    answers: tuple[tuple[str, str], ...]
    help: str = ""


METER = Question("meter", "C'è già un contatore?", (("yes", "sì"), ("no", "no")))
EVER_ACTIVE = Question(
    "ever_active",
    "Quel contatore è mai stato acceso?",
    (("yes", "sì"), ("no", "no, la casa è nuova")),
)
HOLDER = Question(
    "holder",
    "Adesso è acceso? A nome di chi?",
    (
        ("off", "è spento: chi c'era prima ha chiuso il contratto"),
        ("other", "acceso, a nome di un altro"),
        ("own", "acceso, a nome di chi chiede"),
    ),
    help="Lo dice l'ultima bolletta.",
)
DEAD = Question("dead", "L'intestatario è morto?", (("no", "no"), ("yes", "sì")))
WISH = Question(
    "wish",
    "Che cosa vuole?",
    (
        (Operation.RETURN.value, "tornare nella maggior tutela dal mercato libero"),
        (Operation.POWER_CHANGE.value, "più o meno potenza, o un'altra tensione"),
        (Operation.USE_CHANGE.value, "cambiare l'uso: da non residente a residente, o il contrario"),
        (Operation.DISDETTA.value, "chiudere il contratto"),
    ),
)
QUESTIONS = (METER, EVER_ACTIVE, HOLDER, DEAD, WISH)


@dataclass(frozen=True)
class Found:
    """Where the answers lead: the questions asked so far, and the operation with its reason once it is known."""

    asked: tuple[Question, ...]
    operation: Operation | None = None
    reason: str = ""


def find(said: Mapping[str, str]) -> Found:
    """Follow the questions as far as the answers go. An answer to a question that is not asked counts for nothing."""
    if said.get("meter") == "no":
        return Found(
            (METER,),
            Operation.NEW_CONNECTION,
            "Non c'è un contatore, quindi non c'è un POD: va portata la linea.",
        )
    if said.get("meter") != "yes":
        return Found((METER,))
    if said.get("ever_active") == "no":
        return Found(
            (METER, EVER_ACTIVE), Operation.FIRST_ACTIVATION, "Il contatore c'è, ma non è mai stato acceso."
        )
    if said.get("ever_active") != "yes":
        return Found((METER, EVER_ACTIVE))
    asked = (METER, EVER_ACTIVE, HOLDER)
    match said.get("holder"):
        case "off":
            return Found(
                asked, Operation.SUBENTRO, "Il contatore è spento: chi c'era prima ha chiuso il contratto."
            )
        case "other":
            return _of_another((*asked, DEAD), said.get("dead", ""))
        case "own":
            return _of_own((*asked, WISH), said.get("wish", ""))
        case _:
            return Found(asked)


def _of_another(asked: tuple[Question, ...], dead: str) -> Found:
    if dead == "yes":
        return Found(
            asked,
            Operation.MORTIS_CAUSA,
            "La fornitura è accesa a nome di una persona morta: passa all'erede.",
        )
    if dead == "no":
        return Found(
            asked, Operation.VOLTURA, "La fornitura è accesa a nome di un altro: cambia solo l'intestatario."
        )
    return Found(asked)


REASONS_OF_OWN = {
    Operation.RETURN: "La fornitura è già sua: cambia solo il venditore, e la corrente non si stacca.",
    Operation.POWER_CHANGE: "La fornitura è già sua: cambiano potenza o tensione.",
    Operation.USE_CHANGE: "La fornitura è già sua: cambia l'uso, e con quello la tariffa.",
    Operation.DISDETTA: "La fornitura è già sua: il contratto finisce e il contatore si spegne.",
}


def _of_own(asked: tuple[Question, ...], wish: str) -> Found:
    operation = next((one for one in OWN_SUPPLY if one.value == wish), None)
    return Found(asked, operation, REASONS_OF_OWN[operation]) if operation else Found(asked)
