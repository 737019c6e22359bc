"""INPS: look-ups only, and none of its operations could change anything there.

The ISEE comes by INPS's services on PDND (isee.py and what it uses); the other papers by a provisional contract of ours
(documents.py), because no interface to them was found that is open to Comuni.
"""

from collections.abc import Mapping
from typing import Any

from partners.adapters.base import Answer, CertificazioneUnica, CertificazioneUnicaQuestion
from partners.adapters.inps.documents import Documents
from partners.adapters.inps.isee import IseeService
from partners.adapters.inps.profile import Options
from partners.adapters.isee import Attestation, Indicator, IseeQuestion, Kind, Threshold
from partners.adapters.papers import (
    ContributionStatement,
    PaperQuestion,
    PensionQuestion,
    PensionSlips,
    Registrations,
)


class Inps:
    """Answers look-ups (look_ups.AnswersLookUps)."""

    def __init__(
        self,
        *,
        base_url: str,
        token: str,
        timeout: tuple[float, float],
        isee: Mapping[str, Any] | None = None,
    ) -> None:
        """`base_url` of the documents ends before `/certificazioni-uniche`; `timeout`: seconds to connect and to wait;
        `isee`: the fields of profile.Options."""
        self._documents = Documents(base_url=base_url, token=token, timeout=timeout)
        self._isee = IseeService(Options(**{"timeout": timeout, **(isee or {})}))

    def certificazione_unica(self, question: CertificazioneUnicaQuestion) -> Answer[CertificazioneUnica]:
        return self._documents.certificazione_unica(question)

    def isee_attestation(self, question: IseeQuestion, *, of_residents: bool) -> Answer[Attestation]:
        return self._isee.attestation(question, of_residents=of_residents)

    def isee_indicator(self, question: IseeQuestion, *, kind: Kind) -> Answer[Indicator]:
        return self._isee.indicator(question, kind=kind)

    def isee_threshold(
        self, question: IseeQuestion, *, code: str, with_household: bool = False
    ) -> Answer[Threshold]:
        return self._isee.threshold(question, code=code, with_household=with_household)

    def contribution_statement(self, question: PaperQuestion) -> Answer[ContributionStatement]:
        return self._documents.contribution_statement(question)

    def registrations(self, question: PaperQuestion) -> Answer[Registrations]:
        return self._documents.registrations(question)

    def pension_slips(self, question: PensionQuestion) -> Answer[PensionSlips]:
        return self._documents.pension_slips(question)
