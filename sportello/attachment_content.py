"""What a file really is: its bytes say it, never its name."""

from typing import BinaryIO

from asn1crypto import cms, core
from PIL import Image
from pypdf import PdfReader

from sportello.models import Attachment

MediaType = Attachment.MediaType
PDF, JPEG, PNG = b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
PDF_END = b"%%EOF"
# A document signed by several people one after the other is an envelope in an envelope.
DEEPEST_ENVELOPE = 5

UNKNOWN = (
    "Dentro il file non c'è un PDF, una foto JPEG o PNG, né un P7M, qualunque sia il suo nome. "
    "Scansiona il documento, oppure salvalo come PDF, e allega quello."
)
PDF_BROKEN = "Il PDF è incompleto o rovinato: non si apre. Scansionalo o scaricalo di nuovo."
PDF_LOCKED = "Il PDF si apre solo con una password: salvalo senza password, poi allegalo."
IMAGE_BROKEN = "L'immagine è incompleta o rovinata: non si apre. Scansiona o fotografa di nuovo il documento."
IMAGE_HUGE = "L'immagine ha troppi punti: scansiona il documento a una risoluzione più bassa."
ENVELOPE_BROKEN = "Il P7M è incompleto o rovinato: chiedi di nuovo il file firmato."
ENVELOPE_EMPTY = "Nel P7M c'è la firma ma non il documento: chiedi il file firmato intero."
ENVELOPE_UNKNOWN = "Nel P7M il documento firmato non è un PDF né un'immagine: chiedi il documento in PDF."


class NotAPaper(ValueError):
    """The file is nothing that can be kept; the message is the sentence for the operator."""


def media_type_of(file: BinaryIO) -> MediaType:
    """Tell what a file is by reading it as that. Raises NotAPaper for anything else, or where it is broken."""
    file.seek(0)
    head = file.read(64)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(PDF):
        _read_pdf(file)
        return MediaType.PDF
    if head.startswith(JPEG):
        _read_image(file, "JPEG")
        return MediaType.JPEG
    if head.startswith(PNG):
        _read_image(file, "PNG")
        return MediaType.PNG
    if head.startswith(b"\x30"):  # a sequence of ASN.1
        _read_envelope(file)
        return MediaType.P7M
    raise NotAPaper(UNKNOWN)


def _read_pdf(file: BinaryIO) -> None:
    file.seek(0, 2)
    file.seek(max(0, file.tell() - 1024))
    if PDF_END not in file.read():
        raise NotAPaper(PDF_BROKEN)
    try:
        reader = PdfReader(file)
        locked = reader.is_encrypted and not reader.decrypt("")
        pages = 0 if locked else len(reader.pages)
    except Exception as error:  # what a broken file makes the reader stumble upon is anything
        raise NotAPaper(PDF_BROKEN) from error
    if locked:
        raise NotAPaper(PDF_LOCKED)
    if not pages:
        raise NotAPaper(PDF_BROKEN)


def _read_image(file: BinaryIO, kind: str) -> None:
    file.seek(0)
    try:
        with Image.open(file, formats=[kind]) as image:
            if kind == "JPEG":
                image.draft("L", (1, 1))  # read to its end, but at an eighth of its size
                image.load()
            else:
                image.verify()  # the checksum of each part, without unpacking the points
    except Image.DecompressionBombError as error:
        raise NotAPaper(IMAGE_HUGE) from error
    except Exception as error:  # as above
        raise NotAPaper(IMAGE_BROKEN) from error


def _read_envelope(file: BinaryIO) -> None:
    """A P7M is a document inside a signature: both must be there, and the document must be one that we take."""
    file.seek(0)
    content = file.read()
    for _ in range(DEEPEST_ENVELOPE):
        content = _content_of(content)
        if not content.startswith(b"\x30"):
            break
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((PDF, JPEG, PNG)):
        raise NotAPaper(ENVELOPE_UNKNOWN)


def _content_of(envelope: bytes) -> bytes:
    try:
        signed = cms.ContentInfo.load(envelope, strict=True)
        is_signature = signed["content_type"].native == "signed_data"
        signers = len(signed["content"]["signer_infos"]) if is_signature else 0
        inside = signed["content"]["encap_content_info"]["content"] if signers else core.Void()
        content = b"" if isinstance(inside, core.Void) else bytes(inside)
    except Exception as error:  # as above
        raise NotAPaper(ENVELOPE_BROKEN) from error
    if not is_signature:
        raise NotAPaper(UNKNOWN)
    if not content:
        raise NotAPaper(ENVELOPE_EMPTY)
    return content
