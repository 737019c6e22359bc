"""Papers of banks and post offices."""

from collections.abc import Iterator

from isee.needs.answers import Answers
from isee.needs.need import Code, Need

ADULT_AGE = 18
BANK = "La banca o la posta: di solito si scarica dal sito, alla voce ISEE."


def accounts(answers: Answers) -> Iterator[Need]:
    """Of each account its own paper; of an adult without any, the question whether there is one."""
    for member in answers.members:
        owned = list(member.accounts.all())
        for account in owned:
            yield Need(
                code=Code.ACCOUNTS,
                title=f"Saldo e giacenza media al {answers.last_day}: {account}, {member.full_name}",
                help="Un foglio solo della banca li riporta tutti e due.",
                why="Conta il più alto dei due, sommati i conti di ogni persona (art. 5, c. 4).",
                where=BANK,
                member=member,
                about=account.pk,
                year=answers.reference_year,
            )
        if not owned and answers.age(member) >= ADULT_AGE:
            yield Need(
                code=Code.ACCOUNTS,
                title=f"Saldo e giacenza media al {answers.last_day}: {member.full_name}",
                help="Di ogni conto, libretto e carta con IBAN; se non ne ha, segna «Non serve».",
                why="Conta il più alto dei due, sommati i conti di ogni persona (art. 5, c. 4).",
                where=BANK,
                member=member,
                year=answers.reference_year,
            )


def instruments(answers: Answers) -> Iterator[Need]:
    for member in answers.members:
        for instrument in member.instruments.all():
            yield Need(
                code=Code.INSTRUMENTS,
                title=f"Valore al {answers.last_day}: {instrument}, {member.full_name}",
                help="Estratto titoli, o ultimo prospetto.",
                why="Titoli, fondi e polizze contano nel patrimonio e nel reddito figurativo (art. 5, c. 4).",
                where=BANK,
                member=member,
                about=instrument.pk,
                year=answers.reference_year,
            )
