"""The invented Comune: loaded whole, once, the same every time, and never on a real server."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.checks import CheckMessage, Tags, run_checks
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker, Settings

from isee.models import Dossier
from partners.models import Agreement, ContractRequest, LookUpOutcome
from partners.permission import permissions
from sportello import office, tax_code
from sportello.demo import accounts
from sportello.management.commands import demo
from sportello.models import Act, Case, Citizen, Delegation, LogEntry, Office, Service, TaxCode, User, Visit
from sportello.models.citizen import Sex
from tests import make

pytestmark = pytest.mark.django_db

NOON = make.moment(12)


@pytest.fixture(autouse=True)
def password_file(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of the test's own, in a machine for trying."""
    settings.DEMO = True
    file = tmp_path / "var" / "demo-password"
    monkeypatch.setattr(demo, "PASSWORD_FILE", file)
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    return file


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


def snapshot() -> list[object]:
    """What two loads must have in common."""
    return [
        list(Citizen.objects.order_by("pk").values_list("name_key", "birth_date", "tax_codes__code")),
        list(
            Visit.objects.order_by("pk").values_list(
                "day", "ticket", "state", "arrived_at", "citizen__name_key"
            )
        ),
        list(LogEntry.objects.order_by("pk").values_list("kind", "text", "at", "operator__username")),
        list(Case.objects.order_by("pk").values_list("number", "state", "service__code")),
    ]


# The command


