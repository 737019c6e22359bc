"""What Enel wants of each operation, beyond the form of the body."""

from datetime import date, timedelta

from partners.sandbox.replies import Json, Reply, problem

# The parts that an operation must have; the rest of the form it may have.
SUPPLY, NEW = "fornitura.pod", ("tutela", "immobile", "bollette", "fornitura.uso")
POWER = ("fornitura.potenzaKw", "fornitura.tensione")
OPERATIONS: dict[str, tuple[str, ...]] = {
    "allaccio": (*NEW, *POWER),
    "prima_attivazione": (SUPPLY, *NEW, *POWER),
    "subentro": (SUPPLY, *NEW, *POWER),
    "voltura": (SUPPLY, *NEW, *POWER),
    "voltura_mortis_causa": (SUPPLY, *NEW, *POWER, "defunto"),
    "rientro_tutela": (SUPPLY, *NEW, "fornitura.venditore"),
    "cambio_potenza": (SUPPLY, *POWER),
    "cambio_uso": (SUPPLY, "fornitura.uso", "immobile"),
    "disdetta": (SUPPLY, "fornitura.cessazione", "fornitura.lettura"),
}
MAKE_A_CONTRACT = tuple(name for name, parts in OPERATIONS.items() if "tutela" in parts)
DAYS_TO_WITHDRAW = 14


def lacking(body: Json) -> Reply | None:
    """The refusal of the first part that the operation wants and the body lacks; no ground, no protected market."""
    for part in OPERATIONS[body["operazione"]]:
        outer, _, inner = part.partition(".")
        if outer not in body or (inner and inner not in body[outer]):
            return problem(422, "CAMPO_MANCANTE", field=part)
    if "tutela" in body and not body["tutela"]["motivi"]:
        return problem(422, "CLIENTE_NON_VULNERABILE", field="tutela.motivi")
    return None


def last_day_to_withdraw(body: Json) -> date:
    return date.fromisoformat(body["firmataIl"]) + timedelta(days=DAYS_TO_WITHDRAW)
