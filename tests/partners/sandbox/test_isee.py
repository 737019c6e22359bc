"""INPS's gateway and ISEE services, asked without any adapter between: nothing wrong passes."""

import base64
import hashlib
import time
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree as ET

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from partners.sandbox import isee_paper, jose, pdnd, reserved
from partners.sandbox.isee_people import PEOPLE, household_of
from partners.sandbox.tax_code import is_right
from tests.partners.adapters.inps import by_hand
from tests.partners.sandbox import test_pdnd
from tests.partners.sandbox.test_pdnd import claims, header
from tests.partners.sandbox_process import SandboxProcess

key = test_pdnd.key  # a fixture

OPERATION = "ConsultazioneAttestazioneResidenti"
TYPE = "text/xml; charset=utf-8"
ENVELOPE = """<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:c="http://inps.it/ConsultazioneISEE">
<s:Header><i:Identity xmlns:i="http://inps.it/"><UserId>op-1</UserId><CodiceUfficio>001</CodiceUfficio></i:Identity>
</s:Header><s:Body><c:{operation}><c:request><c:RicercaCF><c:CodiceFiscale>{code}</c:CodiceFiscale>
<c:DataValidita>2026-03-04</c:DataValidita><c:PrestazioneDaErogare>A2.12</c:PrestazioneDaErogare>
<c:ProtocolloDomandaEnteErogatore>1234</c:ProtocolloDomandaEnteErogatore>
<c:StatodomandaPrestazione>Da Erogare</c:StatodomandaPrestazione></c:RicercaCF></c:request></c:{operation}></s:Body>
</s:Envelope>"""

Send = Callable[..., requests.Response]


def content(code: str = reserved.FOUND) -> bytes:
    return ENVELOPE.format(operation=OPERATION, code=code).encode()


@pytest.fixture
def send(sandbox: SandboxProcess, key: RSAPrivateKey) -> Send:
    """A question that is right in everything, but for what a test changes."""

    def ask(
        body: bytes = content(), *, digest: str = "", operation: str = OPERATION, **changed: str | None
    ) -> requests.Response:
        more = {"digest": {"alg": "SHA256", "value": digest}} if digest else {}
        assertion = jose.signed(key, header(key), claims(**more))
        token = test_pdnd.ask(sandbox, assertion).json()["access_token"]
        headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": TYPE,
            "SOAPAction": f'"http://inps.it/ConsultazioneISEE/ISvcConsultazione/{operation}"',
            "INPS-Identity-UserId": "op-1",
            "INPS-Identity-CodiceUfficio": "001",
            **{name.replace("_", "-"): value for name, value in changed.items()},
        }
        sent = {name: value for name, value in headers.items() if value is not None}
        url = f"{sandbox.url}/inps/isee/v2/{operation}"
        return requests.post(url, data=body, headers=sent, timeout=5)

    return ask


def text(response: requests.Response, name: str) -> str:
    found = [each for each in ET.fromstring(response.content).iter() if each.tag.endswith(f"}}{name}")]  # noqa: S314
    return found[0].text or "" if found else ""


def refused(response: requests.Response, status: int) -> str:
    """The title that the gateway tells; it names its answer and no cause."""
    assert response.status_code == status
    assert "<SOAP-ENV:Fault>" in response.text
    assert len(text(response, "govway_id")) == 36
    return text(response, "title")


def test_a_right_question(send: Send) -> None:
    response = send()
    assert response.status_code == 200
    assert text(response, "Esito") == "OK"
    document = ET.fromstring(base64.b64decode(text(response, "XmlEsitoAttestazione")))  # noqa: S314
    assert document.tag == "{http://inps.it/ISEERiforma}EsitoAttestazione"


@pytest.mark.parametrize("voucher", [None, "Bearer x", "Basic eDp5", f"Bearer {by_hand.voucher()}"])
def test_no_genuine_voucher(send: Send, voucher: str | None) -> None:
    assert refused(send(Authorization=voucher), 403) == "AuthorizationExpiredOrInvalid"


def test_the_purpose_of_another_service(send: Send) -> None:
    body = ENVELOPE.format(operation="ConsultazioneAttestazione", code=reserved.FOUND).encode()
    assert refused(send(body, operation="ConsultazioneAttestazione"), 403) == "AuthorizationDeny"


def test_another_action_than_the_address(send: Send) -> None:
    assert send(SOAPAction='"x"').status_code == 500


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<UserId>op-1</UserId>", "<UserId>op-2</UserId>"),
        ("<CodiceUfficio>001</CodiceUfficio>", ""),
        ("<UserId>", '<UserId xmlns="http://inps.it/">'),
        ("<c:DataValidita>2026-03-04</c:DataValidita>", ""),
        ("2026-03-04", "04/03/2026"),
        ("A2.12", "A9.99"),
        ("Da Erogare", "da erogare"),
        ("StatodomandaPrestazione", "StatoDomandaPrestazione"),
        ("<c:RicercaCF>", "<c:RicercaCF><c:Altro/>"),
        (reserved.FOUND, "RSSMRA80A01H501A"),
        (reserved.FOUND, "XXXTRVRLA01X000E"),
    ],
)
def test_a_question_that_is_not_whole(send: Send, old: str, new: str) -> None:
    response = send(content().replace(old.encode(), new.encode()))
    assert (response.status_code, text(response, "Esito")) == (200, "RICHIESTA_INVALIDA")
    assert text(response, "DescrizioneErrore")


