"""The sandbox's PDND: every check of an assertion, with the code that PDND answers; asked without any adapter between."""

import json
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from partners.sandbox import jose, pdnd
from tests.partners.adapters.inps import by_hand
from tests.partners.sandbox_process import SandboxProcess

PURPOSE = next(iter(pdnd.PURPOSES))


@pytest.fixture
def key(sandbox: SandboxProcess) -> RSAPrivateKey:
    """The Comune's, which the sandbox made."""
    found = load_pem_private_key(sandbox.key_file.read_bytes(), password=None)
    assert isinstance(found, RSAPrivateKey)
    return found


def claims(**changed: Any) -> dict[str, Any]:
    now = int(time.time())
    good = {
        "iss": pdnd.CLIENT_ID,
        "sub": pdnd.CLIENT_ID,
        "aud": pdnd.ASSERTION_AUDIENCE,
        "purposeId": PURPOSE,
        "jti": str(uuid4()),
        "iat": now,
        "exp": now + 100,
        **changed,
    }
    return {name: value for name, value in good.items() if value is not None}


def header(key: RSAPrivateKey, **changed: Any) -> dict[str, Any]:
    good = {"alg": "RS256", "kid": by_hand.thumbprint(key), "typ": "JWT", **changed}
    return {name: value for name, value in good.items() if value is not None}


def ask(sandbox: SandboxProcess, assertion: str, **form: Any) -> requests.Response:
    fields = {
        "client_id": pdnd.CLIENT_ID,
        "client_assertion": assertion,
        "client_assertion_type": pdnd.ASSERTION_TYPE,
        "grant_type": "client_credentials",
        **form,
    }
    return requests.post(f"{sandbox.url}/pdnd/token.oauth2", data=fields, timeout=5)


def codes(response: requests.Response) -> list[str]:
    problem = response.json()
    assert response.status_code == problem["status"] == 400
    assert problem.keys() == {"type", "status", "title", "correlationId", "detail", "errors"}
    return [error["code"] for error in problem["errors"]]


def test_a_voucher(sandbox: SandboxProcess, key: RSAPrivateKey) -> None:
    response = ask(sandbox, jose.signed(key, header(key), claims()))
    assert response.status_code == 200
    body = response.json()
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 600)
    head, payload = jose.parts(body["access_token"])
    (published,) = requests.get(f"{sandbox.url}/pdnd/.well-known/jwks.json", timeout=5).json()["keys"]
    assert head == {"use": "sig", "alg": "RS256", "typ": "at+jwt", "kid": published["kid"]}
    assert payload["purposeId"] == PURPOSE
    assert payload["exp"] - payload["iat"] == 600
    assert "," in payload["aud"]


def test_the_audience_may_be_a_list(sandbox: SandboxProcess, key: RSAPrivateKey) -> None:
    audiences = ["other", pdnd.ASSERTION_AUDIENCE]
    assert ask(sandbox, jose.signed(key, header(key), claims(aud=audiences))).status_code == 200


def test_a_digest_is_copied_into_the_voucher(sandbox: SandboxProcess, key: RSAPrivateKey) -> None:
    digest = {"alg": "SHA256", "value": "a" * 64}
    token = ask(sandbox, jose.signed(key, header(key), claims(digest=digest))).json()["access_token"]
    assert jose.parts(token)[1]["digest"] == digest


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"jti": None}, "0008"), ({"iat": None}, "0009"), ({"exp": None}, "0010"), ({"iss": str(uuid4())}, "0011"),
        ({"sub": None}, "0012"), ({"sub": str(uuid4())}, "0013"), ({"aud": None}, "0004"),
        ({"aud": "auth.interop.pagopa.it/client-assertion"}, "0005"), ({"purposeId": None}, "0014"),
        ({"purposeId": "mensa"}, "0030"), ({"exp": 1}, "0017"), ({"exp": 4_000_000_000}, "0017"),
        ({"nbf": 4_000_000_000}, "0019"), ({"scope": "x"}, "0032"), ({"digest": "x"}, "0025"),
        ({"digest": {"alg": "SHA256", "value": "a"}}, "0026"), ({"digest": {"alg": "MD5", "value": "a" * 64}}, "0027"),
        ({"purposeId": pdnd.SUSPENDED_PURPOSE}, "0020"),
    ],
)  # fmt: skip
def test_a_wrong_claim(
    sandbox: SandboxProcess, key: RSAPrivateKey, changed: dict[str, Any], code: str
) -> None:
    assert codes(ask(sandbox, jose.signed(key, header(key), claims(**changed))))[1] == f"009-{code}"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"alg": None}, "0028"),
        ({"alg": "HS256"}, "0029"),
        ({"kid": None}, "0015"),
        ({"kid": "short"}, "0031"),
    ],
)
def test_a_wrong_header(
    sandbox: SandboxProcess, key: RSAPrivateKey, changed: dict[str, Any], code: str
) -> None:
    assert codes(ask(sandbox, jose.signed(key, header(key, **changed), claims())))[1] == f"009-{code}"


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"client_assertion_type": "jwt"}, "0002"), ({"grant_type": "password"}, "0003"),
        ({"client_id": "comune"}, "0023"), ({"client_assertion": "no token"}, "0018"),
        ({"client_assertion": "a.b.c"}, "0018"),
    ],
)  # fmt: skip
def test_a_wrong_form(sandbox: SandboxProcess, key: RSAPrivateKey, form: dict[str, str], code: str) -> None:
    assertion = form.pop("client_assertion", jose.signed(key, header(key), claims()))
    assert codes(ask(sandbox, assertion, **form))[1] == f"009-{code}"


def test_the_key_of_somebody_else(sandbox: SandboxProcess, key: RSAPrivateKey) -> None:
    stranger = jose.signed(by_hand.KEY, header(by_hand.KEY), claims())
    assert codes(ask(sandbox, stranger)) == ["007-0006"]
    pretended = jose.signed(by_hand.KEY, header(key), claims())
    assert codes(ask(sandbox, pretended))[0] == "007-0003"


def test_a_purpose_of_nobody(sandbox: SandboxProcess, key: RSAPrivateKey) -> None:
    assert codes(ask(sandbox, jose.signed(key, header(key), claims(purposeId=str(uuid4()))))) == ["007-0006"]


def test_an_assertion_is_used_once(sandbox: SandboxProcess, key: RSAPrivateKey) -> None:
    assertion = jose.signed(key, header(key), claims())
    assert ask(sandbox, assertion).status_code == 200
    assert codes(ask(sandbox, assertion))[1] == "009-0008"


def test_the_key_is_its_owners_alone(sandbox: SandboxProcess) -> None:
    assert Path(sandbox.key_file).stat().st_mode & 0o777 == 0o600


def test_json_is_no_form(sandbox: SandboxProcess) -> None:
    response = requests.post(f"{sandbox.url}/pdnd/token.oauth2", json={}, timeout=5)
    assert codes(response) == ["007-0001"]
    assert json.loads(response.text)["detail"] == "Unable to generate a token for the given request"
