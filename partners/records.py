"""What the record keeps of how a question was put: the calls, and the partner's own words sealed."""

from datetime import datetime
from typing import Any

from partners import raw_answers
from partners.models import LookUp, LookUpCall
from partners.questions import Heard

LONGEST_OPERATION = 60
# What INPS sends for a procedure of the Comune. A paper that a person asked for is gone with the visit, sealed or not.
SEALED = (
    LookUp.Document.ISEE_RESIDENTS,
    LookUp.Document.ISEE_ATTESTATION,
    LookUp.Document.ISEE_INDICATOR,
    LookUp.Document.ISEE_THRESHOLD,
)


def of_outcome(look_up: LookUp, heard: Heard) -> dict[str, Any]:
    """The fields of an outcome that tell how the partner was asked last."""
    trace = heard.trace
    calls = [call for call in trace.calls if call.is_of_the_service]
    last = calls[-1] if calls else None
    return {
        "environment": trace.environment,
        "purpose_id": last.purpose_id if last else "",
        "voucher_jti": last.voucher_jti if last else "",
        "evidence_jti": trace.evidence_jti,
        "evidence_sha256": trace.evidence_sha256,
        "provider_request_id": trace.provider_request_id,
        "duration_ms": heard.duration_ms,
        "attempts": len(calls),
        "raw_sha256": raw_answers.digest(trace.raw) if _is_sealed(look_up, heard) else "",
    }


def keep(look_up: LookUp, heard: Heard, *, at: datetime) -> None:
    """Write the row of each call, and seal what the partner sent."""
    LookUpCall.objects.bulk_create(
        LookUpCall(
            look_up=look_up,
            at=call.at,
            operation=call.operation[:LONGEST_OPERATION],
            purpose_id=call.purpose_id,
            voucher_jti=call.voucher_jti,
            http_status=call.http_status,
            duration_ms=call.duration_ms,
        )
        for call in heard.trace.calls
    )
    if _is_sealed(look_up, heard):
        raw_answers.keep(look_up, heard.trace.raw, at=at)


def _is_sealed(look_up: LookUp, heard: Heard) -> bool:
    return bool(heard.trace.raw) and look_up.document in SEALED
