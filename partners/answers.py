"""Partners' answers as they are held while a visit lasts: written as JSON, read back as what they were.

Amounts travel as strings, so that no cent is lost on the way.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from partners import held
from partners.adapters.base import Address, CertificazioneUnica, EarlierContract, SupplyUse
from partners.adapters.isee import Attestation, Indicator, Threshold
from partners.adapters.papers import ContributionStatement, PensionSlips, Registrations
from partners.models import LookUp, LookUpAnswer
from sportello.models import Case, Citizen

Json = dict[str, Any]
Document = LookUp.Document
PAPERS: dict[LookUp.Document, type[Any]] = {
    Document.CU: CertificazioneUnica,
    Document.ISEE_RESIDENTS: Attestation,
    Document.ISEE_ATTESTATION: Attestation,
    Document.ISEE_INDICATOR: Indicator,
    Document.ISEE_THRESHOLD: Threshold,
    Document.CONTRIBUTIONS: ContributionStatement,
    Document.REGISTRATIONS: Registrations,
    Document.PENSION_SLIP: PensionSlips,
}


@dataclass(frozen=True, kw_only=True, repr=False)
class HeldCertificazione:
    """A Certificazione Unica in hand: whose, by which look-up, since when."""

    look_up: LookUp
    subject: Citizen
    received_at: datetime
    paper: CertificazioneUnica


def answers_of(case: Case) -> list[HeldCertificazione]:
    """The Certificazioni Uniche of a case that are still in hand, the newest first; one query."""
    answers = LookUpAnswer.objects.filter(
        look_up__case=case, look_up__document=LookUp.Document.CU
    ).select_related("look_up__subject")
    return [
        HeldCertificazione(
            look_up=answer.look_up,
            subject=answer.look_up.subject,
            received_at=answer.received_at,
            paper=read_certificazione(answer.content),
        )
        for answer in answers.order_by("-look_up")
    ]


@dataclass(frozen=True, kw_only=True, repr=False)
class HeldAnswer:
    """An answer of INPS in hand: by which look-up, since when, and what it says, in the adapters' words."""

    look_up: LookUp
    received_at: datetime
    paper: Any


def held_attestations(case: Case) -> list[HeldAnswer]:
    """The ISEE attestations of a case that are still in hand, the newest first; one query."""
    documents = (Document.ISEE_RESIDENTS, Document.ISEE_ATTESTATION)
    answers = LookUpAnswer.objects.filter(look_up__case=case, look_up__document__in=documents)
    return [
        HeldAnswer(
            look_up=answer.look_up,
            received_at=answer.received_at,
            paper=held.read(Attestation, answer.content),
        )
        for answer in answers.select_related("look_up__subject").order_by("-look_up")
    ]


def read_answer(document: LookUp.Document, content: Json) -> Any:
    """What was answered about a document of INPS, in the adapters' words: see PAPERS."""
    return held.read(PAPERS[document], content)


def write_certificazione(paper: CertificazioneUnica) -> Json:
    written: Json = held.write(paper)
    return written


def read_certificazione(content: Json) -> CertificazioneUnica:
    return held.read(CertificazioneUnica, content)


def write_contracts(contracts: tuple[EarlierContract, ...]) -> Json:
    return {
        "contracts": [
            {
                "pod": contract.pod,
                "street": contract.address.street,
                "town": contract.address.town,
                "postal_code": contract.address.postal_code,
                "use": contract.use.value,
                "is_active": contract.is_active,
                "starts_on": contract.starts_on.isoformat(),
                "ends_on": contract.ends_on.isoformat() if contract.ends_on else None,
            }
            for contract in contracts
        ]
    }


def read_contracts(content: Json) -> tuple[EarlierContract, ...]:
    return tuple(
        EarlierContract(
            pod=contract["pod"],
            address=Address(
                street=contract["street"], town=contract["town"], postal_code=contract["postal_code"]
            ),
            use=SupplyUse(contract["use"]),
            is_active=contract["is_active"],
            starts_on=date.fromisoformat(contract["starts_on"]),
            ends_on=date.fromisoformat(contract["ends_on"]) if contract["ends_on"] else None,
        )
        for contract in content["contracts"]
    )
