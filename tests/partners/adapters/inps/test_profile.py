"""What is wrong with the settings is told in words that an administrator can act on, before anything is asked."""

from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from partners.adapters.base import NotConfigured
from partners.adapters.inps.profile import Operation, Options, Unusable, by_operation, offered, profile_of
from tests.partners.adapters.conftest import ForeignPartner
from tests.partners.adapters.inps import by_hand
from tests.partners.adapters.inps.conftest import PURPOSE, asked, question


def problem(options: dict[str, Any], foreign: ForeignPartner, **isee: Any) -> str:
    """What the administrator reads; nobody was asked."""
    with pytest.raises(NotConfigured) as raised:
        asked(options, **isee).isee_attestation(question(), of_residents=True)
    assert foreign.paths == []
    assert raised.value.sentence.startswith("Il collegamento con l'ente non è a posto dalla nostra parte")
    return raised.value.problem


def test_no_key_file(foreign: ForeignPartner, foreign_options: dict[str, Any]) -> None:
    assert problem(foreign_options, foreign, key_file="") == (
        "INPS_KEY_FILE manca: è il file della chiave privata del Comune per PDND."
    )


def test_a_key_file_that_is_not_there(foreign: ForeignPartner, foreign_options: dict[str, Any]) -> None:
    assert problem(foreign_options, foreign, key_file="/nowhere/comune.pem") == (
        "Il file di INPS_KEY_FILE (/nowhere/comune.pem) non si legge: No such file or directory. "
        "Deve leggerlo l'utente del programma."
    )


def encrypted(folder: Path) -> bytes:
    return by_hand.KEY.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"segreto"),
    )


def elliptic(folder: Path) -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@pytest.mark.parametrize("make", [lambda _: b"", lambda _: b"no key", encrypted, elliptic])
def test_a_file_that_is_no_key(
    foreign: ForeignPartner, foreign_options: dict[str, Any], tmp_path: Path, make: Any
) -> None:
    path = tmp_path / "wrong.pem"
    path.write_bytes(make(tmp_path))
    assert problem(foreign_options, foreign, key_file=str(path)) == (
        f"Il file di INPS_KEY_FILE ({path}) non è una chiave privata RSA in formato PEM senza password."
    )


def test_the_public_key(foreign: ForeignPartner, foreign_options: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "public.pem"
    path.write_bytes(
        by_hand.KEY.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )
    assert "è la chiave pubblica: serve quella privata" in problem(
        foreign_options, foreign, key_file=str(path)
    )


def test_a_short_key(foreign: ForeignPartner, foreign_options: dict[str, Any], tmp_path: Path) -> None:
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505  # that is the point
    assert "PDND vuole almeno 2048 bit" in problem(
        foreign_options, foreign, key_file=by_hand.key_file(tmp_path, short)
    )


def test_another_key_than_the_registered_one(
    foreign: ForeignPartner, foreign_options: dict[str, Any]
) -> None:
    told = problem(foreign_options, foreign, key_id="x" * 43)
    assert told.startswith("La chiave in INPS_KEY_FILE non è quella di INPS_KEY_ID")
    assert by_hand.thumbprint() in told


@pytest.mark.parametrize(
    ("setting", "value", "expected"),
    [
        ("purposes", "", "INPS_PURPOSES non ha la finalità di «isee_residents»"),
        ("purposes", f"isee_threshold={PURPOSE}", "INPS_PURPOSES non ha la finalità di «isee_residents»"),
        ("purposes", "mensa", "non è un identificativo di PDND (UUID)"),
        ("tracking", "audit03", "INPS_TRACKING dice «audit03»: può dire soltanto none, audit01, audit02."),
        ("integrity", "yes", "INPS_INTEGRITY dice «yes»: può dire soltanto none, rest02."),
        ("isee_url", "inps.it/isee", "L'indirizzo di «isee_residents»"),
    ],
)
def test_a_setting_that_is_wrong(
    foreign: ForeignPartner, foreign_options: dict[str, Any], setting: str, value: str, expected: str
) -> None:
    assert expected in problem(foreign_options, foreign, **{setting: value})


@pytest.mark.parametrize("switch", [{"tracking": "audit01"}, {"integrity": "rest02"}])
def test_signatures_need_an_audience(
    foreign: ForeignPartner, foreign_options: dict[str, Any], switch: dict[str, str]
) -> None:
    assert problem(foreign_options, foreign, audience="", **switch).startswith("INPS_AUDIENCE manca")


def test_a_value_for_each_service() -> None:
    written = "isee_residents=audit02, isee_threshold=none"
    assert by_operation(written) == {"isee_residents": "audit02", "isee_threshold": "none"}
    options = Options(
        isee_url="https://api.inps.it/pdnd/soap/ConsultazioneISEE/v2/",
        purposes=PURPOSE,
        audience="inps",
        tracking=written,
    )
    residents, threshold = (profile_of(options, each) for each in (Operation.RESIDENTS, Operation.THRESHOLD))
    assert (residents.tracking, threshold.tracking) == ("audit02", "none")
    assert residents.url == (
        "https://api.inps.it/pdnd/soap/ConsultazioneISEE/v2/ConsultazioneAttestazioneResidenti"
    )


def test_only_services_with_a_purpose_are_offered() -> None:
    assert offered(Options(purposes=f"isee_threshold={PURPOSE}")) == [Operation.THRESHOLD]
    assert offered(Options(purposes=PURPOSE)) == list(Operation)
    assert offered(Options()) == []


def test_unusable_is_for_the_administrator() -> None:
    with pytest.raises(Unusable, match="INPS_PURPOSES"):
        profile_of(Options(isee_url="https://inps.example"), Operation.RESIDENTS)
