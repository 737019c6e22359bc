"""INPS: look-ups only. It speaks docs/openapi/inps-documents.yaml."""

from partners.adapters.base import (
    Answer,
    CertificazioneUnica,
    CertificazioneUnicaQuestion,
    Grounds,
    Point,
    Procedure,
    Unit,
)
from partners.adapters.http import PartnerClient
from partners.adapters.reading import Json, day, decimal, text, truth, whole, word

UNITS = {Unit.EURO: "euro", Unit.DAYS: "giorni"}


class Inps:
    """Answers look-ups (base.AnswersLookUps)."""

    def __init__(self, *, base_url: str, token: str, timeout: tuple[float, float]) -> None:
        """`base_url` ends before `/certificazioni-uniche`; `timeout`: seconds to connect and to wait."""
        self._client = PartnerClient(partner="inps", base_url=base_url, token=token, timeout=timeout)

    def certificazione_unica(self, question: CertificazioneUnicaQuestion) -> Answer[CertificazioneUnica]:
        """The Certificazione Unica of a person; raises Unreachable, Refused or Unintelligible."""
        return self._client.look_up(
            "POST",
            "/certificazioni-uniche/ricerca",
            lambda body: _certificazione(body, question),
            correlation_id=question.grounds.correlation_id,
            body={
                "codiceFiscale": question.tax_code,
                "annoImposta": question.tax_year,
                **_ground(question.procedure),
                "richiedente": _asker(question.grounds),
            },
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
