"""Small real files: a PDF, a photograph, a signed document; and what only looks like one."""

from datetime import UTC, datetime
from functools import cache
from io import BytesIO

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID
from PIL import Image
from pypdf import PdfWriter

HTML = b"<!doctype html><html><script>alert(1)</script></html>"
EXECUTABLE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + bytes(200)


def pdf(title: str = "Certificazione Unica", password: str = "") -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.add_metadata({"/Title": title})
    if password:
        writer.encrypt(password, algorithm="AES-256")
    return _bytes(writer.write)


def jpeg() -> bytes:
    return _bytes(lambda out: _picture().save(out, "JPEG"))


def png() -> bytes:
    return _bytes(lambda out: _picture().save(out, "PNG"))


def p7m(content: bytes, *, with_content: bool = True) -> bytes:
    """A document in the signature of an invented person (CAdES: the document lies inside)."""
    key, certificate = _signer()
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content).add_signer(certificate, key, SHA256())
    options = [pkcs7.PKCS7Options.Binary] + ([] if with_content else [pkcs7.PKCS7Options.DetachedSignature])
    return builder.sign(Encoding.DER, options)


def _picture() -> Image.Image:
    return Image.linear_gradient("L").resize((400, 300)).convert("RGB")


def _bytes(write: object) -> bytes:
    out = BytesIO()
    write(out)  # type: ignore[operator]
    return out.getvalue()


@cache
def _signer() -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Gallo Ines")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2030, 1, 1, tzinfo=UTC))
        .sign(key, SHA256())
    )
    return key, certificate
