"""A look-up on the portal: the steps with the values, the outcome typed back once, the paper where it belongs."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from partners import look_ups, portal_look_ups, reachability
from partners.channels import choose_channel
from partners.models import Channel, LookUp, LookUpAccess, LookUpOutcome, LookUpPaper, Reachability
from partners.portal_look_ups import TypedBack
from sportello.models import Attachment, Case, Citizen, LogEntry, Service, User, Visit
from sportello.permission import NotAllowed
from tests import make, papers
from tests.partners.test_look_up import ask
from tests.partners.test_look_up_views import HTMX, choice

Result = LookUpOutcome.Result


@pytest.fixture
def by_portal(cud_service: Service, administrator: User) -> Service:
    """The Certificazione Unica is had on INPS's portal, by two steps."""
    choose_channel(service=cud_service, channel=Channel.PORTAL, by=administrator, at=make.moment())
    make.procedure(
        cud_service,
        administrator,
        "Entra con SPID.\nIncolla il {codice fiscale}, poi l'{anno dei redditi}.",
        portal_address="https://servizi.example.it/",
    )
    return cud_service


@pytest.fixture
def asked(by_portal: Service, cud_case: Case, operator: User, elena_visit: Visit) -> LookUp:
    return ask(cud_case, operator, elena_visit)


@pytest.fixture
def ex_officio(by_portal: Service, elena: Citizen, operator: User) -> LookUp:
    """For the canteen, with a protocol number and the code of the benefit."""
    protocol = {"protocol_number": "1234/2026", "protocol_date": date(2026, 3, 2), "benefit_code": "A2.12"}
    return ask(make.case(elena, by_portal, operator, **protocol), operator, None)


def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("cu.pdf", papers.pdf(), content_type="application/pdf")


def write(look_up: LookUp, operator: User, result: LookUpOutcome.Result, **typed: Any) -> None:
    fresh = LookUp.objects.with_everything().get(pk=look_up.pk)
    portal_look_ups.write_outcome(
        look_up=fresh, typed=TypedBack(result, **typed), operator=operator, at=make.moment(10, 20)
    )


class TestAsking:
    def test_nobody_is_asked_and_the_row_says_by_which_procedure(self, asked: LookUp) -> None:
        assert (asked.channel, str(asked.procedure)) == ("portal", "versione 1")
        assert not hasattr(asked, "outcome")
        assert not ProcrastinateJob.objects.exists()

    def test_what_is_not_allowed_is_refused_before_the_portal_too(
        self, by_portal: Service, cud_case: Case, operator: User
    ) -> None:
        refused = ask(cud_case, operator, None)
        assert LookUpOutcome.objects.get(look_up=refused).result == Result.NOT_ALLOWED

    def test_a_lost_job_is_never_looked_for(self, asked: LookUp) -> None:
        look_ups.close_lost(at=make.moment(11))
        assert LookUp.objects.pending().get() == asked

    def test_the_log_says_that_it_was_the_portal(self, asked: LookUp) -> None:
        text = LogEntry.objects.get(kind="partners.look_up.asked").text
        assert text.startswith("Chiesto sul portale di INPS: Certificazione Unica, redditi 2024")


class TestOutcome:
    def test_number_and_day_are_kept_and_the_request_of_a_person_keeps_no_paper(
        self, asked: LookUp, operator: User
    ) -> None:
        paper = make.paper()
        write(
            asked,
            operator,
            Result.FOUND,
            external_number="INPS.7001",
            external_date=date(2026, 3, 4),
            paper=paper,
        )
        outcome = LookUpOutcome.objects.get()
        assert (outcome.external_number, outcome.external_date) == ("INPS.7001", date(2026, 3, 4))
        assert outcome.attachment is None
        assert bytes(LookUpPaper.objects.get().content).startswith(b"%PDF")
        assert not Attachment.objects.exists()

    def test_the_paper_of_a_procedure_stays_with_its_case(self, ex_officio: LookUp, operator: User) -> None:
        write(ex_officio, operator, Result.FOUND, paper=make.paper())
        attachment = Attachment.objects.get()
        assert LookUpOutcome.objects.get().attachment == attachment
        assert (attachment.case, attachment.kind, attachment.year) == (ex_officio.case, "income", 2024)
        assert not LookUpPaper.objects.exists()

    def test_it_is_written_once(self, asked: LookUp, operator: User) -> None:
        write(asked, operator, Result.NOT_FOUND)
        with pytest.raises(NotAllowed, match="è già scritto: non si cambia"):
            write(asked, operator, Result.FOUND)
        assert LookUpOutcome.objects.get().result == Result.NOT_FOUND

    def test_a_colleague_may_write_it_and_the_log_says_who(self, asked: LookUp, colleague: User) -> None:
        write(asked, colleague, Result.NOT_FOUND)
        assert LogEntry.objects.get(kind="partners.look_up.concluded").operator == colleague

    def test_a_portal_that_does_not_answer_is_the_weather_of_the_partner(
        self, asked: LookUp, operator: User
    ) -> None:
        write(asked, operator, Result.UNREACHABLE)
        assert asked.service.partner
        assert reachability.down_since(asked.service.partner) == make.moment(10, 20)

    def test_a_refusal_says_nothing_of_the_weather(self, asked: LookUp, operator: User) -> None:
        write(asked, operator, Result.REFUSED, message="Utenza non abilitata")
        assert LookUpOutcome.objects.get().message == "Utenza non abilitata"
        assert not Reachability.objects.exists()

    def test_what_was_printed_there_is_in_the_record(self, asked: LookUp, operator: User) -> None:
        write(asked, operator, Result.FOUND, handed_over=True)
        assert LookUpAccess.objects.get().kind == LookUpAccess.Kind.PRINT

    def test_after_the_visit_a_paper_can_no_longer_be_held(
        self, asked: LookUp, elena_visit: Visit, operator: User
    ) -> None:
        Visit.objects.filter(pk=elena_visit.pk).update(state=Visit.State.CLOSED)
        with pytest.raises(NotAllowed, match="Scrivi l'esito senza il file"):
            write(asked, operator, Result.FOUND, paper=make.paper())
        assert not LookUpOutcome.objects.exists()
        write(asked, operator, Result.FOUND)

    def test_the_paper_goes_with_the_visit(self, asked: LookUp, elena_visit: Visit, operator: User) -> None:
        write(asked, operator, Result.FOUND, paper=make.paper())
        look_ups.forget_answers(elena_visit.pk)
        assert LookUpPaper.objects.exists()  # the visit goes on
        Visit.objects.filter(pk=elena_visit.pk).update(state=Visit.State.CLOSED)
        look_ups.forget_answers(elena_visit.pk)
        assert not LookUpPaper.objects.exists()

    def test_at_night_every_paper_goes(self, asked: LookUp, operator: User) -> None:
        write(asked, operator, Result.FOUND, paper=make.paper())
        look_ups.forget_leftovers(before=make.moment(23))
        assert not LookUpPaper.objects.exists()


