import pytest
from django.test import Client
from django.urls import reverse

from isee.models import Application
from sportello.models import Act, Citizen, LogEntry, User
from tests import make
from tests.isee import apply


def url(visit: int, service: int) -> str:
    return reverse("open_application", args=[visit, service])


def test_it_opens_a_case_with_the_papers_of_the_card(
    operator_client: Client, operator: User, elena: Citizen
) -> None:
    service = apply.service(documents="Documento d'identità\nAttestazione ISEE")
    visit = make.visit(operator=operator, citizen=elena)
    response = operator_client.post(url(visit.pk, service.pk))
    application = Application.objects.get()
    assert response["Location"] == reverse("application", args=[application.pk])
    assert application.state == "open"
    assert application.name == "Mensa scolastica"
    assert application.case.citizen == elena
    assert application.case.responsible == operator
    assert [paper.title for paper in application.papers.all()] == [
        "Documento d'identità",
        "Attestazione ISEE",
    ]
    assert visit.acts.get().outcome == Act.Outcome.OPENED
    line = LogEntry.objects.get(kind="isee.application.opened")
    assert line.text == f"Domanda {application.case}, Mensa scolastica: aperta."


def test_the_page_of_the_visit_offers_it(operator_client: Client, operator: User, elena: Citizen) -> None:
    service, visit = apply.service(), make.visit(operator=operator, citizen=elena)
    html = operator_client.get(reverse("visit", args=[visit.pk])).content.decode()
    assert url(visit.pk, service.pk) in html
    assert "Apri la domanda" in html


def test_without_a_name_nothing_is_opened(operator_client: Client, operator: User) -> None:
    service, visit = apply.service(), make.visit(operator=operator)
    response = operator_client.post(url(visit.pk, service.pk), follow=True)
    assert "di&#x27; chi è la persona al banco" in response.content.decode()
    assert not Application.objects.exists()


@pytest.mark.parametrize("kind", ["procedure", "dossier"])
def test_a_service_of_another_kind_has_no_application(
    kind: str, operator_client: Client, operator: User, elena: Citizen
) -> None:
    other = make.service("altro", "Altro", kind=kind)
    visit = make.visit(operator=operator, citizen=elena)
    assert operator_client.post(url(visit.pk, other.pk)).status_code == 404


def test_the_case_shows_where_it_is_and_does_not_end_by_itself(
    operator_client: Client, operator: User, elena: Citizen
) -> None:
    application = apply.application(elena, operator)
    page = operator_client.get(reverse("case", args=[application.case_id])).content.decode()
    assert reverse("case_application", args=[application.case_id]) in page
    assert "Concludi la pratica" not in page
    assert (
        operator_client.post(
            reverse("close_case", args=[application.case_id]), {"state": "concluded"}
        ).status_code
        == 404
    )
    panel = operator_client.get(reverse("case_application", args=[application.case_id])).content.decode()
    assert "Da presentare" in panel
    assert reverse("application", args=[application.pk]) in panel
