"""Papers of the incomes: useful to simulate, seldom needed, since INPS and the tax agency know them."""

from collections.abc import Iterator

from isee.needs.answers import Answers
from isee.needs.need import Code, Need

ADULT_AGE = 18


def certificates(answers: Answers) -> Iterator[Need]:
    """The CU or the return of each adult, and of the minors who have incomes."""
    incomes_of, dsu = answers.reference_year, answers.year
    for member in answers.members:
        if answers.age(member) >= ADULT_AGE or member.incomes.all():
            yield Need(
                code=Code.INCOMES,
                title=f"CU {incomes_of + 1}, redditi {incomes_of}, per la DSU {dsu}: {member.full_name}",
                help=f"Oppure 730 o Redditi PF {incomes_of + 1}.",
                why="Utile per la simulazione: la DSU la completa INPS con i dati del fisco.",
                where="Datore di lavoro o INPS; per la pensione la può chiedere lo sportello.",
                member=member,
                year=incomes_of,
                required=False,
            )
