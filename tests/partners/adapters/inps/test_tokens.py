"""Every token and header, compared with the standards by other code than the adapter's: see by_hand.py."""

import base64
import hashlib
import time
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import pytest

from partners.adapters.inps.key import PdndKey
from tests.partners.adapters.conftest import ForeignPartner
from tests.partners.adapters.inps import by_hand
from tests.partners.adapters.inps.conftest import (
    CLIENT,
    NOTHING,
    PURPOSE,
    asked,
    gives_voucher,
    question,
    says,
)

TYPE = "text/xml; charset=utf-8"


def exchange(foreign: ForeignPartner, options: dict[str, Any], **isee: Any) -> None:
    """One question: a voucher, then the call of the service."""
    foreign.says(gives_voucher(), NOTHING)
    answer = asked(options, **isee).isee_attestation(question(), of_residents=True)
    assert not answer.found
    assert len(foreign.bodies) == 2


def form_of(foreign: ForeignPartner) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(foreign.bodies[0].decode()).items()}


def assertion_of(foreign: ForeignPartner) -> tuple[dict[str, Any], dict[str, Any]]:
    return by_hand.opened(form_of(foreign)["client_assertion"])


def test_the_key_is_named_by_its_thumbprint(foreign_options: dict[str, Any]) -> None:
    kid = PdndKey(foreign_options["isee"]["key_file"]).kid
    assert kid == by_hand.thumbprint()
    assert len(kid) == 43


def test_the_request_of_a_voucher(foreign: ForeignPartner, foreign_options: dict[str, Any]) -> None:
    exchange(foreign, foreign_options)
    form = form_of(foreign)
    assert form.keys() == {"client_id", "client_assertion", "client_assertion_type", "grant_type"}
    assert form["client_id"] == CLIENT
    assert form["grant_type"] == "client_credentials"
    assert form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    assert foreign.headers[0]["Content-Type"] == "application/x-www-form-urlencoded"
    assert "Authorization" not in foreign.headers[0]


def test_the_client_assertion(foreign: ForeignPartner, foreign_options: dict[str, Any]) -> None:
    before = int(time.time())
    exchange(foreign, foreign_options)
    header, claims = assertion_of(foreign)
    assert header == {"alg": "RS256", "kid": by_hand.thumbprint(), "typ": "JWT"}
    # No claim beside these: PDND refuses more.
    assert claims.keys() == {"iss", "sub", "aud", "purposeId", "jti", "iat", "exp"}
    assert claims["iss"] == claims["sub"] == CLIENT
    assert claims["aud"] == "auth.example/client-assertion"
    assert claims["purposeId"] == PURPOSE
    assert str(UUID(claims["jti"])) == claims["jti"]
    assert before <= claims["iat"] <= time.time()
    assert claims["exp"] - claims["iat"] == 100


def test_without_switches_no_header_of_agid(foreign: ForeignPartner, foreign_options: dict[str, Any]) -> None:
    exchange(foreign, foreign_options)
    sent = foreign.headers[1]
    assert sent["Authorization"] == f"Bearer {by_hand.voucher()}"
    assert sent["SOAPAction"] == (
        '"http://inps.it/ConsultazioneISEE/ISvcConsultazione/ConsultazioneAttestazioneResidenti"'
    )
    assert sent["Content-Type"] == TYPE
    assert (sent["INPS-Identity-UserId"], sent["INPS-Identity-CodiceUfficio"]) == ("operatore-7", "001")
    assert not {name for name in sent if name.lower().startswith("agid-") or name.lower() == "digest"}


def evidence_of(sent: dict[str, str]) -> dict[str, Any]:
    header, claims = by_hand.opened(sent["Agid-JWT-TrackingEvidence"])
    assert header == {"alg": "RS256", "kid": by_hand.thumbprint(), "typ": "JWT"}
    return claims