def evidence(key: RSAPrivateKey, **changed: Any) -> str:
    now = int(time.time())
    payload = {
        "iss": pdnd.CLIENT_ID,
        "aud": pdnd.AUDIENCE,
        "iat": now,
        "nbf": now,
        "exp": now + 60,
        "jti": str(uuid4()),
        "purposeId": test_pdnd.PURPOSE,
        "dnonce": 1234567890123,
        "userID": "op-1",
        "userLocation": "Sportello 2",
        "LoA": "LoA2",
        **changed,
    }
    return jose.signed(key, header(key), payload)


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "x"},
        {"iss": "x"},
        {"exp": 1},
        {"nbf": 4_000_000_000},
        {"purposeId": "x"},
        {"LoA": ""},
        {"dnonce": 7},
    ],
)
def test_an_evidence_that_is_wrong(
    sandbox: SandboxProcess, key: RSAPrivateKey, send: Send, changed: dict[str, Any]
) -> None:
    sandbox.demand(tracking="audit01")
    assert send(Agid_JWT_TrackingEvidence=evidence(key)).status_code == 200
    wrong = evidence(key, **changed)
    assert refused(send(Agid_JWT_TrackingEvidence=wrong), 400) == "InteroperabilityInvalidRequest"


def test_an_evidence_that_the_voucher_is_not_bound_to(
    sandbox: SandboxProcess, key: RSAPrivateKey, send: Send
) -> None:
    sandbox.demand(tracking="audit02")
    token = evidence(key)
    digest = hashlib.sha256(token.encode()).hexdigest()
    assert send(digest=digest, Agid_JWT_TrackingEvidence=token).status_code == 200
    assert refused(send(digest="a" * 64, Agid_JWT_TrackingEvidence=token), 400)
    assert refused(send(Agid_JWT_TrackingEvidence=token), 400)


def signature(key: RSAPrivateKey, body: bytes, **changed: Any) -> dict[str, str]:
    digest = "SHA-256=" + base64.b64encode(hashlib.sha256(body).digest()).decode()
    now = int(time.time())
    payload = {
        "iss": pdnd.CLIENT_ID,
        "sub": pdnd.CLIENT_ID,
        "aud": pdnd.AUDIENCE,
        "iat": now,
        "nbf": now,
        "exp": now + 60,
        "jti": str(uuid4()),
        "signed_headers": [{"digest": digest}, {"content-type": TYPE}],
        **changed,
    }
    return {"Digest": digest, "Agid_JWT_Signature": jose.signed(key, header(key), payload)}


@pytest.mark.parametrize(
    "changed",
    [
        {"signed_headers": {"digest": "x", "content-type": TYPE}},
        {"signed_headers": []},
        {"signed_headers": [{"Digest": "x"}, {"Content-Type": TYPE}]},
        {"aud": "http://127.0.0.1"},
        {"sub": "x"},
        {"exp": 1},
    ],
)
def test_a_signature_that_is_wrong(
    sandbox: SandboxProcess, key: RSAPrivateKey, send: Send, changed: dict[str, Any]
) -> None:
    sandbox.demand(integrity="rest02")
    assert send(**signature(key, content())).status_code == 200
    assert refused(send(**signature(key, content(), **changed)), 400)


def test_one_byte_more_than_was_signed(sandbox: SandboxProcess, key: RSAPrivateKey, send: Send) -> None:
    sandbox.demand(integrity="rest02")
    assert refused(send(content() + b"\n", **signature(key, content())), 400)


def test_a_signature_is_used_once(sandbox: SandboxProcess, key: RSAPrivateKey, send: Send) -> None:
    sandbox.demand(integrity="rest02")
    headers = signature(key, content())
    assert send(**headers).status_code == 200
    assert refused(send(**headers), 400)


# Whom INPS knows


def test_forty_people_with_right_codes() -> None:
    on = date(2026, 11, 25)
    assert len(PEOPLE) == 40
    for line in PEOPLE:
        _, _, letters, rest, _ = line.split(" ", 4)
        household = household_of(f"{letters}48{rest}E", on)
        others = [person for person in household.people if person.tax_code != f"{letters}48{rest}E"]
        assert all(is_right(person.tax_code) for person in others)
        assert household.people[0].relation == "D"


def test_the_figures_of_a_household_agree() -> None:
    figures = isee_paper.Figures("2", 4)
    assert figures.ise == (figures.isr + figures.isp / 5).quantize(isee_paper.CENT)
    assert figures.isee == (figures.ise / figures.scale).quantize(isee_paper.CENT)


def test_what_is_demanded_must_be_known(sandbox: SandboxProcess) -> None:
    response = requests.post(f"{sandbox.url}/_security", json={"tracking": "all"}, timeout=5)
    assert response.status_code == 422
