"""What the administrator is told of the way to INPS: at start by a system check, on the page of the partners at any time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.core.checks import run_checks
from django.utils import timezone

from partners.adapters.base import Untrusted
from partners.models import LookUp, LookUpCall, LookUpOutcome
from partners.partner_problems import problems_of, problems_of_settings
from sportello.models import Case, User
from tests import make
from tests.partners.adapters.inps import by_hand

GOOD = {
    "environment": "produzione",
    "token_url": "https://auth.interop.pagopa.it/token.oauth2",
    "assertion_audience": "auth.interop.pagopa.it/client-assertion",
    "client_id": "0c5a1a52-5d1c-4a8e-9a05-0d7d4f2b7c11",
    "isee_url": "https://api.inps.it/pdnd/soap/ConsultazioneISEE/v2",
    "purposes": "2f3e4d5c-6b7a-4988-8776-554433221100",
    "audience": "api.inps.it",
}


@pytest.fixture
def told(settings: Any, tmp_path: Path) -> Callable[..., list[str]]:
    """What is told of a production server that differs from a good one in these settings."""
    key_file = by_hand.key_file(tmp_path)
    Path(key_file).chmod(0o600)

    def problems(**changed: Any) -> list[str]:
        settings.DEMO = False
        isee = {**GOOD, "key_file": key_file, **changed}
        options = {"base_url": "https://inps.example/v1", "token": "given", "isee": isee}
        settings.PARTNERS = {"inps": {"ADAPTER": "x", "OPTIONS": options}}
        return problems_of_settings().get("inps", [])

    return problems


def certificate(folder: Path, ends: datetime, key: rsa.RSAPrivateKey = by_hand.KEY) -> dict[str, str]:
    """Our certificate for mutual TLS, with the key of all tests beside it."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "comune.example")])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(ends)
        .sign(by_hand.KEY, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(built.public_bytes(Encoding.PEM))
    return {"certificate_file": str(path), "certificate_key_file": by_hand.key_file(folder)}


def test_a_good_set_up_has_none(told: Callable[..., list[str]]) -> None:
    assert told() == []


def test_by_the_portal_alone_nothing_is_wanted(told: Callable[..., list[str]]) -> None:
    assert told(isee_url="", key_file="", client_id="", purposes="") == []


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"client_id": "comune"}, "INPS_CLIENT_ID manca o non è un identificativo di PDND"),
        ({"key_file": ""}, "INPS_KEY_FILE manca"),
        ({"key_file": "/nowhere/comune.pem"}, "(/nowhere/comune.pem) non si legge"),
        ({"key_id": "x" * 43}, "non è quella di INPS_KEY_ID"),
        ({"purposes": ""}, "INPS_PURPOSES manca"),
        ({"purposes": "mensa"}, "non è un identificativo di PDND (UUID)"),
        ({"assertion_audience": ""}, "INPS_ASSERTION_AUDIENCE manca"),
        (
            {"assertion_audience": "auth.uat.interop.pagopa.it/client-assertion"},
            "per auth.interop.pagopa.it è «auth.interop.pagopa.it/client-assertion»",
        ),
        (
            {"isee_url": "https://api.collaudo.inps.it/pdnd/soap/ConsultazioneISEE/v2"},
            "è il collaudo di INPS",
        ),
        (
            {
                "token_url": "https://auth.uat.interop.pagopa.it/token.oauth2",
                "assertion_audience": "auth.uat.interop.pagopa.it/client-assertion",
            },
            "è un ambiente di prova di PDND",
        ),
        ({"token_url": ""}, "INPS_TOKEN_URL manca"),
        ({"token_url": "http://pdnd.example/token"}, "INPS_TOKEN_URL non è https"),
        ({"isee_url": "http://127.0.0.1:8001/inps/isee/v2"}, "INPS_ISEE_URL è l'indirizzo della prova"),
        ({"tracking": "audit9"}, "INPS_TRACKING dice «audit9»"),
        ({"tracking": "audit02", "audience": ""}, "INPS_AUDIENCE manca"),
        ({"identity": "nobody"}, "INPS_IDENTITY dice «nobody»"),
        ({"identity": "body"}, "INPS_IDENTITY_USER manca"),
        ({"assertion_seconds": 1}, "INPS_ASSERTION_SECONDS"),
        (
            {"certificate_file": "/nowhere/c.pem"},
            "INPS_CERTIFICATE_FILE o INPS_CERTIFICATE_KEY_FILE non si leggono",
        ),
        ({"authorities_file": "/nowhere/ca.pem"}, "INPS_AUTHORITIES_FILE non si legge"),
    ],
)
def test_each_mistake_is_told_once_with_its_setting(
    told: Callable[..., list[str]], changed: dict[str, Any], sentence: str
) -> None:
    (problem,) = told(**changed)
    assert sentence in problem