@pytest.mark.parametrize("tracking", ["audit01", "audit02"])
def test_the_tracking_evidence(
    foreign: ForeignPartner, foreign_options: dict[str, Any], tracking: str
) -> None:
    exchange(foreign, foreign_options, tracking=tracking)
    claims = evidence_of(foreign.headers[1])
    now = time.time()
    assert claims.keys() == {
        *("iss", "aud", "iat", "nbf", "exp", "jti", "purposeId", "dnonce", "userID", "userLocation", "LoA")
    }
    assert (claims["iss"], claims["aud"], claims["purposeId"]) == (CLIENT, "inps.example/isee", PURPOSE)
    assert (claims["userID"], claims["userLocation"], claims["LoA"]) == ("operatore-7", "Sportello 2", "LoA3")
    assert len(str(claims["dnonce"])) == 13
    assert claims["nbf"] < claims["iat"] <= now < claims["exp"]


def test_audit_01_leaves_the_assertion_alone(
    foreign: ForeignPartner, foreign_options: dict[str, Any]
) -> None:
    exchange(foreign, foreign_options, tracking="audit01")
    assert "digest" not in assertion_of(foreign)[1]


def test_audit_02_binds_the_voucher_to_the_very_string(
    foreign: ForeignPartner, foreign_options: dict[str, Any]
) -> None:
    exchange(foreign, foreign_options, tracking="audit02")
    sent = foreign.headers[1]["Agid-JWT-TrackingEvidence"]
    expected = hashlib.sha256(sent.encode("ascii")).hexdigest()
    assert assertion_of(foreign)[1]["digest"] == {"alg": "SHA256", "value": expected}


def test_integrity_covers_the_exact_bytes(foreign: ForeignPartner, foreign_options: dict[str, Any]) -> None:
    exchange(foreign, foreign_options, integrity="rest02")
    sent, body = foreign.headers[1], foreign.bodies[1]
    expected = "SHA-256=" + base64.b64encode(hashlib.sha256(body).digest()).decode()
    assert sent["Digest"] == expected
    header, claims = by_hand.opened(sent["Agid-JWT-Signature"])
    assert header == {"alg": "RS256", "kid": by_hand.thumbprint(), "typ": "JWT"}
    assert claims.keys() == {"iss", "sub", "aud", "iat", "nbf", "exp", "jti", "signed_headers"}
    assert claims["iss"] == claims["sub"] == CLIENT
    assert claims["aud"] == "inps.example/isee"
    # An array of objects with one lower-case name each, in this order.
    assert claims["signed_headers"] == [{"digest": expected}, {"content-type": TYPE}]
    assert claims["nbf"] < claims["iat"] <= time.time() < claims["exp"]


def test_each_attempt_is_signed_anew(foreign: ForeignPartner, foreign_options: dict[str, Any]) -> None:

    foreign.says(gives_voucher(), says("DATABASE_OFFLINE"), NOTHING)
    asked(foreign_options, integrity="rest02").isee_attestation(question(), of_residents=True)
    first, second = (by_hand.opened(sent["Agid-JWT-Signature"])[1] for sent in foreign.headers[1:])
    assert first["jti"] != second["jti"]
    assert foreign.bodies[1] == foreign.bodies[2]


@pytest.mark.parametrize(
    ("identity", "user", "expected"),
    [("operator", "", "operatore-7"), ("body", "00123456789", "00123456789"), ("fixed", "BATCH", "BATCH")],
)
def test_who_the_user_is_said_to_be(
    foreign: ForeignPartner, foreign_options: dict[str, Any], identity: str, user: str, expected: str
) -> None:
    exchange(foreign, foreign_options, identity=identity, identity_user=user, office_code="042")
    assert foreign.headers[1]["INPS-Identity-UserId"] == expected
    assert foreign.headers[1]["INPS-Identity-CodiceUfficio"] == "042"
    assert f"<UserId>{expected}</UserId><CodiceUfficio>042</CodiceUfficio>".encode() in foreign.bodies[1]
