"""The supervisor's record of the look-ups: what is odd first, filters that stay out of addresses, nothing of an answer."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partners import record
from partners.codes import short_code
from partners.models import LookUp, LookUpAccess, LookUpAnswer, LookUpOutcome
from sportello import daily_log
from sportello.models import Case, LogEntry, User
from tests import make

URL = "/consultazioni/"
NOW = make.moment(12)
Result = LookUpOutcome.Result


def found(case: Case, operator: User, at: datetime, **fields: object) -> LookUp:
    look_up = make.look_up(case, operator, asked_at=at, **fields)
    LookUpOutcome.objects.create(look_up=look_up, result=Result.FOUND, at=at)
    return look_up


class TestOdd:
    def test_a_look_up_for_a_procedure_that_went_no_further(self, cud_case: Case, operator: User) -> None:
        look_up = found(cud_case, operator, NOW - timedelta(days=2))
        assert record.odd(NOW).without_step == [look_up]

    def test_a_step_of_the_case_explains_it(self, cud_case: Case, operator: User) -> None:
        found(cud_case, operator, NOW - timedelta(days=2))
        daily_log.record(
            "isee.income.acquired", "Redditi.", operator=operator, at=NOW - timedelta(days=1), case=cud_case
        )
        assert record.odd(NOW).without_step == []

    def test_its_own_lines_explain_nothing(self, cud_case: Case, operator: User) -> None:
        found(cud_case, operator, NOW - timedelta(days=2))
        daily_log.record(
            "partners.look_up.concluded",
            "Trovato.",
            operator=operator,
            at=NOW - timedelta(days=1),
            case=cud_case,
        )
        assert len(record.odd(NOW).without_step) == 1

    def test_a_person_who_asked_needs_no_step(self, cud_case: Case, operator: User) -> None:
        found(cud_case, operator, NOW - timedelta(days=2), basis="request")
        assert record.odd(NOW).is_empty

    def test_of_today_a_step_may_still_come(self, cud_case: Case, operator: User) -> None:
        found(cud_case, operator, NOW - timedelta(hours=2))
        assert record.odd(NOW).is_empty

    @pytest.mark.parametrize(("look_ups", "bursts"), [(record.BURST, 1), (record.BURST - 1, 0)])
    def test_many_in_a_short_time(self, cud_case: Case, operator: User, look_ups: int, bursts: int) -> None:
        for number in range(look_ups):
            make.look_up(cud_case, operator, asked_at=make.moment(10, 0) + timedelta(seconds=number))
        odd = record.odd(NOW)
        assert [(one.operator, one.look_ups, one.persons) for one in odd.bursts] == [
            (operator, look_ups, 1)
        ] * bursts

    def test_an_outcome_of_the_portal_that_nobody_wrote(self, cud_case: Case, operator: User) -> None:
        look_up = make.look_up(
            cud_case, operator, channel=LookUp.Channel.PORTAL, asked_at=NOW - timedelta(days=2)
        )
        assert record.odd(NOW).unfinished == [look_up]

    def test_somebody_of_the_same_name(self, cud_case: Case, operator: User) -> None:
        User.objects.filter(pk=operator.pk).update(last_name="NERI")
        look_up = found(cud_case, operator, NOW - timedelta(hours=1))
        assert record.odd(NOW).same_surname == [look_up]


class TestPage:
    def test_it_shows_every_attempt(self, supervisor_client: Client, cud_case: Case, operator: User) -> None:
        look_up = found(cud_case, operator, timezone.now())
        refused = make.look_up(cud_case, operator, basis="", asked_at=timezone.now())
        LookUpOutcome.objects.create(look_up=refused, result=Result.NOT_ALLOWED, at=timezone.now())
        page = supervisor_client.get(URL).content.decode()
        assert short_code(look_up.correlation_id) in page
        assert "Non consentito" in page
        assert "nessuna base" in page

    def test_nothing_of_an_answer_is_in_it(
        self, supervisor_client: Client, cud_case: Case, operator: User
    ) -> None:
        look_up = found(cud_case, operator, timezone.now())
        LookUpAnswer.objects.create(
            look_up=look_up, content={"payer_name": "Istituto segreto"}, received_at=timezone.now()
        )
        for path in (URL, reverse("look_up_trace", args=[look_up.pk])):
            assert "Istituto segreto" not in supervisor_client.get(path).content.decode()

    def test_nothing_yet(self, supervisor_client: Client) -> None:
        page = supervisor_client.get(URL).content.decode()
        assert "Ancora nessuna consultazione." in page
        assert "Niente di strano." in page

    @pytest.mark.parametrize(
        ("typed", "matches"),
        [
            ({"tax_code": "nrelne48e57h501t"}, True),
            ({"tax_code": "RSSMRA80A01H501U"}, False),
            ({"result": "found"}, True),
            ({"result": "pending"}, False),
            ({"document": "cu", "channel": "service", "basis": "ex_officio"}, True),
            ({"channel": "portal"}, False),
            ({"first": "2026-03-04", "last": "2026-03-04"}, True),
            ({"first": "2026-03-05"}, False),
            ({"code": "S-7F3A-91C2", "channel": "portal"}, True),
            ({"code": "S-0000-91C2"}, False),
        ],
    )
    def test_filters(
        self,
        supervisor_client: Client,
        cud_case: Case,
        operator: User,
        typed: dict[str, str],
        matches: bool,
    ) -> None:
        code = UUID("7f3a91c2-0000-4000-8000-00000000abcd")
        found(cud_case, operator, make.moment(10), correlation_id=code)
        page = supervisor_client.post(URL, typed).content.decode()
        assert ("Nessuna consultazione con questi filtri." in page) is not matches

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"tax_code": "NRELNE"}, "Il codice fiscale non è scritto bene"),
            ({"code": "7F3A"}, "Il codice è come S-7F3A-91C2"),
            ({"first": "ieri"}, "La data non è scritta bene"),
        ],
    )
    def test_a_filter_that_cannot_be_read(
        self, supervisor_client: Client, typed: dict[str, str], sentence: str
    ) -> None:
        response = supervisor_client.post(URL, typed)
        assert response.status_code == 422
        assert sentence in response.content.decode()

    def test_searching_is_recorded_without_whose_code(
        self, supervisor_client: Client, supervisor: User, cud_case: Case
    ) -> None:
        supervisor_client.post(URL, {"tax_code": "NRELNE48E57H501T"})
        line = LogEntry.objects.get(kind="partners.look_up.record_searched")
        assert (line.operator, line.text) == (
            supervisor, "Cercato nel registro delle consultazioni, di una persona.",
        )  # fmt: skip

    def test_an_operator_reads_it_not(self, operator_client: Client, administrator_client: Client) -> None:
        for client in (operator_client, administrator_client):
            assert client.get(URL).status_code == 403

    def test_the_trace_of_one(self, supervisor_client: Client, cud_case: Case, operator: User) -> None:
        look_up = found(
            cud_case, operator, make.moment(10), identity_document="passport", identity_number="YA1"
        )
        LookUpAccess.objects.create(
            look_up=look_up, operator=operator, kind=LookUpAccess.Kind.PRINT, at=make.moment(10, 5)
        )
        page = supervisor_client.get(reverse("look_up_trace", args=[look_up.pk])).content.decode()
        for text in ("passaporto YA1", "1234/2026 del 02/03/2026", "A2.12", "Stampata", "G. Bianchi"):
            assert text in page
