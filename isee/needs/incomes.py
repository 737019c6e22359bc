"""Papers of the incomes: useful to simulate, seldom needed, since INPS and the tax agency know them."""

from collections.abc import Iterator

from isee.needs.answers import Answers, declared
from isee.needs.need import Code, Need


def certificates(answers: Answers) -> Iterator[Need]:
    """The CU or the return of each adult, and of the minors who have incomes.

    Needed only where INPS must be contradicted: for a rettifica, or for who changes incomes in an ISEE corrente.
    """
    incomes_of, dsu = answers.reference_year, answers.year
    for member in answers.counted:
        if not answers.is_adult(member) and not declared(list(member.incomes.all())):
            continue
        required = answers.is_rectified or member.pk in answers.varied
        yield Need(
            code=Code.INCOMES,
            title=f"CU {incomes_of + 1}, redditi {incomes_of}, per la DSU {dsu}: {member.full_name}",
            help=f"Oppure 730 o Redditi PF {incomes_of + 1}.",
            why=(
                "Serve per la rettifica o per l'ISEE corrente: dimostra i redditi di prima."
                if required
                else "Utile per la simulazione: la DSU la completa INPS con i dati del fisco. Serve solo a chi non "
                "presenta la dichiarazione dei redditi."
            ),
            where="Datore di lavoro o INPS; quella di una pensione la può chiedere lo sportello.",
            member=member,
            year=incomes_of,
            required=required,
        )
