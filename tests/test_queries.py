"""How many queries each page costs: the same with ten rows of each thing as with ten thousand."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from isee.models import (
    Account,
    Application,
    Income,
    Instrument,
    Member,
    NeededPaper,
    Property,
    RankingRow,
    WorkLine,
)
from partners.models import ContractEvent, LookUp, LookUpOutcome, Reachability
from sportello.models import (
    Act,
    Attachment,
    Case,
    Citizen,
    Closure,
    Counter,
    Delegation,
    LogEntry,
    TaxCode,
    User,
    Visit,
)
from tests import make
from tests.isee import apply
from tests.isee import make as isee_make
from tests.test_urls import TABLE
from tests.world import Office, World, open_office

FEW, MANY = 10, 10_000
# What hangs on one person, visit, case or dossier is never so many: more than its list shows are enough.
MORE_THAN_A_PAGE = 40

# Of each two are who asks: the session and the user.
QUERIES = {
    "home": 10,
    "help": 5,
    "accessibility": 5,
    # citizens
    "search_citizens": 5,
    "new_citizen": 6,
    "citizen": 11,
    "edit_citizen": 7,
    "add_tax_code": 6,
    "record_death": 6,
    "new_delegation": 9,
    "delegation_form": 6,
    # visits
    "queue": 7,
    "new_visit": 6,
    "ticket": 5,
    "visit": 13,
    "visit_services": 8,
    "standing": 8,
    "add_act": 10,
    "edit_act": 8,
    "suspend_visit": 7,
    "close_visit": 8,
    "visit_receipt": 11,
    # cases
    "cases": 6,
    "case": 7,
    "edit_case": 8,
    "case_attachments": 7,
    "new_attachment": 6,
    "attachment": 6,
    "withdraw_attachment": 6,
    # daily log
    "daily_log": 9,
    # office
    "settings": 4,
    "users": 4,
    "new_user": 4,
    "edit_user": 5,
    "services": 4,
    "new_service": 4,
    "edit_service": 5,
    "partners": 4,
    "new_partner": 3,
    "edit_partner": 4,
    "counters": 4,
    "new_counter": 3,
    "edit_counter": 4,
    "opening_days": 7,
    # partners
    "agreements": 4,
    "agreement": 6,
    "new_agreement": 6,
    "edit_agreement": 9,
    "partner_weather": 10,
    "case_look_ups": 17,
    "look_up": 8,
    "case_contract": 12,
    "new_contract_request": 11,
    "contract_request": 10,
    "edit_contract_request": 6,
    # applications, calls, lists
    "applications": 7,
    "due_applications": 4,
    "case_application": 4,
    "application": 8,
    "edit_application": 8,
    "submit_application": 7,
    "new_paper": 7,
    "application_notice": 7,
    "grant_application": 7,
    "refuse_application": 7,
    "end_application": 7,
    "calls": 6,
    "call": 8,
    "new_call": 3,
    "edit_call": 4,
    "exclude_application": 4,
    "publish_ranking": 4,
    "give_up": 4,
    "work_lists": 6,
    "new_work_list": 5,
    "work_list": 8,
    "work_line": 6,
    "confirm_person": 9,
    "decision_terms": 4,
    "siuss": 5,
    # isee: beside the dossier seven for what it holds
    "case_dossier": 6,
    "dossier": 19,
    "new_member": 12,
    "edit_member": 6,
    "remove_member": 6,
    "dwelling": 12,
    "dossier_certificates": 10,
    "item_paper": 8,
    "papers_to_bring": 20,
    "account_giacenza": 6,
    "property_value": 6,
    "isee_result": 14,
    "present_dsu": 12,
    "attestation": 16,
    "correct_attestation": 12,
    "new_omission": 8,
    "new_remedy": 6,
    "compare_attestation": 16,
    "abandon_dossier": 12,
    **{f"new_{thing}": 13 for thing in ("income", "account", "instrument", "property")},
    **{f"edit_{thing}": 8 for thing in ("income", "account", "instrument", "property")},
    **{f"remove_{thing}": 6 for thing in ("income", "account", "instrument", "property")},
}


@pytest.fixture(scope="module")
def office(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Office]:
    with django_db_blocker.unblock(), open_office() as office:
        office.clients["operator"].post(
            "/cittadini/cerca/", {"q": "zucchi ada"}
        )  # so that she can be entered
        grow(office.world, 0, FEW)
        yield office


@pytest.mark.django_db
def test_each_page_costs_its_queries(office: Office) -> None:
    assert counted(office) == QUERIES


@pytest.mark.django_db
def test_with_ten_thousand_rows_too(office: Office) -> None:
    grow(office.world, FEW, MANY)
    assert counted(office) == QUERIES


def counted(office: Office) -> dict[str, int]:
    """The queries of each page that can be opened, for the first of its roles."""
    counts = {}
    for name in TABLE:
        path = office.world.path(name)
        query = {"delegato": office.world.marco.pk} if name == "new_delegation" else {}
        with CaptureQueriesContext(connection) as queries:
            response = office.client_for(path).get(path, query)
        if response.status_code != 405:  # it is only sent
            assert response.status_code == 200, name
            counts[name] = len(queries)
    return counts


def grow(world: World, start: int, rows: int) -> None:
    """Add rows of each thing, numbered from a start; as many as a page shows, and more, are Elena's and of her things."""
    numbers = range(start, start + rows)
    few = range(start, start + min(rows, MORE_THAN_A_PAGE))
    people = _people(numbers)
    visits = _visits(world, numbers, people)
    cases = _cases(world, numbers, people)
    _acts(world, numbers, visits, cases)
    _look_ups(world, numbers, people, cases)
    _log(world, visits, cases)
    _office(world, few)
    _delegations(world, people[: len(few)])
    _dossier(world, few)
    _applications(world, cases)
    _calls(world, few)
    _lines(world, numbers)
    _attachments(world, few)
    ContractEvent.objects.bulk_create(
        ContractEvent(request=world.request, state="draft", at=make.moment()) for _ in few
    )
    # Nobody else counts rows that are not committed, and a plan made for empty tables takes for ever on full ones.
    with connection.cursor() as cursor:
        cursor.execute("analyze")


