"""Papers of the home and of what else is owned."""

from collections.abc import Iterator

from isee.models import Dossier
from isee.needs.answers import Answers
from isee.needs.need import Code, Need

Dwelling = Dossier.Dwelling


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
    owned = [(member, estate) for member in answers.members for estate in member.properties.all()]
    for member, estate in owned:
        yield Need(
            code=Code.REAL_ESTATE,
            title=f"Rendita o valore IMU: {estate}, {member.full_name}",
            help=f"Visura, atto, o calcolo dell'IMU {answers.reference_year}.",
            why="Conta il valore IMU della quota posseduta (art. 5, c. 2).",
            where="Catasto, dal sito dell'Agenzia delle Entrate.",
            member=member,
            about=estate.pk,
        )
    if answers.dossier.dwelling == Dwelling.OWNED and not any(estate.is_home for _, estate in owned):
        yield Need(
            code=Code.REAL_ESTATE,
            title="Rendita o valore IMU della casa dove abita la famiglia",
            help=f"Visura, atto, o calcolo dell'IMU {answers.reference_year}.",
            why="Conta il valore IMU della quota posseduta (art. 5, c. 2).",
            where="Catasto, dal sito dell'Agenzia delle Entrate.",
        )


def mortgage(answers: Answers) -> Iterator[Need]:
    for member in answers.members:
        for estate in member.properties.all():
            if estate.mortgage:
                yield Need(
                    code=Code.MORTGAGE,
                    title=f"Mutuo residuo al {answers.last_day}: {estate}, {member.full_name}",
                    help="Solo per comprare o costruire: il capitale ancora da restituire.",
                    why="Si toglie dal valore di quell'immobile (art. 5, c. 2).",
                    where="La banca che ha dato il mutuo.",
                    member=member,
                    about=estate.pk,
                    year=answers.reference_year,
                )
