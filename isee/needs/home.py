"""Papers of the home and of what else is owned."""

from collections.abc import Iterator

from isee.models import Dossier, Property
from isee.needs.answers import Answers
from isee.needs.need import Code, Need

Dwelling = Dossier.Dwelling
WHY_VALUE = "Conta il valore IMU della quota posseduta (art. 5, c. 2)."
LAND_REGISTER = "Catasto, dal sito dell'Agenzia delle Entrate."


def contract(answers: Answers) -> Iterator[Need]:
    if answers.dossier.dwelling == Dwelling.RENTED:
        yield Need(
            code=Code.RENT_CONTRACT,
            title="Contratto di locazione registrato",
            help="Con gli estremi di registrazione e il canone annuo.",
            why="Il canone si toglie dal reddito solo se il contratto è registrato (art. 4, c. 4).",
            where="Il proprietario, o l'Agenzia delle Entrate.",
        )


def land_register(answers: Answers) -> Iterator[Need]:
    """Of each property; of an owned home that is not written yet, the question what it is worth."""
    owned = [(member, estate) for member in answers.counted for estate in member.properties.all()]
    for member, estate in owned:
        yield Need(
            code=Code.REAL_ESTATE,
            title=f"Rendita o valore: {estate}, {member.full_name}",
            help=_paper_of(estate, answers.last_day_of(estate)[1]),
            why=WHY_VALUE,
            where="Lo Stato dove si trova." if estate.is_abroad else LAND_REGISTER,
            member=member,
            about=estate.pk,
        )
    homes = [estate for _, estate in owned if estate.is_home and not estate.updated]
    if answers.dossier.dwelling == Dwelling.OWNED and not homes:
        yield Need(
            code=Code.REAL_ESTATE,
            title="Rendita o valore IMU della casa dove abita la famiglia",
            help=f"Visura, atto, o calcolo dell'IMU {answers.reference_year}; e il mutuo residuo, se c'è.",
            why=WHY_VALUE,
            where=LAND_REGISTER,
        )


def mortgage(answers: Answers) -> Iterator[Need]:
    for member in answers.counted:
        for estate in member.properties.all():
            if estate.mortgage:
                day, year = answers.last_day_of(estate)
                yield Need(
                    code=Code.MORTGAGE,
                    title=f"Mutuo residuo al {day}: {estate}, {member.full_name}",
                    help="Solo per comprare o costruire: il capitale ancora da restituire.",
                    why="Si toglie dal valore di quell'immobile (art. 5, c. 2).",
                    where="La banca che ha dato il mutuo.",
                    member=member,
                    about=estate.pk,
                    year=year,
                )


def _paper_of(estate: Property, year: int) -> str:
    if estate.is_abroad:
        return f"Valore usato per l'IVIE {year}, o atto di acquisto."
    if estate.kind == Property.Kind.AREA:
        return f"Valore di mercato al 1° gennaio {year}, come per l'IMU."
    if estate.kind == Property.Kind.LAND:
        return "Visura con il reddito dominicale."
    return f"Visura, atto, o calcolo dell'IMU {year}."
