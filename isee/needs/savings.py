"""Papers of banks and post offices."""

from collections.abc import Iterator

from isee.calculation import InstrumentKind
from isee.needs.answers import Answers, declared
from isee.needs.need import Code, Need

BANK = "La banca o la posta: di solito si scarica dal sito, alla voce ISEE."
WHY_ACCOUNTS = "Conta il più alto dei due, sommati i conti di ogni persona (art. 5, c. 4)."
# Which paper says the value of each kind; the others say it on the statement of the bank.
PAPERS = {
    InstrumentKind.FUND: "Ultimo prospetto del gestore.",
    InstrumentKind.MANAGED_PORTFOLIO: "Rendiconto del gestore.",
    InstrumentKind.UNLISTED_SHARE: "Ultimo bilancio della società, con la quota.",
    InstrumentKind.INSURANCE: "Dichiarazione della compagnia: premi versati, riscatti.",
    InstrumentKind.BUSINESS: "Ultimo bilancio, o inventario di rimanenze e beni.",
    InstrumentKind.POSTAL_BOND: "Elenco dei buoni, o i buoni di carta.",
}


def accounts(answers: Answers) -> Iterator[Need]:
    """Of each account its own paper; of an adult without any, the question whether there is one."""
    for member in answers.counted:
        owned = list(member.accounts.all())
        for account in owned:
            day, year = answers.last_day_of(account)
            yield Need(
                code=Code.ACCOUNTS,
                title=f"Saldo e giacenza media al {day}: {account}, {member.full_name}",
                help="Un foglio solo della banca li riporta tutti e due.",
                why=WHY_ACCOUNTS,
                where=BANK,
                member=member,
                about=account.pk,
                year=year,
            )
        if not declared(owned) and answers.is_adult(member):
            yield Need(
                code=Code.ACCOUNTS,
                title=f"Saldo e giacenza media al {answers.last_day}: {member.full_name}",
                help="Di ogni conto, libretto e carta con IBAN.",
                why=WHY_ACCOUNTS,
                where=BANK,
                member=member,
                year=answers.reference_year,
            )


def instruments(answers: Answers) -> Iterator[Need]:
    """Of each instrument, by its kind."""
    for member in answers.counted:
        for instrument in member.instruments.all():
            day, year = answers.last_day_of(instrument)
            yield Need(
                code=Code.INSTRUMENTS,
                title=f"Valore al {day}: {instrument}, {member.full_name}",
                help=PAPERS.get(InstrumentKind(instrument.kind), "Estratto conto titoli della banca."),
                why="Titoli, fondi e polizze contano nel patrimonio e nel reddito figurativo (art. 5, c. 4).",
                where="La banca, la posta o la compagnia.",
                member=member,
                about=instrument.pk,
                year=year,
            )
