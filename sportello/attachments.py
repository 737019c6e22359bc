"""Acts on the files of a case: put to it, opened, withdrawn. Nothing is deleted here."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sportello import attachment_files, daily_log
from sportello.attachment_files import Paper
from sportello.models import Attachment, Case, User
from sportello.permission import NotAllowed


class CannotAttach(NotAllowed):
    """The case takes no such file."""


class Withdrawn(NotAllowed):
    """The attachment was withdrawn: nobody opens it, and nobody withdraws it again."""


def attach(
    *,
    case: Case,
    paper: Paper,
    kind: Attachment.Kind,
    operator: User,
    at: datetime,
    year: int | None = None,
) -> Attachment:
    """Keep a file with a case; `year` is the one that it speaks of.

    Raises CannotAttach for a closed case, or a file that it has already; CannotKeep where the storage fails.
    """
    with attachment_files.kept(paper):
        return add(case=case, paper=paper, kind=kind, operator=operator, at=at, year=year)


def add(
    *, case: Case, paper: Paper, kind: Attachment.Kind, operator: User, at: datetime, year: int | None
) -> Attachment:
    """Write the row of a file, inside `attachment_files.kept`: for acts that do more in the same transaction."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    if not case.is_open:
        raise CannotAttach(f"La pratica {case} è chiusa: riaprila, poi allega il documento.")
    if twin := twin_of(case, paper.sha256):
        raise CannotAttach(told_twin(twin))
    attachment = Attachment.objects.create(
        case=case,
        name=paper.name,
        kind=kind,
        year=year,
        media_type=paper.media_type,
        size=paper.size,
        sha256=paper.sha256,
        uploaded_by=operator,
        uploaded_at=at,
    )
    _record("uploaded", f"allegato un file {attachment.get_media_type_display()}", attachment, operator, at)
    return attachment


def twin_of(case: Case, sha256: str) -> Attachment | None:
    """The attachment of a case with the very same bytes."""
    return case.attachments.kept().with_people().filter(sha256=sha256).first()


def told_twin(twin: Attachment) -> str:
    """That a file is there already, and since when."""
    day = timezone.localtime(twin.uploaded_at)
    return (
        f"Questo file è già nella pratica: è «{twin.name}», allegato il {day:%d/%m/%Y} "
        f"da {twin.uploaded_by.display_name}."
    )


@transaction.atomic
def open_attachment(*, attachment: Attachment, operator: User, at: datetime) -> bytes:
    """Give the bytes of an attachment, and write down that they were opened. Raises Withdrawn, Lost."""
    if attachment.is_withdrawn:
        raise Withdrawn("L'allegato è stato ritirato: non si apre più.")
    content = attachment_files.content_of(attachment)
    _record("opened", f"aperto l'allegato {attachment.pk}", attachment, operator, at)
    return content


@transaction.atomic
def withdraw(*, attachment: Attachment, reason: str, operator: User, at: datetime) -> None:
    """Take an attachment out of use with the reason; row and file stay until their term. Raises Withdrawn."""
    attachment.refresh_from_db(from_queryset=Attachment.objects.select_for_update())
    if attachment.is_withdrawn:
        raise Withdrawn("L'allegato è già stato ritirato da un collega.")
    attachment.withdrawn_by, attachment.withdrawn_at, attachment.withdrawn_reason = operator, at, reason
    attachment.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    _record("withdrawn", "ritirato un allegato", attachment, operator, at)


def _record(kind: str, what: str, attachment: Attachment, operator: User, at: datetime) -> None:
    """The line of the daily log: neither the name of the file nor what is in it."""
    daily_log.record(
        f"sportello.attachment.{kind}",
        f"Pratica {attachment.case}: {what}.",
        operator=operator,
        at=at,
        case=attachment.case,
    )