class TestPages:
    def address(self, look_up: LookUp) -> str:
        return reverse("write_portal_outcome", args=[look_up.pk])

    def test_asking_leads_to_the_steps(
        self, by_portal: Service, cud_case: Case, elena_visit: Visit, operator_client: Client
    ) -> None:
        url = reverse("ask_look_up", args=[cud_case.pk])
        response = operator_client.post(url, choice(cud_case), headers=HTMX)
        assert response.headers["HX-Redirect"] == reverse("look_up", args=[LookUp.objects.get().pk])

    def test_the_steps_with_the_values_to_copy(self, asked: LookUp, operator_client: Client) -> None:
        page = operator_client.get(reverse("look_up", args=[asked.pk])).content.decode()
        for text in (
            "Servizi per gli enti, versione 1 della procedura",
            'href="https://servizi.example.it/" target="_blank" rel="noopener noreferrer"',
            "Incolla il <strong>codice fiscale</strong>",
            'data-copy="NRELNE48E57H501T"',
            'data-copy="2024"',
        ):
            assert text in page

    def test_without_a_procedure_the_values_are_there(
        self,
        cud_service: Service,
        cud_case: Case,
        elena_visit: Visit,
        operator: User,
        operator_client: Client,
    ) -> None:
        choose_channel(service=cud_service, channel=Channel.PORTAL, by=operator, at=make.moment())
        look_up = ask(cud_case, operator, elena_visit)
        page = operator_client.get(reverse("look_up", args=[look_up.pk])).content.decode()
        assert "La procedura per questo servizio non è ancora scritta" in page
        assert 'data-copy="NRELNE48E57H501T"' in page

    def test_the_outcome_is_shown_afterwards(self, asked: LookUp, operator_client: Client) -> None:
        typed = {
            "result": "found",
            "external_number": "INPS.7001",
            "external_date": "2026-03-04",
            "paper": pdf(),
        }
        page = operator_client.post(self.address(asked), typed, follow=True).content.decode()
        assert "Esito scritto nel registro." in page
        assert "INPS.7001" in page
        assert "Apri e stampa" in page

    def test_opening_the_paper_is_recorded(
        self, asked: LookUp, operator: User, operator_client: Client
    ) -> None:
        write(asked, operator, Result.FOUND, paper=make.paper())
        response = operator_client.post(reverse("look_up_paper", args=[asked.pk]))
        assert response.content.startswith(b"%PDF")
        assert response.headers["Content-Disposition"] == f'inline; filename="consultazione-{asked.pk}.pdf"'
        assert LookUpAccess.objects.get().kind == LookUpAccess.Kind.PRINT

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({}, "Scegli che cosa ha detto il portale."),
            ({"result": "refused"}, "Scrivi che cosa ha risposto il portale"),
            ({"result": "not_found", "handed_over": "on"}, "Il portale non ha dato nessun documento"),
            ({"result": "found", "external_date": "2999-01-01"}, "La data deve ancora venire"),
            (
                {"result": "found", "paper": SimpleUploadedFile("x.exe", b"MZ\x90\x00")},
                "PDF",
            ),
        ],
    )
    def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
        self, asked: LookUp, operator_client: Client, typed: dict[str, Any], sentence: str
    ) -> None:
        response = operator_client.post(self.address(asked), {"external_number": "INPS.7001", **typed})
        assert response.status_code == 422
        assert sentence in response.content.decode()
        assert "INPS.7001" in response.content.decode()
        assert not LookUpOutcome.objects.exists()

    def test_the_panel_says_that_it_waits_for_the_portal(
        self, asked: LookUp, operator_client: Client
    ) -> None:
        url = reverse("case_look_ups", args=[asked.case_id])
        page = operator_client.get(url, headers=HTMX).content.decode()
        assert "Da fare sul portale" in page
        assert "data-refresh" not in page
