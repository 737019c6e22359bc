"""Mutual TLS: our certificate is shown to INPS alone, and theirs must be of an authority that we trust."""

import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from partners.adapters.base import Untrusted
from tests.partners.adapters.conftest import ForeignPartner
from tests.partners.adapters.inps import by_hand
from tests.partners.adapters.inps.conftest import NOTHING, asked, gives_voucher, question

AUTHORITY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certificate(path: Path, name: str, key: rsa.RSAPrivateKey, *, is_authority: bool = False) -> str:
    """A certificate for this machine, signed by the authority of this test."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority")])
    now = datetime.now(UTC)
    authority_key = AUTHORITY.public_key()
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key), critical=False
        )
        .add_extension(
            x509.KeyUsage(
                digital_signature=True, key_cert_sign=is_authority, crl_sign=is_authority,
                content_commitment=False, key_encipherment=False, data_encipherment=False, key_agreement=False,
                encipher_only=False, decipher_only=False,
            ),
            critical=True,
        )
        .sign(AUTHORITY, hashes.SHA256())
    )  # fmt: skip
    path.write_bytes(built.public_bytes(Encoding.PEM))
    return str(path)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    folder = tmp_path / "tls"
    folder.mkdir()
    return {
        "authority": certificate(folder / "authority.pem", "authority", AUTHORITY, is_authority=True),
        "certificate": certificate(folder / "certificate.pem", "comune", by_hand.KEY),
        "key": by_hand.key_file(folder),
    }


@pytest.fixture
def inps_over_tls(files: dict[str, str]) -> Iterator[tuple[str, list[Any]]]:
    """An INPS that talks only to who shows a certificate; its address, and whose it saw."""
    seen: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            connection: Any = self.connection
            subject = connection.getpeercert()["subject"]
            seen.append(dict(pair[0] for pair in subject)["commonName"])
            self.rfile.read(int(self.headers["Content-Length"]))
            NOTHING(self)

        def log_message(self, *args: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *args: None  # type: ignore[method-assign]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files["certificate"], files["key"])
    context.load_verify_locations(files["authority"])
    context.verify_mode = ssl.CERT_REQUIRED
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{server.server_port}/v2", seen
    server.shutdown()
    server.server_close()
    thread.join()


def test_our_certificate_is_shown(
    foreign: ForeignPartner,
    foreign_options: dict[str, Any],
    inps_over_tls: tuple[str, list[Any]],
    files: dict[str, str],
) -> None:
    address, seen = inps_over_tls
    foreign.says(gives_voucher())
    inps = asked(
        foreign_options,
        isee_url=address,
        authorities_file=files["authority"],
        certificate_file=files["certificate"],
        certificate_key_file=files["key"],
    )
    assert not inps.isee_attestation(question(), of_residents=True).found
    assert seen == ["comune"]


@pytest.mark.parametrize("lacking", ["authorities_file", "certificate_file"])
def test_without_one_of_them_nothing_is_sent(
    foreign: ForeignPartner,
    foreign_options: dict[str, Any],
    inps_over_tls: tuple[str, list[Any]],
    files: dict[str, str],
    lacking: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    address, seen = inps_over_tls
    foreign.says(gives_voucher())
    tls = {
        "authorities_file": files["authority"],
        "certificate_file": files["certificate"],
        "certificate_key_file": files["key"],
        lacking: "",
    }
    with pytest.raises(Untrusted) as raised:
        asked(foreign_options, isee_url=address, **tls).isee_attestation(question(), of_residents=True)
    assert seen == []
    assert len([call for call in raised.value.trace.calls if call.is_of_the_service]) == 1
    assert "SSLError" in caplog.text
    assert raised.value.sentence.startswith("La connessione cifrata con l'ente non riesce")
