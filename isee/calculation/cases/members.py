"""The persons of a case: what each earns, pays and owns."""

from collections.abc import Iterator
from datetime import date, timedelta

from isee.calculation.amounts import ZERO, total
from isee.calculation.assets import Account, Instrument, Property
from isee.calculation.cases.document import Node
from isee.calculation.incomes import Income, IncomeKind
from isee.calculation.member import Member

DEDUCTIONS = frozenset(("assegni_coniuge", "assegni_figli", "spese_disabili", "redditi_agrari"))
PERSON = frozenset(
    (
        "id",
        "note",
        "redditi",
        "lavoro_dipendente",
        "pensione",
        "trattamenti_soggetti",
        "trattamenti_disabilita_esclusi",
        "detrazioni",
        "conti",
        "incremento_patrimoniale",
        "altri_strumenti",
        "immobili",
    )
)
ACCOUNT = frozenset(("saldo", "giacenza", "garantito_stato", "note"))
INSTRUMENT = frozenset(("valore", "garantito_stato", "note"))
PROPERTY = frozenset(("valore", "mutuo", "abitazione", "distrutto", "note"))

# Persons of a case have no age: the order in which they are written stands for it.
FIRST_BIRTH = date(1900, 1, 1)


def read_members(persons: Node, size: int) -> Iterator[Member]:
    """Read the members written, and fill the household up to its size with others who have nothing."""
    written = list(persons.items())
    if len(written) > size:
        persons.wrong(f"le persone sono {len(written)}, più dei componenti ({size}).")
    seen: set[str] = set()
    for position in range(max(size, len(written))):
        birth = FIRST_BIRTH + timedelta(days=position)
        if position >= len(written):
            yield Member(name=f"componente {position + 1}", birth_date=birth, declarant=position == 0)
            continue
        node = written[position].object(PERSON)
        name = node.get("id", f"persona {position + 1}").text()
        if name in seen:
            node.get("id", "").wrong(f"«{name}» è già un'altra persona del caso.")
        seen.add(name)
        yield _member(node, name, birth, position == 0)


def _member(node: Node, name: str, birth: date, declarant: bool) -> Member:
    deductions = node.get("detrazioni", {}).object(DEDUCTIONS)
    if node.has("trattamenti_disabilita_esclusi"):
        node.get("trattamenti_disabilita_esclusi", ZERO).money()
    return Member(
        name=name,
        birth_date=birth,
        declarant=declarant,
        incomes=_incomes(node),
        spouse_maintenance=deductions.get("assegni_coniuge", ZERO).money(),
        child_maintenance=deductions.get("assegni_figli", ZERO).money(),
        disability_expenses=deductions.get("spese_disabili", ZERO).money(),
        farming_income=deductions.get("redditi_agrari", ZERO).money(),
        accounts=tuple(_account(item.object(ACCOUNT)) for item in node.get("conti", []).items()),
        asset_increase=node.get("incremento_patrimoniale", ZERO).money(),
        instruments=tuple(
            Instrument(item.get("valore", ZERO).money(), item.get("garantito_stato", False).flag())
            for item in _each(node, "altri_strumenti", INSTRUMENT, "valore")
        ),
        properties=tuple(
            Property(
                item.get("valore", ZERO).money(),
                item.get("mutuo", ZERO).money(),
                item.get("abitazione", False).flag(),
                item.get("distrutto", False).flag(),
            )
            for item in _each(node, "immobili", PROPERTY, "valore")
        ),
    )


def _each(node: Node, key: str, known: frozenset[str], required: str) -> Iterator[Node]:
    for item in node.get(key, []).items():
        yield item.object(known, (required,))


def _account(node: Node) -> Account:
    if not (node.has("saldo") or node.has("giacenza")):
        node.wrong("manca «saldo» o «giacenza».")
    saldo, giacenza = node.get("saldo", ZERO).money(), node.get("giacenza", ZERO).money()
    return Account(saldo, giacenza, node.get("garantito_stato", False).flag())


def _incomes(node: Node) -> tuple[Income, ...]:
    """Split all the incomes into those with a quota left out and the others."""
    everything = total([income.money() for income in node.get("redditi", {}).fields()])
    told = {
        IncomeKind.EMPLOYMENT: node.get("lavoro_dipendente", ZERO).money(),
        IncomeKind.PENSION: node.get("pensione", ZERO).money(),
        IncomeKind.TREATMENT: node.get("trattamenti_soggetti", ZERO).money(),
    }
    rest = everything - total(list(told.values()))
    if rest < 0:
        node.get("redditi", {}).wrong(
            "la somma è inferiore a lavoro_dipendente, pensione e trattamenti_soggetti, che ne fanno parte."
        )
        rest = ZERO
    told[IncomeKind.OTHER_IRPEF] = rest
    return tuple(Income(kind, amount) for kind, amount in told.items() if amount)
