"""Papers that the invented people bring: real PDF files, which say on themselves that they are for trying."""

from datetime import datetime

from django.core.files.base import ContentFile

from sportello import attachments, documents
from sportello.attachment_files import Paper, digest_of
from sportello.models import Attachment, Case, User


def bring(
    case: Case, title: str, kind: Attachment.Kind, *, year: int, operator: User, at: datetime
) -> Attachment:
    """Attach an invented paper to a case."""
    data = {"title": title, "person": case.citizen.full_name, "year": str(year)}
    file = ContentFile(documents.render("demo_paper", data))
    name = f"{title.lower().replace(' ', '-')}-{year}.pdf"
    paper = Paper(file, name, Attachment.MediaType.PDF, digest_of(file))
    return attachments.attach(case=case, paper=paper, kind=kind, operator=operator, at=at, year=year)