@pytest.fixture(scope="class")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """One load for all the tests of a class: it takes seconds, and none of them changes it."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.load_everything(NOON)
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("loaded")
class TestTheAccounts:
    """A second time the command loads nothing, and tells the accounts again."""

    def test_it_prints_the_accounts_and_lets_them_in(self, client: Client, password_file: Path) -> None:
        printed = run()
        password = password_file.read_text().strip()
        assert "operatore, supervisore, amministratore" in printed
        assert password in printed
        assert client.login(username="operatore", password=password)
        assert password_file.stat().st_mode & 0o777 == 0o600

    def test_a_second_time_it_loads_nothing_and_prints_the_same(self) -> None:
        first, before = run(), Visit.objects.count()
        assert run() == first
        assert Visit.objects.count() == before

    def test_a_given_password_is_kept(self, client: Client) -> None:
        assert "la-mia-password" in run("--password", "la-mia-password")
        assert "la-mia-password" in run()
        assert client.login(username="supervisore", password="la-mia-password")

    def test_the_password_may_come_from_the_environment(self, settings: Settings) -> None:
        settings.DEMO_PASSWORD = "dall-ambiente-1"
        assert "dall-ambiente-1" in run()

    def test_a_lost_file_gives_a_new_password(self, client: Client, password_file: Path) -> None:
        run()
        password_file.unlink()
        run()
        assert client.login(username="amministratore", password=password_file.read_text().strip())


def test_a_real_server_refuses(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="for trying only"):
        run()
    assert not Office.objects.exists()


def test_a_database_with_data_of_its_own_is_left_alone(operator: User) -> None:
    with pytest.raises(CommandError, match="data of its own"):
        run()
    assert not Office.objects.exists()


def test_an_office_that_is_set_up_is_left_alone() -> None:
    Office.objects.create(name="Comune vero")
    with pytest.raises(CommandError, match="data of its own"):
        run()


def test_a_failure_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("isee.demo.load", lambda now: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run()
    assert not Office.objects.exists()


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_reset_empties_everything_and_loads_anew() -> None:
    run()
    Citizen.objects.create(surname="Nuovo", given_name="Arrivato")
    run("--reset")
    assert not Citizen.objects.filter(surname="Nuovo").exists()
    assert Office.objects.get().demo_loaded_on == timezone.localdate()
    assert LogEntry.objects.exists()


# The check


def found(settings: Settings) -> list[CheckMessage]:
    settings.DEMO = False
    return [
        each
        for each in run_checks(tags=[Tags.database], databases=["default"])
        if each.id == "sportello.E008"
    ]


@pytest.fixture
def demo_accounts() -> None:
    for username in accounts.USERNAMES:
        make.user(username)


@pytest.mark.usefixtures("demo_accounts")
def test_a_real_server_refuses_the_accounts(settings: Settings) -> None:
    [error] = found(settings)
    assert "operatore" in error.msg


@pytest.mark.usefixtures("demo_accounts")
def test_suspended_accounts_do_no_harm(settings: Settings) -> None:
    User.objects.filter(username__in=accounts.USERNAMES).update(is_active=False)
    assert found(settings) == []


def test_a_server_without_them_passes(settings: Settings, operator: User) -> None:
    assert found(settings) == []


def test_a_database_that_is_not_migrated_does_not_break_the_check(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(User._meta, "db_table", "sportello_not_there_yet")
    assert found(settings) == []


# When it is loaded


def test_it_is_the_same_every_time() -> None:
    seen = []
    for _ in range(2):
        before = transaction.savepoint()
        demo.load_everything(NOON)
        seen.append(snapshot())
        transaction.savepoint_rollback(before)
    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    "now",
    [
        make.moment(23, 55, on=date(2028, 2, 29)),  # a leap day
        make.moment(0, 5, on=date(2027, 1, 4)),  # the first working day of a year
        make.moment(2, 30, on=date(2026, 3, 29)),  # an hour that the clocks leave out
    ],
)
def test_it_loads_at_any_moment(now: datetime) -> None:
    demo.load_everything(now)
    assert Visit.objects.waiting(timezone.localdate(now)).count() == 5
    assert not Visit.objects.filter(arrived_at__gt=now).exists()


# What is loaded


@pytest.mark.usefixtures("loaded")
class TestWhatIsLoaded:
    def test_the_citizens(self) -> None:
        today = NOON.date()
        people = list(Citizen.objects.all())
        assert 55 <= len(people) <= 65
        assert sum((person.age(today) or 0) > 70 for person in people) >= 25
        assert any((person.age(today) or 99) < 18 for person in people)
        assert [str(person) for person in people if person.deceased_on] == ["Martini Osvaldo"]
        assert {person.town for person in people} == {"Poggioverde"}
        at_home = Counter(person.address for person in people)
        assert at_home["Via dei Mille 4"] == 4

    def test_the_tax_codes_are_right_and_say_what_the_persons_say(self) -> None:
        kinds: Counter[tuple[str, bool, bool]] = Counter()
        for code in TaxCode.objects.select_related("citizen"):
            person = code.citizen
            assert tax_code.is_valid(code.code)
            assert not tax_code.mismatches(
                code.code, person.surname, person.given_name, person.birth_date, Sex(person.sex)
            )
            kinds[(code.kind, code.is_current, code.code != code.plain_code)] += 1
        assert kinds[("ordinary", True, True)] == 1  # omocodia
        assert kinds[("provisional", True, False)] == 1
        assert kinds[("provisional", False, False)] == 1  # replaced by a definitive one

    def test_delegations_in_force_expired_and_revoked(self) -> None:
        today = NOON.date()
        in_force = Delegation.objects.in_force(today)
        assert in_force.count() >= 4
        others = Delegation.objects.exclude(pk__in=in_force)
        assert [bool(each.revoked_on) for each in others.order_by("revoked_on")] == [True, False]

    def test_services_are_offered_but_for_the_partner_whose_agreement_ended(self) -> None:
        operator = User.objects.get(username="operatore")
        services = {service.pk: service for service in Service.objects.select_related("partner")}
        answers = permissions(list(services.values()), NOON.date(), operator)
        assert {services[pk].code for pk, answer in answers.items() if not answer.allowed} == {
            "visura-catastale"
        }
        assert all(service.description and service.decided_by for service in services.values())

    def test_one_agreement_ends_soon_and_one_has_ended(self) -> None:
        today = NOON.date()
        ends = {
            agreement.partner.code: agreement.ends_on
            for agreement in Agreement.objects.select_related("partner")
        }
        assert ends["enel"] == today + timedelta(days=47)
        assert ends["catasto"] is not None
        assert ends["catasto"] < today

    def test_the_past_happened_on_open_days_only(self) -> None:
        known, today = office.calendar(), NOON.date()
        days = set(Visit.objects.filter(day__lt=today).values_list("day", flat=True))
        assert len(days) >= 8
        assert all(known.is_open(day) for day in days)
        assert not Visit.objects.filter(arrived_at__gt=NOON).exists()
        assert not LogEntry.objects.filter(at__gt=NOON).exists()

    def test_no_operator_served_two_people_at_once(self) -> None:
        for user in User.objects.filter(is_operator=True):
            past = Visit.objects.filter(operator=user, day__lt=NOON.date()).order_by("started_at")
            stretches = [(visit.started_at or NOON, visit.ended_at or NOON) for visit in past]
            assert all(ended <= started for (_, ended), (started, _) in pairwise(stretches))

    def test_five_wait_and_two_of_the_demo_operator_are_suspended(self) -> None:
        waiting = Visit.objects.waiting(NOON.date())
        assert [visit.minutes(NOON) for visit in waiting.order_by("arrived_at")] == [26, 19, 12, 7, 2]
        assert waiting[0].priority
        assert Visit.objects.suspended_for(User.objects.get(username="operatore")).count() == 2
        assert not Visit.objects.filter(state=Visit.State.IN_SERVICE).exists()

    def test_cases_requests_questions_and_dossiers_stand_in_many_states(self) -> None:
        assert set(Case.objects.values_list("state", flat=True)) == set(Case.State.values)
        assert set(Case.objects.values_list("kind", flat=True)) >= {
            "dossier",
            "look_up",
            "entry",
            "procedure",
        }
        assert set(Act.objects.values_list("outcome", flat=True)) >= {
            "informed",
            "opened",
            "referred",
            "not_served",
        }
        requests = set(ContractRequest.objects.values_list("state", flat=True))
        assert requests == {"draft", "done", "not_admitted", "withdrawn"}
        answers = set(LookUpOutcome.objects.values_list("result", flat=True))
        assert answers == {"found", "not_found", "unreachable"}
        dossiers = set(Dossier.objects.values_list("state", flat=True))
        assert dossiers == {
            "collecting",
            "ready",
            "simulated",
            "presented",
            "attested",
            "closed",
            "abandoned",
        }

    def test_every_page_carries_the_band(self, supervisor_client: Client) -> None:
        assert "Dati di prova" in supervisor_client.get(reverse("daily_log")).content.decode()
