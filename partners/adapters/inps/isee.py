"""The ISEE by INPS's services on PDND: a voucher, a question, an answer in our words."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from partners.adapters.base import Answer, NotConfigured, NotEntitled, Unintelligible, Unreachable
from partners.adapters.inps import attestation, envelope, soap
from partners.adapters.inps.key import PdndKey
from partners.adapters.inps.profile import (
    Identity,
    Integrity,
    Operation,
    Options,
    Profile,
    Tracking,
    Unusable,
    profile_of,
)
from partners.adapters.inps.tokens import Operator, digest_header, signature, tracking_evidence
from partners.adapters.inps.vouchers import Voucher, Vouchers
from partners.adapters.isee import Attestation, Indicator, IseeQuestion, Kind, Threshold
from partners.adapters.wire import Journal, Request, Response, Wire, persistently, reference_of

Parsed = TypeVar("Parsed")
PARTNER = "inps"


class IseeService:
    """Asks INPS for attestations, indicators and thresholds; there is nothing else that it could ask."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._lock = threading.Lock()
        self._door: _Door | None = None

    def attestation(self, question: IseeQuestion, *, of_residents: bool) -> Answer[Attestation]:
        operation = Operation.RESIDENTS if of_residents else Operation.ATTESTATION
        return self._ask(
            operation,
            question,
            lambda **identity: envelope.attestation(operation, question, **identity),
            lambda result: attestation.read_attestation(soap.payload_of(result), question.tax_code),
        )

    def indicator(self, question: IseeQuestion, *, kind: Kind) -> Answer[Indicator]:
        return self._ask(
            Operation.INDICATOR,
            question,
            lambda **identity: envelope.indicator(question, kind, **identity),
            lambda result: attestation.read_indicator(soap.payload_of(result), question.tax_code, kind),
        )

    def threshold(self, question: IseeQuestion, *, code: str, with_household: bool) -> Answer[Threshold]:
        return self._ask(
            Operation.THRESHOLD,
            question,
            lambda **identity: envelope.threshold(question, code, with_household, **identity),
            lambda result: attestation.read_threshold(result.element, code),
        )

    def _ask(
        self,
        operation: Operation,
        question: IseeQuestion,
        compose: Callable[..., bytes],
        read: Callable[[soap.Result], Parsed | None],
    ) -> Answer[Parsed]:
        journal = Journal(self._options.environment)
        with journal.told():
            door, profile = self._opened(operation, question)
            asking = _Asking(door, profile, question, journal)
            content = compose(user_id=asking.user_id, office_code=self._options.office_code)
            result, reference = asking.put(content)
            if not result.found:
                return Answer(reference=reference, content=None, trace=journal.trace())
            try:
                found = read(result)
            except (ArithmeticError, LookupError, TypeError, ValueError):
                # The reader's own exception may quote what it read: it is left behind before ours is raised.
                pass
            else:
                return Answer(reference=reference, content=found, trace=journal.trace())
            raise Unintelligible(partner=PARTNER, reference=reference, http_status=200)

    def _opened(self, operation: Operation, question: IseeQuestion) -> tuple["_Door", Profile]:
        """Key, session and vouchers, made at the first question; the profile of the e-service."""
        try:
            with self._lock:
                self._door = self._door or _Door(self._options)
            return self._door, profile_of(self._options, operation)
        except Unusable as unusable:
            problem = str(unusable)
        raise NotConfigured(partner=PARTNER, reference=str(question.grounds.correlation_id), problem=problem)


class _Door:
    """What all questions of a process share: the key, one session with each side, the vouchers."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.key = PdndKey(options.key_file, options.key_id)
        # PDND and INPS are two partners: neither sees the other's connection.
        self.vouchers = Vouchers(
            partner=PARTNER,
            options=options,
            key=self.key,
            wire=Wire(partner=PARTNER, timeout=options.timeout, authorities=options.authorities_file or None),
        )
        self.wire = Wire(
            partner=PARTNER,
            timeout=options.timeout,
            certificate=options.certificate,
            authorities=options.authorities_file or None,
        )


class _Asking:
    """One question on its way."""

    def __init__(self, door: _Door, profile: Profile, question: IseeQuestion, journal: Journal) -> None:
        self._door = door
        self._profile = profile
        self._correlation_id = question.grounds.correlation_id
        self._journal = journal
        grounds = question.grounds
        self._operator = Operator(
            user_id=grounds.operator,
            location=grounds.workstation,
            level_of_assurance=grounds.level_of_assurance or door.options.level_of_assurance,
        )

    @property
    def user_id(self) -> str:
        """Who INPS is told to be the user, as INPS_IDENTITY says."""
        if self._door.options.identity == Identity.OPERATOR:
            return self._operator.user_id
        return self._door.options.identity_user

    def put(self, content: bytes) -> tuple[soap.Result, str]:
        """The result, and the code to quote; a voucher in hand that is refused is renewed, once."""
        voucher, was_held = self._voucher()
        try:
            return persistently(lambda: self._once(content, voucher))
        except NotEntitled as refused:
            if not was_held or refused.http_status not in (401, 403):
                raise
        self._door.vouchers.forget(self._profile, self._operator, voucher)
        voucher, _ = self._voucher()
        return self._once(content, voucher)

    def _voucher(self) -> tuple[Voucher, bool]:
        return self._door.vouchers.get(self._profile, self._operator, self._correlation_id, self._journal)

    def _once(self, content: bytes, voucher: Voucher) -> tuple[soap.Result, str]:
        request = Request(
            "POST",
            self._profile.url,
            self._profile.operation.element,
            self._correlation_id,
            self._headers(content, voucher),
            content,
            purpose_id=self._profile.purpose_id,
            voucher_jti=voucher.jti,
        )
        response, _ = self._door.wire.exchange(request, self._journal)
        return self._read(request, response)

    def _read(self, request: Request, response: Response | None) -> tuple[soap.Result, str]:
        reference = reference_of(response, request)
        if response is None:
            raise Unreachable(partner=PARTNER, reference=reference)
        self._journal.raw = response.content
        result = soap.read(response, self._profile.operation, PARTNER, reference)
        self._journal.provider_request_id = result.request_id
        return result, result.request_id or reference

    def _headers(self, content: bytes, voucher: Voucher) -> dict[str, str]:
        options, profile = self._door.options, self._profile
        headers = {
            "Authorization": f"Bearer {voucher.token}",
            "Content-Type": envelope.CONTENT_TYPE,
            "SOAPAction": envelope.soap_action(profile.operation),
            "Accept": "text/xml",
            "INPS-Identity-UserId": self.user_id,
            "INPS-Identity-CodiceUfficio": options.office_code,
        }
        evidence = voucher.evidence
        if profile.tracking is Tracking.AUDIT_01:
            evidence = tracking_evidence(
                self._door.key,
                client_id=options.client_id,
                profile=profile,
                operator=self._operator,
                now=int(time.time()),
            )
        if evidence:
            headers["Agid-JWT-TrackingEvidence"] = evidence.token
            self._journal.evidence_jti, self._journal.evidence_sha256 = evidence.jti, evidence.digest
        if profile.integrity is Integrity.REST_02:
            # For each attempt anew: a signature is used once.
            headers["Digest"] = digest_header(content)
            headers["Agid-JWT-Signature"] = signature(
                self._door.key,
                client_id=options.client_id,
                profile=profile,
                digest=headers["Digest"],
                content_type=envelope.CONTENT_TYPE,
                now=int(time.time()),
            )
        return headers
