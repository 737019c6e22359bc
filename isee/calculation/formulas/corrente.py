"""The ISEE corrente: its conditions, one by one, and how long it holds; art. 9."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from isee.calculation.amounts import euro, percent
from isee.calculation.days import add_months
from isee.calculation.declaration import Declaration
from isee.calculation.incomes import Income
from isee.calculation.invalid import InvalidHousehold
from isee.calculation.law import Law
from isee.calculation.person import Person
from isee.calculation.results import Trigger
from isee.calculation.steps import DPCM
from isee.calculation.variation import AssetsUpdate, PersonVariation, Variation

ART_9 = f"{DPCM}, art. 9"


def check(declaration: Declaration, variation: Variation, law: Law) -> None:
    """Refuse a form MS that cannot be, on its day or about its persons: art. 9."""
    day, last = declaration.on, law.day("indicatore.scadenza", declaration.on.year)
    if not day <= variation.on <= last:
        raise InvalidHousehold(
            f"Modulo MS: va presentato mentre vale la DSU, cioè dal {day:%d/%m/%Y} al {last:%d/%m/%Y}."
        )
    for changes in (variation.persons, variation.assets):
        positions = [change.person for change in changes]
        if any(not 0 <= position < len(declaration.persons) for position in positions):
            raise InvalidHousehold("Modulo MS: scegli una persona della dichiarazione.")
        if len(set(positions)) < len(positions):
            raise InvalidHousehold("Modulo MS: una persona è scritta due volte.")
    for change in variation.persons:
        _check_change(change, declaration.persons[change.person].name, variation.on)
    if variation.resumed_on is not None and variation.resumed_on < variation.on:
        raise InvalidHousehold("Modulo MS: il nuovo lavoro o trattamento comincia dopo il modulo.")


def _check_change(change: PersonVariation, name: str, on: date) -> None:
    if change.happened_on is not None and change.happened_on > on:
        raise InvalidHousehold(f"Modulo MS, {name}: la variazione non può essere dopo il modulo.")
    if change.two_months and not (change.cause and change.cause.allows_two_months):
        raise InvalidHousehold(
            f"Modulo MS, {name}: i redditi di due mesi valgono solo per il lavoro a tempo indeterminato "
            "e per i trattamenti. Scrivi quelli di dodici mesi."
        )


def with_incomes(declaration: Declaration, changes: tuple[PersonVariation, ...], law: Law) -> Declaration:
    """Replace the incomes of the persons who varied, and of nobody else: art. 9, c. 3."""
    persons = list(declaration.persons)
    for change in changes:
        persons[change.person] = _replaced(persons[change.person], incomes=yearly(change, law))
    return replace(declaration, persons=tuple(persons))


def yearly(change: PersonVariation, law: Law) -> tuple[Income, ...]:
    """Bring the new incomes to a year, when they are those of a few months: art. 9, c. 3."""
    if not change.two_months:
        return change.incomes
    times = law.amount("corrente.mesi_reddito") / law.amount("corrente.mesi_brevi")
    return tuple(replace(income, amount=income.amount * times) for income in change.incomes)


def with_assets(declaration: Declaration, updates: tuple[AssetsUpdate, ...]) -> Declaration:
    """Replace the patrimony of the persons who update it: art. 9, as changed by DM 5/7/2021."""
    persons = list(declaration.persons)
    for update in updates:
        persons[update.person] = _replaced(
            persons[update.person],
            accounts=update.accounts,
            asset_increase=update.asset_increase,
            instruments=update.instruments,
            properties=update.properties,
        )
    return replace(declaration, persons=tuple(persons))


def work_trigger(changes: tuple[PersonVariation, ...], names: dict[int, str]) -> Trigger:
    """Ask for a change of work of a member: art. 9, c. 1, lett. a)."""
    told = [_cause(change, names) for change in changes if change.cause and change.cause.is_work]
    why = "; ".join(told) or "Nessun componente ha perso, ridotto o cessato il lavoro"
    return Trigger("lavoro", "Variazione del lavoro", f"{ART_9}, c. 1", bool(told), f"{why}.")


def treatment_trigger(changes: tuple[PersonVariation, ...], names: dict[int, str]) -> Trigger:
    """Ask for the end of a treatment that is no IRPEF income: art. 9, c. 1, as changed by DL 34/2019."""
    told = [_cause(change, names) for change in changes if change.cause and not change.cause.is_work]
    why = "; ".join(told) or "Nessun trattamento è stato interrotto"
    label = "Trattamento interrotto"
    return Trigger("trattamento", label, f"{ART_9}, c. 1; DL 34/2019, art. 28-bis", bool(told), f"{why}.")


def income_trigger(ordinary: Decimal, current: Decimal, law: Law) -> Trigger:
    """Ask that the ISR falls by more than a part of the ordinary one: art. 9, c. 1, as changed by DL 34/2019."""
    limit = law.amount("corrente.variazione_isr")
    holds = ordinary - current > limit * ordinary
    why = f"L'ISR passa da {euro(ordinary)} a {euro(current)}: " + (
        f"scende di oltre il {percent(limit)}." if holds else f"non scende di oltre il {percent(limit)}."
    )
    return Trigger("redditi", "Redditi diminuiti", f"{ART_9}, c. 1; DL 34/2019, art. 28-bis", holds, why)


def assets_trigger(variation: Variation, ordinary: Decimal, current: Decimal, law: Law) -> Trigger:
    """Ask, from a day of the year on, that the ISP differs by more than a part: art. 9; DM 5/7/2021."""
    article = f"{ART_9}; DM 5/7/2021"
    if not variation.assets:
        return Trigger("patrimonio", "Patrimonio variato", article, False, "Il patrimonio non è aggiornato.")
    first = law.day("corrente.patrimonio_dal", variation.on.year)
    limit = law.amount("corrente.variazione_isp")
    differs = abs(current - ordinary) > limit * ordinary
    told = f"L'ISP passa da {euro(ordinary)} a {euro(current)}"
    if variation.on < first:
        why = f"{told}, ma il patrimonio si aggiorna solo dal {first:%d/%m/%Y}."
    elif differs:
        why = f"{told}: cambia di oltre il {percent(limit)}."
    else:
        why = f"{told}: non cambia di oltre il {percent(limit)}."
    return Trigger("patrimonio", "Patrimonio variato", article, differs and variation.on >= first, why)


def last_day(variation: Variation, with_assets: bool, law: Law) -> date:
    """Return until when it holds: some months, or the end of the year once assets are updated: art. 9, c. 7."""
    if with_assets:
        return law.day("indicatore.scadenza", variation.on.year)
    return add_months(variation.on, law.whole("corrente.validita_mesi"))


def update_by(variation: Variation, law: Law) -> date | None:
    """Return by when to update it, once somebody found work or receives a treatment: art. 9, c. 7."""
    if variation.resumed_on is None:
        return None
    return add_months(variation.resumed_on, law.whole("corrente.aggiornamento_mesi"))


def _replaced(person: Person, **facts: object) -> Person:
    return replace(person, member=replace(person.member, **facts))  # type: ignore[arg-type]


def _cause(change: PersonVariation, names: dict[int, str]) -> str:
    what = change.cause.label if change.cause else "variazione dei redditi"
    when = f" dal {change.happened_on:%d/%m/%Y}" if change.happened_on else ""
    return f"{names[change.person]}: {what}{when}"
