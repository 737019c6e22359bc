"""Plain makers of applications, calls and lists, with fixed readable values."""

from datetime import date
from decimal import Decimal
from typing import Any

from isee.models import Application, Call, WorkList
from isee.procedures import applications, work_lists
from isee.procedures.list_reading import Line
from sportello.models import Citizen, Service, User
from tests import make

SUBMITTED_ON = date(2026, 3, 2)
ACT = {"act_number": "41", "decided_on": date(2026, 3, 4), "signer": "dott. Aldo Serra, responsabile"}


def service(code: str = "mensa", name: str = "Mensa scolastica", **fields: Any) -> Service:
    fields.setdefault("documents", "Documento d'identità\nISEE")
    return make.service(code, name, kind=Service.Kind.APPLICATION, **fields)


def application(citizen: Citizen, operator: User, **fields: Any) -> Application:
    """An application still to be submitted, for the canteen unless said otherwise."""
    case_fields = {name: fields.pop(name) for name in ("benefit_code", "number") if name in fields}
    case = make.case(citizen, fields.pop("service", None) or service(), operator, **case_fields)
    made = applications.begin_application(case)
    for name, value in fields.items():
        setattr(made, name, value)
    made.save()
    return made


def submitted(
    citizen: Citizen, operator: User, *, on: date = SUBMITTED_ON, protocol: str = "18204", **fields: Any
) -> Application:
    """An application that came in on 2 March 2026."""
    made = application(citizen, operator, **fields)
    applications.submit(
        application=made, protocol_number=protocol, protocol_date=on, operator=operator, at=make.moment()
    )
    return made


def with_isee(value: str, valid_to: date = date(2026, 12, 31)) -> dict[str, Any]:
    """The fields of an attested ISEE."""
    return {
        "isee": Decimal(value),
        "isee_kind": "ordinary",
        "isee_origin": Application.IseeOrigin.SHOWN,
        "isee_valid_to": valid_to,
    }


def call(**fields: Any) -> Call:
    """A call of February 2026 with two places, in order of ISEE."""
    fields = {
        "title": "Buoni spesa 2026",
        "act": "determina 12 del 20/01/2026",
        "benefit_code": "A1.06",
        "opens_on": date(2026, 2, 1),
        "closes_on": date(2026, 2, 28),
        "places": 2,
        **fields,
    }
    return Call.objects.create(**fields)


def entries(call: Call, operator: User, *isee: str) -> list[Application]:
    """An application of the call for each ISEE, all of 10 February, by people of their own."""
    return [
        submitted(
            make.citizen("Gallo", f"Anna {number}", birth_date=date(1950 + number, 1, 1)),
            operator,
            on=date(2026, 2, 10),
            protocol=str(100 + number),
            call=call,
            **with_isee(value),
        )
        for number, value in enumerate(isee, start=1)
    ]


def work_list(operator: User, *lines: Line, **fields: Any) -> WorkList:
    """A list of the TARI bonus, as it came on 2 March 2026."""
    fields = {"kind": "tari", "title": "Bonus TARI 2025", "content": b"x", **fields}
    return work_lists.import_list(
        received_on=date(2026, 3, 2), lines=lines, by=operator, at=make.moment(), **fields
    )
