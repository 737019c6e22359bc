"""How many queries each page costs: the same with ten rows of each thing as with ten thousand."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from isee.models import (
    Account,
    Application,
    ChildOutside,
    Donation,
    Dossier,
    Income,
    Instrument,
    Member,
    NeededPaper,
    Property,
    RankingRow,
    RuleVersion,
    Transmission,
    Variation,
    Vehicle,
    WorkLine,
)
from isee.rules.rule_drafts import begin_draft
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
    UnmetRequest,
    User,
    Visit,
)
from tests import make
from tests.isee import apply, make_rules
from tests.isee import make as isee_make
from tests.test_urls import TABLE
from tests.world import Office, World, open_office

FEW, MANY = 10, 10_000
# What hangs on one person, visit, case or dossier is never so many: more than its list shows are enough.
MORE_THAN_A_PAGE = 40

LINES = ("income", "account", "instrument", "property", "vehicle")
AMOUNTS = (
    "income_amount",
    "account_balance",
    "account_average",
    "instrument_value",
    "property_value",
    "property_mortgage",
)

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
    "unmet_requests": 6,
    "new_unmet_request": 5,
    "unmet_request": 6,
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
    "channels": 6,
    "edit_channel": 7,
    "portal_procedure": 5,
    "new_portal_procedure": 6,
    "portal_procedure_version": 6,
    "partner_weather": 13,
    "case_look_ups": 21,
    "look_up": 8,
    "case_contract": 13,
    "new_contract_request": 12,
    "contract_request": 11,
    "contract_client": 10,
    "contract_heir": 10,
    "contract_market": 10,
    "contract_supply": 11,
    "contract_home": 11,
    "contract_bills": 11,
    "contract_signature": 10,
    "contract_portal_page": 7,
    "print_contract": 4,
    "contract_receipt": 5,
    "contract_requests": 6,
    "unfinished_contracts": 3,
    "run_contract_again": 4,
    "stop_contract": 4,
    "support_call": 6,
    "look_up_record": 11,
    "look_up_trace": 6,
    "unfinished_look_ups": 8,
    "other_means": 6,
    # applications, calls, lists
    "applications": 7,
    "due_applications": 4,
    "case_application": 4,
    "application": 25,  # with the household that its rule judges
    "edit_application": 9,
    "submit_application": 7,
    "new_paper": 7,
    "application_pause": 7,
    "application_notice": 7,
    "grant_application": 24,
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
    "decision_terms": 5,
    "siuss": 5,
    # isee: what a whole dossier holds costs twelve, whatever the members; a form asks for less
    "case_dossier": 6,
    "dossier": 26,
    "household": 22,
    "incomes": 21,
    "assets": 21,
    "corrente": 21,
    "new_member": 8,
    "edit_member": 7,
    "expenses": 7,
    "remove_member": 6,
    "kinds": 9,
    "dwelling": 8,
    "residence": 8,
    "component": 8,
    "student": 8,
    "ask_corrente": 8,
    "remove_corrente": 6,
    "transmission": 8,
    "overdue_attestations": 3,
    "item_paper": 8,
    "papers_to_bring": 10,
    "account_giacenza": 6,
    "property_value": 6,
    "dossier_certificates": 17,
    "isee_result": 19,
    "what_if": 17,
    "dsu_sheet": 21,
    "present_dsu": 8,
    "attestation": 11,
    "correct_attestation": 12,
    "new_omission": 8,
    "new_remedy": 6,
    "compare_attestation": 21,
    "abandon_dossier": 17,
    **{f"new_{thing}": 9 for thing in LINES},
    **{f"new_updated_{thing}": 9 for thing in LINES[:4]},
    **{f"edit_{thing}": 9 for thing in LINES},
    **{f"remove_{thing}": 6 for thing in LINES},
    **{f"correct_{amount}": 7 for amount in AMOUNTS},
    **{f"new_{panel}": 8 for panel in ("child_outside", "donation")},
    **{f"edit_{panel}": 7 for panel in ("child_outside", "donation")},
    **{f"remove_{panel}": 6 for panel in ("child_outside", "donation")},
    # Beside the panel, whose it is.
    "new_variation": 9,
    "edit_variation": 8,
    "remove_variation": 7,
    # benefits
    "while_here": 9,
    "data_reuse": 4,
    "benefits": 23,
    "missing_bonus": 23,
    "case_electricity_bonus": 5,
    "physical_bonus": 8,
    "edit_physical_bonus": 10,
    "send_physical_bonus": 8,
    "decide_physical_bonus": 8,
    "end_physical_bonus": 8,
    # rules
    "rules": 5,
    "national_rules": 3,
    "rule_version": 6,
    "rule_cost": 8,
    "cost_estimate": 9,
    "cost_progress": 3,
    "affected_households": 7,
    "late_rules": 22,
    "new_rule": 3,
    "rule_draft": 5,
    "discard_rule_draft": 4,
    "rule_trials": 5,
    "new_trial": 4,
    "edit_trial": 4,
    "publish_rule": 5,
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
        queries_of: dict[str, dict[str, str | int]] = {
            "new_delegation": {"delegato": office.world.marco.pk},
            "rule_cost": {"regola": "r-mensa"},
        }
        query = queries_of.get(name, {})
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
    _unmet(world, numbers)
    _office(world, few)
    _delegations(world, people[: len(few)])
    _dossier(world, few)
    _applications(world, cases)
    _calls(world, few)
    _lines(world, numbers)
    _attachments(world, few)
    _rules(world, few)
    _attested(world, few, people)
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


def _unmet(world: World, numbers: range) -> None:
    UnmetRequest.objects.bulk_create(
        UnmetRequest(
            subject="work",
            operator=world.operator,
            day=make.moment().date(),
            at=make.moment() - timedelta(milliseconds=number),
        )
        for number in numbers
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
        make.procedure(world.cud, world.operator)
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


def _late_attestations(world: World, few: range) -> None:
    """More attestations that should be there than the first page shows."""
    day = make.moment().date()
    for number in few:
        case = make.case(world.marco, world.dossier.case.service, world.operator, number=30_000 + number)
        late = Dossier.objects.create(case=case, dsu_date=day, state=Dossier.State.PRESENTED)
        Transmission.objects.create(dossier=late, by="citizen", expected_on=day - timedelta(days=1))


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
        Property.objects.create(member=member, label=f"Via Dante {number}", value=Decimal(10))
        Vehicle.objects.create(member=member, plate=f"GA {number} PV", to_confirm=True)
        Variation.objects.create(dossier=world.dossier, member=member)
        dossier = world.dossier
        ChildOutside.objects.create(dossier=dossier, name=f"Neri {number}", ise=1, scale=1)
        Donation.objects.create(dossier=dossier, label="Casa", value=1, given_on=make.moment().date())
        Income.objects.create(member=member, kind="pension", amount=Decimal(1), updated=True)
    _late_attestations(world, few)
    isee_make.refresh(world.dossier)


def _attachments(world: World, few: range) -> None:
    """More than a page of them, some withdrawn."""
    for number in few:
        make.attachment(world.dossier.case, world.operator, sha256=f"{number:064}")
    withdrawn = Attachment.objects.filter(sha256__endswith="3")
    withdrawn.update(withdrawn_by=world.operator, withdrawn_at=make.moment(), withdrawn_reason="illeggibile")


def _rules(world: World, few: range) -> None:
    """More rules of the Comune, their drafts, versions of one and households of one draft."""
    for number in few:
        RuleVersion.objects.create(**_version(world, f"mensa-{number}", 1))
        RuleVersion.objects.create(**_version(world, "mensa", number + 2))
        begin_draft(code=f"nido-{number}", data=world.version.data, by=world.operator, at=make.moment())
        make_rules.trial(world.trial.draft, name=f"Nucleo {number}")


def _version(world: World, code: str, number: int) -> dict[str, Any]:
    version = world.version
    return {
        "code": code,
        "number": number,
        "name": f"Mensa {number}",
        "data": version.data | {"code": code, "id": f"{code}-{number}"},
        "trials": version.trials,
        "valid_from": version.valid_from + timedelta(days=number),
        "published_on": version.published_on,
        "published_at": make.moment(),
        "published_by": world.operator,
    }


def _attested(world: World, few: range, people: list[Citizen]) -> None:
    """Households with an ISEE of the year, each of another declarant."""
    for number, person in zip(few, people, strict=False):
        person.birth_date = make.moment().date()
        make_rules.attested(person, world.operator, str(number * 100))
