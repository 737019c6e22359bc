"""Rows of record: written once. The triggers refuse everybody, the application's role has not even the right."""

import uuid
from collections.abc import Iterator
from datetime import date

import pgtrigger
import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from psycopg import sql

from isee.models import AttestedLine, Omission, Remedy
from isee.procedures.ranking_publication import Act, publish
from isee.procedures.ranking_today import give_up
from partners.models import (
    ContractEvent,
    ContractRequest,
    ContractVersion,
    GivenDatum,
    LookUp,
    LookUpAccess,
    LookUpCall,
    LookUpOutcome,
    LookUpStart,
    ReachabilityChange,
)
from sportello import daily_log
from sportello.database import rights
from sportello.models import Citizen, LogEntry, User
from sportello.models.append_only import AppendOnly, append_only_models
from tests import make
from tests.isee import apply, make_rules
from tests.isee.make import attest, begin_dossier

CHANGES = ["update {table} set id = id", "delete from {table}", "truncate {table} cascade"]


@pytest.fixture
def rows(operator: User, elena: Citizen) -> None:
    """One row in each table of record."""
    case = make.case(elena, make.service(), operator)
    daily_log.record(
        "sportello.case.opened", "Aperta la pratica.", operator=operator, at=make.moment(), case=case
    )
    look_up = LookUp.objects.create(
        case=case,
        subject=elena,
        service=case.service,
        operator=operator,
        document=LookUp.Document.CU,
        tax_year=2025,
        basis=LookUp.Basis.REQUEST,
        correlation_id=uuid.UUID(int=1),
        asked_at=make.moment(),
    )
    LookUpOutcome.objects.create(look_up=look_up, result=LookUpOutcome.Result.NOT_FOUND, at=make.moment())
    LookUpStart.objects.create(look_up=look_up, at=make.moment())
    LookUpCall.objects.create(look_up=look_up, at=make.moment(), operation="search", duration_ms=12)
    LookUpAccess.objects.create(
        look_up=look_up, operator=operator, kind=LookUpAccess.Kind.VIEW, at=make.moment()
    )
    ReachabilityChange.objects.create(
        partner=make.partner(), state=ReachabilityChange.State.LIVE, at=make.moment()
    )
    request = ContractRequest.objects.create(
        case=case,
        visit=make.visit(citizen=elena),
        operator=operator,
        key=uuid.UUID(int=2),
        changed_at=make.moment(),
    )
    ContractEvent.objects.create(request=request, state=ContractRequest.State.DRAFT, at=make.moment())
    ContractVersion.objects.create(
        request=request,
        number=1,
        key=request.key,
        signed_on=make.moment().date(),
        operator=operator,
        at=make.moment(),
        content={"pod": ""},
    )
    GivenDatum.objects.create(
        request=request, field="town", source="scheda", operator=operator, at=make.moment()
    )
    attestation = attest(begin_dossier(elena, operator), operator, lines={AttestedLine.Line.ISR: "1"})
    omission = Omission.objects.create(
        attestation=attestation, kind="income", text="Reddito", noted_by=operator, noted_at=make.moment()
    )
    Remedy.objects.create(omission=omission, kind="documents", done_by=operator, done_at=make.moment())
    make.procedure(case.service, operator)
    make_rules.published(operator)
    call = apply.call()
    apply.entries(call, operator, "1000", "2000", "3000")
    act = Act("41", date(2026, 3, 4), "dott. Aldo Serra")
    ranking = publish(call=call, act=act, by=operator, at=make.moment())
    give_up(row=ranking.rows.all()[0], reason="Rinuncia", act=act, by=operator, at=make.moment())
    connection.check_constraints()  # or what is still to be checked would itself forbid the TRUNCATE


@pytest.fixture
def application_role(rows: None) -> Iterator[None]:
    """The rest of the test runs under a second role, with the rights that migrating gives to the application's."""
    role = f"application_{uuid.uuid4().hex}"
    execute("create role {table}", role)
    execute("grant {table} to current_user", role)
    rights.grant(connection, role)
    execute("set local role {table}", role)
    yield
    execute("reset role")


def execute(statement: str, table: str = "") -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(table=sql.Identifier(table)))


def tables() -> list[str]:
    return sorted(model._meta.db_table for model in append_only_models())


def test_the_tables_of_record_are_these() -> None:
    assert tables() == [
        "isee_attestation",
        "isee_attestedline",
        "isee_attestedvalue",
        "isee_ranking",
        "isee_rankingchange",
        "isee_rankingrow",
        "isee_remedy",
        "isee_ruleversion",
        "partners_contractevent",
        "partners_contractversion",
        "partners_givendatum",
        "partners_lookup",
        "partners_lookupaccess",
        "partners_lookupcall",
        "partners_lookupoutcome",
        "partners_lookupstart",
        "partners_portalprocedure",
        "partners_reachabilitychange",
        "sportello_logentry",
    ]


@pytest.mark.parametrize("model", append_only_models())
def test_every_table_of_record_carries_both_triggers(model: type[AppendOnly]) -> None:
    names = {trigger.name for trigger in model._meta.triggers}  # type: ignore[attr-defined]  # pgtrigger's own option
    assert {"only_appended", "never_truncated"} <= names


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("table", tables())
def test_triggers_refuse_even_the_owner(table: str, change: str) -> None:
    with pytest.raises(ProgrammingError, match=r"Cannot update or delete|are never removed"):
        execute(change, table)


@pytest.mark.usefixtures("application_role")
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("table", tables())
def test_the_application_may_not_change_rows_even_with_triggers_switched_off(table: str, change: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), pgtrigger.ignore():
        execute(change, table)


@pytest.mark.usefixtures("rows")
def test_the_owner_may_with_triggers_switched_off() -> None:
    # So that the test above shows the missing right, and not the trigger, at work.
    with pgtrigger.ignore():
        execute("delete from {table}", "sportello_logentry")
    assert not LogEntry.objects.exists()


@pytest.mark.usefixtures("application_role")
def test_the_application_reads_and_appends(operator: User) -> None:
    line = daily_log.record("sportello.visit.started", "Iniziata.", operator=operator, at=make.moment())
    assert LogEntry.objects.get(pk=line.pk).text == "Iniziata."


@pytest.mark.usefixtures("application_role")
def test_the_application_changes_its_other_rows(elena: Citizen) -> None:
    elena.phone = "0541 112233"
    elena.save()
    assert Citizen.objects.get(pk=elena.pk).phone == "0541 112233"


@pytest.mark.usefixtures("application_role")
@pytest.mark.parametrize("statement", ["drop table {table}", "alter table {table} disable trigger all"])
def test_the_application_changes_no_table(statement: str) -> None:
    with pytest.raises(ProgrammingError, match="must be owner"):
        execute(statement, "sportello_logentry")


@pytest.mark.usefixtures("application_role")
def test_the_application_may_not_pretend_a_migration() -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        execute("delete from {table}", "django_migrations")
