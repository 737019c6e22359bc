"""What a partner that answers look-ups can be asked."""

from typing import Protocol, runtime_checkable

from partners.adapters.base import Answer, CertificazioneUnica, CertificazioneUnicaQuestion
from partners.adapters.isee import Attestation, Indicator, IseeQuestion, Kind, Threshold
from partners.adapters.papers import (
    ContributionStatement,
    PaperQuestion,
    PensionQuestion,
    PensionSlips,
    Registrations,
)


@runtime_checkable
class AnswersLookUps(Protocol):
    """A partner that may be asked, and never written to. Asking twice changes nothing.

    Every question raises Unreachable (QuotaReached among them), Refused (Invalid, Mismatch, NotEntitled among them),
    NotConfigured or Unintelligible.
    """

    def certificazione_unica(self, question: CertificazioneUnicaQuestion) -> Answer[CertificazioneUnica]: ...

    def isee_attestation(self, question: IseeQuestion, *, of_residents: bool) -> Answer[Attestation]:
        """`of_residents`: by the service that INPS keeps for the residents of a Comune."""
        ...

    def isee_indicator(self, question: IseeQuestion, *, kind: Kind) -> Answer[Indicator]: ...

    def isee_threshold(
        self, question: IseeQuestion, *, code: str, with_household: bool = False
    ) -> Answer[Threshold]:
        """`code`: the threshold as agreed with INPS, four letters and two digits."""
        ...

    def contribution_statement(self, question: PaperQuestion) -> Answer[ContributionStatement]: ...

    def registrations(self, question: PaperQuestion) -> Answer[Registrations]: ...

    def pension_slips(self, question: PensionQuestion) -> Answer[PensionSlips]: ...
