"""Papers that only some kinds of ISEE ask: university, residential care, corrente."""

from collections.abc import Iterator

from isee.calculation import Cause, Kind
from isee.models import Student
from isee.needs.answers import Answers
from isee.needs.need import Code, Need

PAPERS_OF_CAUSE = {
    Cause.EMPLOYEE: "Lettera di licenziamento, sospensione o riduzione.",
    Cause.FIXED_TERM: "Contratto con la data di fine, o comunicazione di cessazione.",
    Cause.SELF_EMPLOYED: "Chiusura della partita IVA, o cancellazione dal registro.",
    Cause.TREATMENT: "Comunicazione dell'ente che ha interrotto il trattamento.",
}


def student(answers: Answers) -> Iterator[Need]:
    """Of a student who says to stand alone. The enrolment the university itself confirms: it is not asked."""
    facts = Student.objects.filter(dossier=answers.dossier).first()
    if Kind.UNIVERSITY not in answers.dossier.kinds or facts is None or facts.away_since is None:
        return
    yield Need(
        code=Code.STUDENT,
        title="Lavoro dello studente negli ultimi due anni",
        help="CU o dichiarazioni di tutti e due gli anni; del coniuge, se c'è.",
        why="Lo studente è un nucleo a sé solo se guadagna abbastanza da due anni (art. 8, c. 2).",
        where="Datore di lavoro.",
        member=answers.dossier.beneficiary,
    )
    if not facts.home_of_family:
        yield Need(
            code=Code.STUDENT,
            title="Casa dove abita lo studente",
            help="Contratto di affitto, o atto che dice di chi è.",
            why="Non deve essere di una persona della famiglia (art. 8, c. 2).",
            where="Il proprietario della casa.",
            member=answers.dossier.beneficiary,
            about=facts.pk,
        )


def residential(answers: Answers) -> Iterator[Need]:
    """Of who asks for residential care: what the children outside the household attest, and what was given away."""
    if Kind.RESIDENTIAL not in answers.dossier.kinds:
        return
    for child in answers.dossier.children_outside.all():
        yield Need(
            code=Code.CHILD_OUTSIDE,
            title=f"ISE e scala di un figlio fuori dal nucleo: {child.name}",
            help="La sua attestazione ISEE, o la sua DSU.",
            why="La sua condizione si aggiunge all'ISEE di chi è ricoverato (art. 6, c. 3).",
            where="Il figlio: la chiede a INPS o al suo CAF.",
            about=child.pk,
        )
    for donation in answers.dossier.donations.all():
        yield Need(
            code=Code.DONATION,
            title=f"Atto di donazione: {donation}",
            help="Con la data e il valore.",
            why="Resta nel patrimonio di chi l'ha fatta, nei casi dell'art. 6, c. 3.",
            where="Il notaio.",
            about=donation.pk,
        )


def variations(answers: Answers) -> Iterator[Need]:
    """For the form MS: what happened to a member, and what was earned since."""
    for variation in answers.dossier.variations.select_related("member"):
        member = variation.member
        if variation.cause:
            yield Need(
                code=Code.VARIATION,
                title=f"Che cosa è cambiato: {member.full_name}",
                help=PAPERS_OF_CAUSE[Cause(variation.cause)],
                why="L'ISEE corrente si chiede solo se la variazione è dimostrata (art. 9, c. 1).",
                where="Datore di lavoro, o l'ente che pagava.",
                member=member,
            )
        months = "due mesi" if variation.two_months else "dodici mesi"
        yield Need(
            code=Code.RECENT_INCOMES,
            title=f"Redditi degli ultimi {months}: {member.full_name}",
            help="Buste paga, fatture, cedolini, ricevute dei trattamenti.",
            why="Prendono il posto dei redditi della DSU (art. 9, c. 3).",
            where="Datore di lavoro o INPS.",
            member=member,
        )
