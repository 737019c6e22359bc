"""A look-up on the portal channel: what the operator read there is written back, and the paper is put where it belongs."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from partners import accesses, look_ups
from partners.models import LookUp, LookUpAccess, LookUpOutcome, LookUpPaper
from partners.questions import Heard
from sportello import attachment_files, attachments
from sportello.attachment_files import Paper
from sportello.models import Attachment, User, Visit
from sportello.permission import NotAllowed

Result = LookUpOutcome.Result
# What a portal may have shown, in the words of the form.
OUTCOMES = {
    Result.FOUND: "Il documento c'è",
    Result.NOT_FOUND: "Il portale non ha dati per questa persona",
    Result.REFUSED: "Il portale ha rifiutato la domanda",
    Result.UNREACHABLE: "Il portale non risponde",
}


@dataclass(frozen=True)
class TypedBack:
    """What the operator read on the portal: number and day of the paper there, the refusal in its words.

    `paper`: the file that was taken from there; `handed_over`: whether it was printed there for the person.
    """

    result: LookUpOutcome.Result
    external_number: str = ""
    external_date: date | None = None
    message: str = ""
    paper: Paper | None = None
    handed_over: bool = False


def keeps_paper(look_up: LookUp) -> bool:
    """Whether the paper stays with the case: what a person asked for the own use goes when the visit ends."""
    return look_up.basis != LookUp.Basis.REQUEST


def write_outcome(
    *, look_up: LookUp, typed: TypedBack, operator: User, at: datetime, client_ip: str | None = None
) -> None:
    """Write once what the portal said; the paper of a procedure is attached to its case, that of a person is held.

    Raises NotAllowed where the outcome is written already, or the visit of who asked is over and a paper came;
    CannotAttach, CannotKeep as attachments do.
    """
    if look_up.channel != LookUp.Channel.PORTAL or hasattr(look_up, "outcome"):
        raise NotAllowed("L'esito di questa consultazione è già scritto: non si cambia.")
    attached = typed.paper if keeps_paper(look_up) else None
    with attachment_files.kept(attached) if attached else transaction.atomic():
        attachment = _attach(look_up, attached, operator, at) if attached else None
        answered = None if typed.result == Result.REFUSED else typed.result != Result.UNREACHABLE
        is_first = look_ups.conclude(
            look_up,
            Heard(typed.result, message=typed.message, answered=answered),
            at=at,
            by=operator,
            external_number=typed.external_number,
            external_date=typed.external_date,
            attachment=attachment,
        )
        if not is_first:
            raise NotAllowed("Un collega ha appena scritto l'esito di questa consultazione: guardalo.")
        if typed.paper and not attached:
            _hold(look_up, typed.paper, at)
        if typed.handed_over:
            accesses.record(look_up, LookUpAccess.Kind.PRINT, operator=operator, at=at, client_ip=client_ip)


def _attach(look_up: LookUp, paper: Paper, operator: User, at: datetime) -> Attachment:
    return attachments.add(
        case=look_up.case,
        paper=paper,
        kind=Attachment.Kind.INCOME if look_up.document == LookUp.Document.CU else Attachment.Kind.OTHER,
        operator=operator,
        at=at,
        year=look_up.tax_year,
    )


def _hold(look_up: LookUp, paper: Paper, at: datetime) -> None:
    visit = Visit.objects.get(pk=look_up.visit_id) if look_up.visit_id else None
    if visit is None or visit.state in look_ups.OVER:
        raise NotAllowed(
            "La visita di chi ha chiesto è finita: il documento non si può più tenere. Scrivi l'esito senza il file."
        )
    paper.file.seek(0)
    LookUpPaper.objects.create(
        look_up=look_up, content=paper.file.read(), media_type=paper.media_type, received_at=at
    )
