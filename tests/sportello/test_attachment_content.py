"""What a file is, by its bytes alone."""

from io import BytesIO

import pytest
from PIL import Image

from sportello import attachment_content
from sportello.attachment_content import NotAPaper, media_type_of
from sportello.models import Attachment
from tests import papers

MediaType = Attachment.MediaType


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (papers.pdf(), MediaType.PDF),
        (b"\xef\xbb\xbf\r\n" + papers.pdf(), MediaType.PDF),
        (papers.jpeg(), MediaType.JPEG),
        (papers.png(), MediaType.PNG),
        (papers.p7m(papers.pdf()), MediaType.P7M),
        (papers.p7m(papers.p7m(papers.jpeg())), MediaType.P7M),
    ],
    ids=["pdf", "pdf after a mark", "jpeg", "png", "p7m", "signed twice"],
)
def test_a_paper_is_told_by_its_content(content: bytes, media_type: MediaType) -> None:
    assert media_type_of(BytesIO(content)) == media_type


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (papers.EXECUTABLE, attachment_content.UNKNOWN),
        (papers.HTML, attachment_content.UNKNOWN),
        (b"Saldo;1.000,00", attachment_content.UNKNOWN),
        (papers.HTML + papers.pdf(), attachment_content.UNKNOWN),
        (papers.pdf()[:-200], attachment_content.PDF_BROKEN),
        (b"%PDF-1.7\n" + papers.HTML, attachment_content.PDF_BROKEN),
        (b"%PDF-1.7\n%%EOF", attachment_content.PDF_BROKEN),
        (papers.pdf(password="segreta"), attachment_content.PDF_LOCKED),
        (papers.jpeg()[:-300], attachment_content.IMAGE_BROKEN),
        (papers.png()[:-300], attachment_content.IMAGE_BROKEN),
        (b"\xff\xd8\xff" + papers.HTML, attachment_content.IMAGE_BROKEN),
        (papers.p7m(papers.pdf())[:-100], attachment_content.ENVELOPE_BROKEN),
        (b"0\x82" + papers.EXECUTABLE, attachment_content.ENVELOPE_BROKEN),
        (papers.p7m(papers.pdf(), with_content=False), attachment_content.ENVELOPE_EMPTY),
        (papers.p7m(papers.EXECUTABLE), attachment_content.ENVELOPE_UNKNOWN),
        (papers.p7m(papers.HTML), attachment_content.ENVELOPE_UNKNOWN),
    ],
    ids=[
        "executable", "html", "csv", "html before a pdf", "truncated pdf", "html called pdf", "pdf without pages",
        "locked pdf", "truncated jpeg", "truncated png", "html called jpeg", "truncated p7m", "noise called p7m",
        "signature alone", "signed executable", "signed html",
    ],
)  # fmt: skip
def test_what_is_no_paper_is_told_in_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(NotAPaper) as refusal:
        media_type_of(BytesIO(content))
    assert str(refusal.value) == sentence


def test_an_image_of_too_many_points(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    with pytest.raises(NotAPaper, match="troppi punti"):
        media_type_of(BytesIO(papers.png()))