def _people(numbers: range) -> list[Citizen]:
    people = Citizen.objects.bulk_create(
        Citizen(surname=f"Neri{number}", given_name="Elena", name_key=f"NERI{number} ELENA")
        for number in numbers
    )
    TaxCode.objects.bulk_create(
        TaxCode(
            citizen=one,
            code=f"{one.pk:011}",
            kind="provisional",
            added_on=make.moment(),
            plain_code=f"{one.pk:011}",
        )
        for one in people
    )
    return people


def _visits(world: World, numbers: range, people: list[Citizen]) -> list[Visit]:
    """A third wait, a third are suspended, a third are closed."""
    states = (Visit.State.WAITING, Visit.State.SUSPENDED, Visit.State.CLOSED)
    return Visit.objects.bulk_create(
        Visit(
            day=make.moment().date(),
            ticket=f"C{number}",
            citizen=world.elena if place < MORE_THAN_A_PAGE else people[place],
            service=world.cud,
            state=states[place % 3],
            operator=world.operator if place % 3 else None,
            arrived_at=make.moment() + timedelta(milliseconds=number),
            started_at=make.moment(),
        )
        for place, number in enumerate(numbers)
    )


def _cases(world: World, numbers: range, people: list[Citizen]) -> list[Case]:
    return Case.objects.bulk_create(
        Case(
            year=2025,
            number=number,
            kind=world.bonus.kind,
            citizen=world.elena if place < MORE_THAN_A_PAGE else people[place],
            service=world.bonus,
            responsible=world.operator,
            opened_at=make.moment(),
        )
        for place, number in enumerate(numbers)
    )


def _acts(world: World, numbers: range, visits: list[Visit], cases: list[Case]) -> None:
    Act.objects.bulk_create(
        Act(
            visit=world.visit if place < MORE_THAN_A_PAGE else visits[place],
            case=world.entry if place < MORE_THAN_A_PAGE else cases[place],
            service=world.voltura if place % 2 else world.cud,
            outcome=Act.Outcome.CONTINUED,
            minutes=5,
            operator=world.operator,
            at=make.moment(),
        )
        for place in range(len(numbers))
    )


def _look_ups(world: World, numbers: range, people: list[Citizen], cases: list[Case]) -> None:
    asked = LookUp.objects.bulk_create(
        LookUp(
            case=world.look_up.case if place < MORE_THAN_A_PAGE else cases[place],
            visit=world.visit,
            subject=people[place],
            service=world.cud,
            operator=world.operator,
            document=LookUp.Document.CU,
            tax_year=2024,
            tax_code=f"{people[place].pk:011}",
            basis=LookUp.Basis.REQUEST,
            correlation_id=uuid4(),
            asked_at=make.moment(),
        )
        for place in range(len(numbers))
    )
    LookUpOutcome.objects.bulk_create(
        LookUpOutcome(look_up=one, result=LookUpOutcome.Result.NOT_FOUND, at=make.moment()) for one in asked
    )


