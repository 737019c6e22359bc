"""Papers that say who the persons are."""

from collections.abc import Iterator

from isee.needs.answers import Answers
from isee.needs.need import Code, Need


def identity(answers: Answers) -> Iterator[Need]:
    yield Need(
        code=Code.IDENTITY,
        title="Documento d'identità di chi dichiara",
        help="Carta d'identità, patente o passaporto valido.",
        why="Chi firma la DSU deve essere riconosciuto.",
    )


def tax_codes(answers: Answers) -> Iterator[Need]:
    """Only of those whose code is not written yet."""
    for member in answers.members:
        if not member.tax_code:
            yield Need(
                code=Code.TAX_CODES,
                title=f"Codice fiscale: {member.full_name}",
                help="Tessera sanitaria, o tesserino del codice fiscale.",
                why="Ogni persona della DSU è indicata con il suo codice fiscale.",
                where="Agenzia delle Entrate, se è andato perso.",
                member=member,
            )


def disability(answers: Answers) -> Iterator[Need]:
    """Of each person and class."""
    for member in answers.members:
        if member.is_disabled:
            label = member.get_disability_display()
            yield Need(
                code=Code.DISABILITY,
                title=f"Certificazione di {label}: {member.full_name}",
                help="Verbale che dice la classe, con ente, numero e data.",
                why="La maggiorazione della scala spetta solo con la certificazione (allegato 3, quadro FC7).",
                where="INPS o ASL; INPS lo dà anche dal suo sito.",
                member=member,
            )


def vehicles(answers: Answers) -> Iterator[Need]:
    """The plates, while none is written: they are all that the DSU asks."""
    if not any(member.vehicles.all() for member in answers.members):
        yield Need(
            code=Code.VEHICLES,
            title="Targa di auto, moto da 500 cc e barche",
            help="Libretto di circolazione, anche di un solo componente.",
            why="La DSU chiede la targa, anche se il mezzo non conta nell'ISEE (quadro FC6).",
            required=False,
        )
