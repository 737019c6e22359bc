"""Papers of families that live apart: separated spouses, a parent elsewhere, what is paid to them."""

from collections.abc import Iterator

from isee.calculation import ParentAway, SpousesApart
from isee.needs.answers import Answers
from isee.needs.need import Code, Need

PAPERS_OF_SPOUSES = {
    SpousesApart.SEPARATED: "Sentenza di separazione, o verbale omologato.",
    SpousesApart.PROVISIONAL_MEASURES: "Ordinanza che autorizza residenze diverse.",
    SpousesApart.EXCLUDED: "Provvedimento di esclusione o di allontanamento.",
    SpousesApart.DIVORCE: "Sentenza di divorzio, o ricorso depositato.",
    SpousesApart.ABANDONED: "Provvedimento del giudice, o accertamento dei servizi sociali.",
}
# Marriage and other children he may declare himself (art. 46 DPR 445/2000): no paper is asked for them.
PAPERS_OF_PARENT = {
    ParentAway.COURT_MAINTENANCE: "Provvedimento del giudice che fissa l'assegno.",
    ParentAway.EXCLUDED: "Provvedimento di esclusione o di allontanamento.",
    ParentAway.EXTRANEOUS: "Provvedimento del giudice, o accertamento dei servizi sociali.",
}


def spouses_apart(answers: Answers) -> Iterator[Need]:
    for member in answers.members:
        if member.apart:
            case = SpousesApart(member.apart)
            yield Need(
                code=Code.SPOUSES_APART,
                title=f"Provvedimento di separazione dei coniugi: {member.full_name}",
                help=PAPERS_OF_SPOUSES[case],
                why=f"Due coniugi sono due nuclei solo se {case.label} (art. 3, c. 3).",
                where="Tribunale, o l'avvocato che ha seguito la causa.",
                member=member,
            )


def parent_away(answers: Answers) -> Iterator[Need]:
    for member in answers.members:
        case = ParentAway(member.parent_away) if member.parent_away else None
        if case in PAPERS_OF_PARENT:
            yield Need(
                code=Code.PARENT_AWAY,
                title=f"Carte sull'altro genitore: {member.full_name}",
                help=PAPERS_OF_PARENT[case],
                why=f"Resta fuori dal nucleo dei minorenni solo se {case.label} (art. 7, c. 1).",
                where="Tribunale, o i servizi sociali che hanno accertato.",
                member=member,
            )


def maintenance(answers: Answers) -> Iterator[Need]:
    year = answers.reference_year
    for member in answers.counted:
        if member.spouse_maintenance or member.child_maintenance:
            yield Need(
                code=Code.MAINTENANCE,
                title=f"Assegni pagati nel {year}: {member.full_name}",
                help="Provvedimento che li fissa, e ricevute dei pagamenti.",
                why="Si tolgono dal reddito solo gli assegni stabiliti e pagati davvero (art. 4, c. 3).",
                where="Banca per i bonifici; Tribunale per il provvedimento.",
                member=member,
                year=year,
            )


def disability_expenses(answers: Answers) -> Iterator[Need]:
    year = answers.reference_year
    for member in answers.counted:
        if member.disability_expenses:
            yield Need(
                code=Code.DISABILITY_EXPENSES,
                title=f"Spese per la disabilità {year}: {member.full_name}",
                help="Fatture e ricevute, se non sono già nel 730.",
                why="Si tolgono dal reddito fino al limite di legge (art. 4, c. 3).",
                member=member,
                year=year,
                required=False,
            )