def _log(world: World, visits: list[Visit], cases: list[Case]) -> None:
    LogEntry.objects.bulk_create(
        LogEntry(
            at=visit.arrived_at,
            day=visit.day,
            operator=world.operator,
            kind="sportello.visit.taken",
            text=f"Chiamato il turno {visit}.",
            visit=visit,
            citizen=visit.citizen,
            case=case,
            service=world.cud,
        )
        for visit, case in zip(visits, cases, strict=True)
    )


def _office(world: World, few: range) -> None:
    """More users, desks, partners, services, agreements, closed days."""
    Counter.objects.bulk_create(Counter(name=f"Banco {number}") for number in few)
    counters = Counter.objects.order_by("pk")
    User.objects.bulk_create(
        User(username=f"u{number}", last_name=f"Rossi {number}", is_operator=True, counter=counter)
        for number, counter in zip(few, counters, strict=False)
    )
    Closure.objects.bulk_create(
        Closure(day=make.moment().date() + timedelta(days=number + 1), reason="Ponte") for number in few
    )
    for number in few:
        partner = make.partner(f"ente-{number}", f"Ente {number}")
        Reachability.objects.create(partner=partner, down_since=make.moment(), last_tried_at=make.moment())
        service = make.service(f"servizio-{number}", f"Servizio {number}", kind="look_up", partner=partner)
        make.agreement(partner, service, world.cud)
        world.agreement.services.add(service)
        world.agreement.operators.add(world.operator, User.objects.get(username=f"u{number}"))


def _delegations(world: World, people: list[Citizen]) -> None:
    Delegation.objects.bulk_create(
        Delegation(
            principal=principal,
            delegate=delegate,
            scope=["inps", "comune"],
            valid_from=make.moment().date(),
            document="passport",
            document_number="X1",
            seen_by=world.operator,
        )
        for person in people
        for principal, delegate in ((world.elena, person), (person, world.elena))
    )


def _applications(world: World, cases: list[Case]) -> None:
    """All submitted, and all soon to be decided."""
    Application.objects.bulk_create(
        Application(
            case=case,
            name="Mensa scolastica",
            state=Application.State.SUBMITTED,
            submitted_on=make.moment().date(),
            due_on=make.moment().date() + timedelta(days=place % 60),
        )
        for place, case in enumerate(cases)
    )
    NeededPaper.objects.bulk_create(
        NeededPaper(application=world.application, title=f"Documento {case}", changed_by=world.operator)
        for case in cases[:MORE_THAN_A_PAGE]
    )


def _calls(world: World, few: range) -> None:
    """More calls, and more applications of the one without a ranking and of the one that has it."""
    for number in few:
        apply.call(title=f"Bando {number}")
        person = make.citizen("Zito", f"Ugo {number}")
        for call in (world.call, world.published):
            made = apply.submitted(person, world.operator, call=call, **apply.with_isee("1000"))
            if call == world.published:
                place = 1000 + number
                RankingRow.objects.create(
                    ranking=call.ranking, application=made, place=place, outcome=RankingRow.Outcome.WAITING
                )


def _lines(world: World, numbers: range) -> None:
    WorkLine.objects.bulk_create(
        WorkLine(work_list=world.work_list, number=number + 10, citizen=world.elena, match="certain")
        for number in numbers
    )
    for number in numbers[:MORE_THAN_A_PAGE]:
        apply.work_list(world.operator, content=str(number).encode())


def _dossier(world: World, few: range) -> None:
    """A household of many, each with one of each thing."""
    for number in few:
        member = Member.objects.create(
            dossier=world.dossier,
            surname="Neri",
            given_name=f"Luca {number}",
            birth_date="1980-01-31",
            relation=Member.Relation.OTHER,
            disability="media",
        )
        Income.objects.create(member=member, kind="pension", amount=Decimal(100))
        Account.objects.create(member=member, label="Banca", balance=Decimal(10), average=Decimal(10))
        Instrument.objects.create(member=member, label="Fondo", value=Decimal(10))
        Property.objects.create(member=member, label="Via Dante 2", value=Decimal(10))
    isee_make.refresh(world.dossier)


def _attachments(world: World, few: range) -> None:
    """More than a page of them, some withdrawn."""
    for number in few:
        make.attachment(world.dossier.case, world.operator, sha256=f"{number:064}")
    withdrawn = Attachment.objects.filter(sha256__endswith="3")
    withdrawn.update(withdrawn_by=world.operator, withdrawn_at=make.moment(), withdrawn_reason="illeggibile")
