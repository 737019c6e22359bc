"""INPS's papers by docs/openapi/inps-documents.yaml, a provisional contract of ours: searches only."""

from collections.abc import Callable
from typing import TypeVar

from partners.adapters.base import (
    Answer,
    CertificazioneUnica,
    CertificazioneUnicaQuestion,
    Grounds,
    NotConfigured,
    Point,
    Procedure,
    Unit,
)
from partners.adapters.http import PartnerClient
from partners.adapters.inps.pensions import pension_slips
from partners.adapters.inps.statement import contribution_statement, registrations
from partners.adapters.papers import (
    ContributionStatement,
    PaperQuestion,
    PensionQuestion,
    PensionSlips,
    Registrations,
)
from partners.adapters.reading import Json, day, decimal, text, truth, whole, word

Parsed = TypeVar("Parsed")
UNITS = {Unit.EURO: "euro", Unit.DAYS: "giorni"}


class Documents:
    """The client of the papers' service."""

    def __init__(self, *, base_url: str, token: str, timeout: tuple[float, float]) -> None:
        """`base_url` ends before `/certificazioni-uniche`, and is empty where the Comune has no such service."""
        self._client = (
            PartnerClient(partner="inps", base_url=base_url, token=token, timeout=timeout)
            if base_url
            else None
        )

    def certificazione_unica(self, question: CertificazioneUnicaQuestion) -> Answer[CertificazioneUnica]:
        return self._search(
            "/certificazioni-uniche",
            question,
            lambda body: _certificazione(body, question),
            {"annoImposta": question.tax_year},
        )

    def contribution_statement(self, question: PaperQuestion) -> Answer[ContributionStatement]:
        return self._search(
            "/estratti-contributivi", question, lambda body: contribution_statement(body, question.tax_code)
        )

    def registrations(self, question: PaperQuestion) -> Answer[Registrations]:
        return self._search("/iscrizioni", question, lambda body: registrations(body, question.tax_code))

    def pension_slips(self, question: PensionQuestion) -> Answer[PensionSlips]:
        return self._search(
            "/pensioni",
            question,
            lambda body: pension_slips(body, question.tax_code, question.year),
            {"anno": question.year},
        )

    def _search(
        self,
        papers: str,
        question: CertificazioneUnicaQuestion | PaperQuestion,
        parse: Callable[[Json], Parsed | None],
        more: Json | None = None,
    ) -> Answer[Parsed]:
        """Raises Unreachable, Refused, NotConfigured or Unintelligible."""
        correlation_id = question.grounds.correlation_id
        if self._client is None:
            raise NotConfigured(
                partner="inps",
                reference=str(correlation_id),
                problem="INPS_URL manca: i documenti non hanno servizio.",
            )
        body = {
            "codiceFiscale": question.tax_code,
            **(more or {}),
            **_ground(question.procedure),
            "richiedente": _asker(question.grounds),
        }
        return self._client.look_up(
            "POST", f"{papers}/ricerca", parse, correlation_id=correlation_id, body=body
        )


def _certificazione(body: Json, question: CertificazioneUnicaQuestion) -> CertificazioneUnica | None:
    if not truth(body["trovata"]):
        return None
    paper = body["certificazione"]
    found = CertificazioneUnica(
        tax_year=whole(paper["annoImposta"]),
        issued_on=day(paper["rilasciataIl"]),
        payer_tax_code=text(paper["sostituto"]["codiceFiscale"]),
        payer_name=text(paper["sostituto"]["denominazione"]),
        recipient_tax_code=text(paper["percettore"]["codiceFiscale"]),
        points=tuple(_point(point) for point in paper["punti"]),
        notes=tuple(text(note) for note in paper["annotazioni"]),
    )
    # The paper of somebody else, or of another year, must never reach the screen of this person.
    if (found.recipient_tax_code, found.tax_year) != (question.tax_code, question.tax_year):
        raise ValueError
    return found


def _point(point: Json) -> Point:
    return Point(
        section=text(point["sezione"]),
        number=whole(point["punto"]),
        label=text(point["descrizione"]),
        unit=word(UNITS, point["unita"]),
        value=decimal(point["valore"]),
    )


def _ground(procedure: Procedure | None) -> Json:
    if procedure is None:
        return {"presupposto": "richiesta_interessato"}
    return {
        "presupposto": "acquisizione_ufficio",
        "protocollo": procedure.protocol_number,
        "prestazione": procedure.benefit_code,
    }


def _asker(grounds: Grounds) -> Json:
    return {
        "pratica": grounds.case_number,
        "finalita": grounds.purpose,
        "operatore": grounds.operator,
        "postazione": grounds.workstation,
    }