def test_a_key_that_others_may_read(told: Callable[..., list[str]], tmp_path: Path) -> None:
    (tmp_path / "comune.pem").chmod(0o644)
    (problem,) = told()
    assert problem.endswith(f"(chmod 600 {tmp_path}/comune.pem).")


@pytest.mark.parametrize(
    ("days", "sentence"), [(-1, "è scaduto il"), (20, "scade il"), (200, "")], ids=["over", "soon", "good"]
)
def test_the_end_of_our_certificate(
    told: Callable[..., list[str]], tmp_path: Path, days: int, sentence: str
) -> None:
    found = told(**certificate(tmp_path, datetime.now(UTC) + timedelta(days=days, hours=1)))
    assert [sentence in problem for problem in found] == ([True] if sentence else [])


def test_a_certificate_of_another_key(told: Callable[..., list[str]], tmp_path: Path) -> None:
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    (problem,) = told(**certificate(tmp_path, datetime.now(UTC) + timedelta(days=200), other))
    assert problem.startswith("La chiave di INPS_CERTIFICATE_KEY_FILE non è quella del certificato")


def test_the_system_check_says_the_same(told: Callable[..., list[str]]) -> None:
    (problem,) = told(client_id="comune")
    messages = [message for message in run_checks(tags=["sportello"]) if message.id == "partners.E001"]
    assert [message.msg for message in messages] == [f"INPS: {problem}"]


def test_a_demonstration_may_start_before_the_sandbox_has_made_the_key(settings: Any, tmp_path: Path) -> None:
    isee = {**GOOD, "key_file": str(tmp_path / "later.pem"), "isee_url": "http://127.0.0.1:8001/inps/isee/v2"}
    settings.PARTNERS = {"inps": {"ADAPTER": "x", "OPTIONS": {"base_url": "", "token": "", "isee": isee}}}
    assert problems_of_settings() == {}


# What only the partner can know


@pytest.fixture
def look_up(operator: User, cud_case: Case) -> LookUp:
    return make.look_up(cud_case, operator)


def call(look_up: LookUp, status: int, **fields: Any) -> None:
    fields = {"operation": "voucher", "at": timezone.now(), "purpose_id": GOOD["purposes"], **fields}
    LookUpCall.objects.create(look_up=look_up, http_status=status, duration_ms=5, **fields)


def test_a_refusal_of_pdnd_is_told_until_a_voucher_comes(look_up: LookUp) -> None:
    call(look_up, 400)
    (problem,) = problems_of("inps", at=timezone.now())
    assert problem.startswith("PDND non rilascia il voucher (HTTP 400, ")
    assert GOOD["purposes"] in problem
    call(look_up, 200)
    assert problems_of("inps", at=timezone.now()) == []


def test_an_old_refusal_says_nothing_of_today(look_up: LookUp) -> None:
    call(look_up, 400, at=timezone.now() - timedelta(days=2))
    assert problems_of("inps", at=timezone.now()) == []


def test_a_refusal_at_the_gateway_is_told(look_up: LookUp) -> None:
    LookUpOutcome.objects.create(
        look_up=look_up,
        result="refused",
        http_status=403,
        attempts=1,
        duration_ms=40,
        purpose_id=GOOD["purposes"],
        reference="GW-1",
        at=timezone.now(),
    )
    (problem,) = problems_of("inps", at=timezone.now())
    assert "rifiutata alla porta dell'ente" in problem
    assert "codice GW-1" in problem
    assert problems_of("enel", at=timezone.now()) == []


def test_a_certificate_that_is_not_trusted_is_told(look_up: LookUp) -> None:
    LookUpOutcome.objects.create(
        look_up=look_up,
        result="unreachable",
        message=Untrusted.sentence_of_all(),
        duration_ms=40,
        at=timezone.now(),
    )
    (problem,) = problems_of("inps", at=timezone.now())
    assert problem.startswith("La connessione cifrata non è riuscita (")
    assert "INPS_AUTHORITIES_FILE" in problem
