"""Papers that the invented people bring: real PDF files, which say on themselves that they are for trying."""

from django.core.files.base import ContentFile

from sportello import documents
from sportello.attachment_files import Paper, digest_of
from sportello.models import Attachment


def invented(title: str, person: str, year: int) -> Paper:
    """A paper of an invented person, as if it came from a form."""
    data = {"title": title, "person": person, "year": str(year)}
    file = ContentFile(documents.render("demo_paper", data))
    name = f"{title.lower().replace(' ', '-')}-{year}.pdf"
    return Paper(file, name, Attachment.MediaType.PDF, digest_of(file))
