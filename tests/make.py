"""Plain makers of rows, with fixed readable values: a test names only what it is about."""

import hashlib
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile

from partners.models import Agreement, LookUp, PortalProcedure
from partners.portal import publish_procedure
from sportello import attachments
from sportello.attachment_files import Paper
from sportello.models import Attachment, Case, Citizen, Partner, Service, TaxCode, UnmetRequest, User, Visit
from tests import papers

ROME = ZoneInfo("Europe/Rome")
PASSWORD = "una-password-di-prova"


def moment(hour: int = 10, minute: int = 0, on: date = date(2026, 3, 4)) -> datetime:
    return datetime.combine(on, time(hour, minute), ROME)


def user(username: str, **fields: Any) -> User:
    made = User(username=username, **fields)
    made.set_password(PASSWORD)
    made.save()
    return made


def citizen(surname: str = "Neri", given_name: str = "Elena", code: str = "", **fields: Any) -> Citizen:
    fields.setdefault("birth_date", date(1948, 5, 17))
    made = Citizen.objects.create(surname=surname, given_name=given_name, **fields)
    if code:
        TaxCode.objects.create(citizen=made, code=code, added_on=date(2026, 1, 1))
    return made


def partner(code: str = "inps", name: str = "INPS", **fields: Any) -> Partner:
    return Partner.objects.get_or_create(code=code, defaults={"name": name, **fields})[0]


def service(code: str = "isee", name: str = "ISEE e agevolazioni", **fields: Any) -> Service:
    fields.setdefault("kind", Service.Kind.DOSSIER)
    return Service.objects.get_or_create(code=code, defaults={"name": name, **fields})[0]


def agreement(partner: Partner, *services: Service, **fields: Any) -> Agreement:
    """An agreement in force since 2020 and without end, unless said otherwise."""
    fields.setdefault("title", f"Accordo con {partner}")
    fields.setdefault("state", Agreement.State.IN_FORCE)
    fields.setdefault("starts_on", date(2020, 1, 1))
    made = Agreement.objects.create(partner=partner, **fields)
    made.services.set(services)
    return made


def procedure(
    service: Service, by: User, steps: str = "Incolla {codice fiscale}.", **fields: Any
) -> PortalProcedure:
    """The next version of what is done on the portal of a service's partner."""
    fields.setdefault("portal_name", "Servizi per gli enti")
    fields.setdefault("reason", "Il portale è cambiato")
    written = PortalProcedure(steps=steps, **fields)
    publish_procedure(procedure=written, service=service, by=by, at=moment())
    return written


def visit(ticket: str = "A001", **fields: Any) -> Visit:
    """A visit of this moment's day, waiting unless said otherwise."""
    fields.setdefault("arrived_at", moment())
    fields.setdefault("day", fields["arrived_at"].astimezone(ROME).date())
    if fields.get("operator"):
        fields.setdefault("state", Visit.State.IN_SERVICE)
        fields.setdefault("started_at", fields["arrived_at"])
        fields.setdefault("timer_from", fields["arrived_at"])
    return Visit.objects.create(ticket=ticket, **fields)


def unmet_request(operator: User, **fields: Any) -> UnmetRequest:
    fields.setdefault("at", moment())
    fields.setdefault("subject", "work")
    return UnmetRequest.objects.create(operator=operator, day=fields["at"].astimezone(ROME).date(), **fields)


def case(citizen: Citizen, service: Service, operator: User, **fields: Any) -> Case:
    fields.setdefault("number", Case.objects.count() + 1)
    fields.setdefault("opened_at", moment())
    return Case.objects.create(
        year=fields["opened_at"].year,
        kind=service.kind,
        citizen=citizen,
        service=service,
        responsible=operator,
        **fields,
    )


def look_up(case: Case, operator: User, **fields: Any) -> LookUp:
    """A look-up of a Certificazione Unica that was recorded and not yet answered."""
    fields = {
        "subject": case.citizen,
        "service": case.service,
        "document": LookUp.Document.CU,
        "tax_year": 2024 if fields.get("document", "cu") in ("cu", "pension_slip") else None,
        "tax_code": "NRELNE48E57H501T",
        "basis": LookUp.Basis.EX_OFFICIO,
        "protocol_number": "1234/2026",
        "protocol_date": date(2026, 3, 2),
        "benefit_code": "A2.12",
        "correlation_id": uuid4(),
        "asked_at": moment(),
        **fields,
    }
    return LookUp.objects.create(case=case, operator=operator, **fields)


def paper(content: bytes = b"", name: str = "cu.pdf") -> Paper:
    """A PDF as it comes from a form that was looked through."""
    content = content or papers.pdf()
    digest = hashlib.sha256(content).hexdigest()
    return Paper(ContentFile(content), name, Attachment.MediaType.PDF, digest)


def kept_attachment(case: Case, operator: User, content: bytes = b"") -> Attachment:
    """An attachment whose file lies in the storage."""
    return attachments.attach(
        case=case, paper=paper(content), kind=Attachment.Kind.INCOME, operator=operator, at=moment()
    )


def attachment(case: Case, operator: User, **fields: Any) -> Attachment:
    """The row of an attachment, without a file."""
    fields.setdefault("name", "cu.pdf")
    fields.setdefault("kind", Attachment.Kind.INCOME)
    return Attachment.objects.create(
        case=case,
        media_type=Attachment.MediaType.PDF,
        size=1000,
        uploaded_by=operator,
        uploaded_at=moment(),
        **fields,
    )
