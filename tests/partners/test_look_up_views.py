"""The panel of look-ups on a case: what is shown without asking, the button, the answer that comes by itself."""

import time
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from partners import reachability
from partners.channels import choose_channel
from partners.models import LookUp, LookUpAccess, LookUpAnswer, LookUpOutcome
from partners.sandbox import reserved
from sportello.models import Act, Case, Citizen, Delegation, Service, TaxCode, User, Visit
from tests import make
from tests.partners.sandbox_process import SandboxProcess

Result = LookUpOutcome.Result
HTMX = {"HX-Request": "true"}


def panel_url(case: Case) -> str:
    return reverse("case_look_ups", args=[case.pk])


def ask_url(case: Case) -> str:
    return reverse("ask_look_up", args=[case.pk])


def choice(case: Case, **fields: Any) -> dict[str, Any]:
    """The form as the screen sends it: about the citizen of the case, unless said otherwise."""
    shown = {"identity_document": "identity_card", "identity_number": "CA00001AA"}
    return {"subject": case.citizen_id, "tax_year": 2024, **shown, **fields}


def look_up_of(case: Case, operator: User, **fields: Any) -> LookUp:
    fields = {
        "document": "cu",
        "tax_year": 2024,
        "tax_code": "NRELNE48E57H501T",
        "basis": "request",
        **fields,
    }
    return LookUp.objects.create(
        case=case,
        subject=fields.pop("subject", case.citizen),
        service=case.service,
        operator=operator,
        correlation_id=uuid4(),
        asked_at=make.moment(10, 26),
        **fields,
    )


def answered(look_up: LookUp, result: str, **fields: Any) -> None:
    LookUpOutcome.objects.create(look_up=look_up, result=result, at=make.moment(10, 27), **fields)


def paper(**fields: Any) -> dict[str, Any]:
    point = {
        "section": "fiscali",
        "number": 3,
        "label": "Redditi di pensione",
        "unit": "euro",
        "value": "12345.60",
    }
    return {
        "tax_year": 2024,
        "issued_on": "2025-03-16",
        "payer_tax_code": "80078750587",
        "payer_name": "Istituto di prova",
        "recipient_tax_code": "NRELNE48E57H501T",
        "points": [point],
        "notes": ["Dati inventati."],
        **fields,
    }


# The panel


def test_it_works(operator_client: Client, elena_visit: Visit, cud_case: Case) -> None:
    response = operator_client.get(panel_url(cud_case), headers=HTMX)
    page = response.content.decode()
    assert response.status_code == 200
    assert page.lstrip().startswith("<section")
    assert "Chiedi a INPS" in page
    assert "facoltativo" not in page
    assert "HX-Request" in response.headers["Vary"]
    assert not LookUp.objects.exists()


def test_without_javascript_it_is_a_page(operator_client: Client, elena_visit: Visit, cud_case: Case) -> None:
    page = operator_client.get(panel_url(cud_case)).content.decode()
    assert "<!doctype html>" in page
    assert f'action="{ask_url(cud_case)}"' in page


def test_not_for_others(supervisor_client: Client, administrator_client: Client, cud_case: Case) -> None:
    for client in (supervisor_client, administrator_client):
        assert client.get(panel_url(cud_case)).status_code == 403
        assert client.post(ask_url(cud_case), choice(cud_case)).status_code == 403
    assert not LookUp.objects.exists()


def test_no_such_case(operator_client: Client) -> None:
    assert operator_client.get(reverse("case_look_ups", args=[99])).status_code == 404
    assert operator_client.post(reverse("ask_look_up", args=[99]), {"tax_year": 2024}).status_code == 404


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"tax_year": "duemila"}, "L&#x27;anno ha quattro cifre."),
        ({"tax_year": ""}, "Scegli l&#x27;anno dei redditi."),
        ({"tax_year": "1999"}, "Si può chiedere dal 2015 in poi."),
        ({"tax_year": "2999"}, "La Certificazione dei redditi 2999 non c&#x27;è ancora"),
        ({"subject": ""}, "Scegli di chi è il documento."),
        ({"subject": "999"}, "Questa persona non c&#x27;è: scegli dall&#x27;elenco."),
        ({"correlation_id": "x"}, "UUID"),
    ],
)
def test_malformed(
    typed: dict[str, str], sentence: str, operator_client: Client, elena_visit: Visit, cud_case: Case
) -> None:
    response = operator_client.post(ask_url(cud_case), choice(cud_case, **typed), headers=HTMX)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not LookUp.objects.exists()


def test_looking_asks_nobody(
    operator_client: Client, elena_visit: Visit, cud_case: Case, operator: User
) -> None:
    answered(look_up_of(cud_case, operator), Result.UNREACHABLE)
    for _ in range(3):
        operator_client.get(panel_url(cud_case), headers=HTMX)
        operator_client.get(reverse("look_up", args=[LookUp.objects.get().pk]))
    assert LookUp.objects.count() == 1


@pytest.mark.parametrize("people", [1, 10])
def test_queries(
    people: int,
    operator_client: Client,
    operator: User,
    elena: Citizen,
    elena_visit: Visit,
    cud_case: Case,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(people):
        person = make.citizen("Neri", f"Parente {number}")
        Delegation.objects.create(
            principal=person,
            delegate=elena,
            scope=["inps"],
            valid_from=make.moment().date(),
            document="passport",
            document_number="X",
            seen_by=operator,
        )
        look_up = look_up_of(cud_case, operator, subject=person)
        answered(look_up, Result.FOUND)
        LookUpAnswer.objects.create(look_up=look_up, content=paper(), received_at=make.moment(10, 27))
    operator_client.get(panel_url(cud_case), headers=HTMX)
    with django_assert_num_queries(19):
        operator_client.get(panel_url(cud_case), headers=HTMX)


# Asking through the screen


def test_asking_shows_that_it_is_on_its_way(
    operator_client: Client, elena_visit: Visit, cud_case: Case
) -> None:
    typed = choice(cud_case, correlation_id=str(uuid4()))
    response = operator_client.post(ask_url(cud_case), typed, headers={**HTMX, "HX-Target": "look-ups"})
    page, look_up = response.content.decode(), LookUp.objects.get()
    assert 'id="look-ups"' in page
    assert "In corso: chiesto alle" in page
    assert f'hx-get="{reverse("look_up", args=[look_up.pk])}" hx-trigger="refresh"' in page
    assert "look-up-changed" in response.headers["HX-Trigger"]
    assert look_up.visit == elena_visit


def test_another_panel_gets_the_card_alone(
    operator_client: Client, elena_visit: Visit, cud_case: Case
) -> None:
    page = operator_client.post(ask_url(cud_case), choice(cud_case), headers=HTMX).content.decode()
    assert page.lstrip().startswith("<article")


def test_without_javascript_asking_leads_to_the_look_up(
    operator_client: Client, elena_visit: Visit, cud_case: Case
) -> None:
    response = operator_client.post(ask_url(cud_case), choice(cud_case), follow=True)
    assert response.redirect_chain == [(reverse("look_up", args=[LookUp.objects.get().pk]), 302)]
    assert "Guarda se è arrivata" in response.content.decode()


def test_the_form_sent_twice_asks_once(operator_client: Client, elena_visit: Visit, cud_case: Case) -> None:
    typed = choice(cud_case, correlation_id=str(uuid4()))
    operator_client.post(ask_url(cud_case), typed)
    operator_client.post(ask_url(cud_case), typed)
    assert LookUp.objects.count() == 1


def test_for_whom_it_may_be_asked(
    operator_client: Client, operator: User, elena: Citizen, elena_visit: Visit, cud_case: Case
) -> None:
    bruno = make.citizen("Neri", "Bruno", "NREBRN25A01H501N")
    make.citizen("Gallo", "Antonio")
    Delegation.objects.create(
        principal=bruno,
        delegate=elena,
        scope=["inps"],
        valid_from=make.moment().date(),
        document="passport",
        document_number="X",
        seen_by=operator,
    )
    page = operator_client.get(panel_url(cud_case), headers=HTMX).content.decode()
    assert f'<option value="{bruno.pk}">Neri Bruno</option>' in page
    assert "Gallo" not in page
    operator_client.post(ask_url(cud_case), choice(cud_case, subject=bruno.pk))
    assert LookUp.objects.get().subject == bruno


def test_what_is_not_allowed_is_said_and_recorded(
    operator_client: Client, elena_visit: Visit, cud_case: Case
) -> None:
    stranger = make.citizen("Gallo", "Antonio", "GLLNTN50A01H501S")
    typed = choice(cud_case, subject=stranger.pk)
    page = operator_client.post(ask_url(cud_case), typed, headers=HTMX).content.decode()
    assert "Neri Elena non ha una delega in vigore di Gallo Antonio" in page
    assert "Riprova" not in page
    assert LookUpOutcome.objects.get().result == Result.NOT_ALLOWED


def test_a_dossier_asks_for_the_incomes_of_two_years_before(
    operator_client: Client, operator: User, elena: Citizen, elena_visit: Visit, cud_service: Service
) -> None:
    dossier_case = make.case(elena, make.service(), operator)
    year = timezone.localdate().year - 2
    page = operator_client.get(panel_url(dossier_case), headers=HTMX).content.decode()
    assert f'<option value="{year}" selected>{year}</option>' in page


def test_a_person_with_several_codes_is_asked_about_under_each(
    operator_client: Client, elena: Citizen, elena_visit: Visit, cud_case: Case
) -> None:
    old = TaxCode.objects.create(citizen=elena, code="12345678903", is_current=False, added_on=make.moment())
    page = operator_client.get(panel_url(cud_case), headers=HTMX).content.decode()
    assert "Neri Elena: 12345678903, di prima" in page
    operator_client.post(ask_url(cud_case), choice(cud_case))
    operator_client.post(ask_url(cud_case), choice(cud_case, code=old.pk))
    codes = LookUp.objects.order_by("pk").values_list("tax_code", flat=True)
    assert list(codes) == ["NRELNE48E57H501T", "12345678903"]


def test_the_code_of_somebody_else_is_refused(
    operator_client: Client, elena: Citizen, elena_visit: Visit, cud_case: Case
) -> None:
    bruno = make.citizen("Neri", "Bruno", "NREBRN25A01H501N")
    code = TaxCode.objects.get(citizen=bruno)
    response = operator_client.post(ask_url(cud_case), choice(cud_case, code=code.pk), headers=HTMX)
    assert response.status_code == 422
    assert not LookUp.objects.exists()


PROTOCOL = {"protocol_number": "1234/2026", "protocol_date": date(2026, 3, 2), "benefit_code": "A2.12"}


@pytest.fixture
def canteen(operator: User, elena: Citizen, cud_service: Service) -> Case:
    """A procedure of the Comune for which INPS may be asked."""
    inps = cud_service.partner
    assert inps
    isee = make.service("inps-isee", "Attestazione ISEE", kind="look_up", partner=inps)
    make.agreement(inps, isee)
    return make.case(elena, make.service("mensa", "Mensa", kind="procedure"), operator, **PROTOCOL)


def test_a_procedure_is_offered_the_threshold_first(operator_client: Client, canteen: Case) -> None:
    page = operator_client.get(panel_url(canteen), headers=HTMX).content.decode()
    assert '<option value="isee_threshold" selected>Soglia ISEE</option>' in page
    assert "il valore resta a INPS" in page
    assert "Codice della soglia" in page
    assert "Documento d&#x27;identità visto" not in page


def test_another_document_has_its_own_fields(operator_client: Client, canteen: Case) -> None:
    page = operator_client.get(
        panel_url(canteen), {"document": "isee_indicator"}, headers=HTMX
    ).content.decode()
    assert "Quale ISEE" in page
    assert "Codice della soglia" not in page


def test_what_is_asked_for_a_procedure_is_recorded_whole(
    operator_client: Client, operator: User, canteen: Case
) -> None:
    typed = {
        "document": "isee_threshold",
        "subject": canteen.citizen_id,
        "threshold_code": "MENS01",
        "benefit_state": "to_grant",
        "valid_on": "2026-03-01",
        "reason": "Estratta nel campione di marzo",
    }
    operator_client.post(ask_url(canteen), typed)
    look_up = LookUp.objects.get()
    assert (look_up.document, look_up.threshold_code, look_up.benefit_state) == (
        "isee_threshold", "MENS01", "to_grant",
    )  # fmt: skip
    assert (look_up.basis, look_up.reason, look_up.valid_on) == (
        "check", "Estratta nel campione di marzo", date(2026, 3, 1),
    )  # fmt: skip
    assert (look_up.level_of_assurance, look_up.client_ip) == ("LoA2", "127.0.0.1")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"threshold_code": "mensa"}, "quattro lettere maiuscole e due cifre"),
        ({"valid_on": "2999-01-01"}, "La data deve ancora venire"),
        ({"benefit_state": ""}, "Di&#x27; se la prestazione è già erogata."),
        ({"other": "NREBRN25A01H501N"}, "Nessun cittadino con questo codice fiscale"),
    ],
)
def test_a_procedure_asks_wrongly(
    operator_client: Client, canteen: Case, typed: dict[str, str], sentence: str
) -> None:
    sent = {"document": "isee_threshold", "subject": canteen.citizen_id, "threshold_code": "MENS01"}
    sent |= {"benefit_state": "to_grant", **typed}
    response = operator_client.post(ask_url(canteen), sent, headers=HTMX)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not LookUp.objects.exists()


def test_a_code_that_inps_refuses_is_told_before_and_refused(
    operator_client: Client, elena: Citizen, canteen: Case
) -> None:
    TaxCode.objects.filter(citizen=elena).update(code="NRELNEQ8E57H501B")  # a letter in the year
    page = operator_client.get(panel_url(canteen), headers=HTMX).content.decode()
    assert "Il servizio ISEE di INPS non accetta questo codice fiscale" in page
    typed = {"document": "isee_residents", "subject": elena.pk, "benefit_state": "to_grant"}
    operator_client.post(ask_url(canteen), typed)
    outcome = LookUpOutcome.objects.get()
    assert outcome.result == Result.NOT_ALLOWED
    assert "(omocodia)" in outcome.message


def test_a_procedure_may_need_somebody_elses_data(operator_client: Client, canteen: Case) -> None:
    bruno = make.citizen("Neri", "Bruno", "NREBRN25A01H501N")
    typed = {"document": "cu", "subject": canteen.citizen_id, "tax_year": 2024, "other": "nrebrn25a01h501n"}
    operator_client.post(ask_url(canteen), typed)
    assert LookUp.objects.get().subject == bruno


def test_a_document_that_the_case_does_not_offer(operator_client: Client, cud_case: Case) -> None:
    assert operator_client.post(ask_url(cud_case), {"document": "isee_threshold"}).status_code == 404


@pytest.mark.parametrize("missing", ["identity_document", "identity_number"])
def test_a_person_shows_an_identity_document(
    operator_client: Client, elena_visit: Visit, cud_case: Case, missing: str
) -> None:
    response = operator_client.post(ask_url(cud_case), choice(cud_case, **{missing: ""}), headers=HTMX)
    assert response.status_code == 422
    assert not LookUp.objects.exists()


def test_a_surer_sign_in_is_asked_for_and_the_attempt_recorded(
    operator_client: Client, administrator: User, elena_visit: Visit, cud_case: Case, cud_service: Service
) -> None:
    choose_channel(
        service=cud_service,
        channel=LookUp.Channel.SERVICE,
        sign_in_level="LoA3",
        by=administrator,
        at=make.moment(),
    )
    sentence = "Per «Copia della Certificazione Unica» si entra con due fattori"
    page = operator_client.get(panel_url(cud_case), headers=HTMX).content.decode()
    assert sentence in page
    assert "<button" not in page
    page = operator_client.post(ask_url(cud_case), choice(cud_case), headers=HTMX).content.decode()
    assert sentence in page
    assert LookUpOutcome.objects.get().result == Result.NOT_ALLOWED


# What came


def shown(client: Client, look_up: LookUp) -> str:
    return client.get(reverse("look_up", args=[look_up.pk]), headers=HTMX).content.decode()


def test_while_pending_the_card_is_left_alone(
    operator_client: Client, operator: User, cud_case: Case
) -> None:
    look_up = look_up_of(cud_case, operator)
    assert operator_client.get(reverse("look_up", args=[look_up.pk]), headers=HTMX).status_code == 204


def test_found(operator_client: Client, operator: User, cud_case: Case) -> None:
    look_up = look_up_of(cud_case, operator)
    answered(look_up, Result.FOUND, reference="INPS-1")
    LookUpAnswer.objects.create(look_up=look_up, content=paper(), received_at=make.moment(10, 27))
    response = operator_client.get(reverse("look_up", args=[look_up.pk]), headers=HTMX)
    page = response.content.decode()
    for text in (
        "Istituto di prova",
        "12.345,60\N{NO-BREAK SPACE}€",
        "<dd>2024</dd>",
        "INPS, ricevuta alle 10:27. Resta qui fino alla fine della visita.",
        "Dati inventati.",
    ):
        assert text in page
    assert "data-refresh" not in page
    assert "INPS: trovato" in response.headers["HX-Trigger"]
    assert "look-up-changed" in response.headers["HX-Trigger"]


def test_each_look_at_an_answer_is_recorded_once(
    operator_client: Client, colleague_client: Client, operator: User, cud_case: Case
) -> None:
    look_up = look_up_of(cud_case, operator)
    answered(look_up, Result.FOUND)
    LookUpAnswer.objects.create(look_up=look_up, content=paper(), received_at=make.moment(10, 27))
    for _ in range(2):
        operator_client.get(panel_url(cud_case), headers=HTMX)
    shown(colleague_client, look_up)
    accesses = LookUpAccess.objects.order_by("pk").values_list("operator__username", "kind")
    assert list(accesses) == [("giulia", "view"), ("marco", "view")]


def test_where_nothing_is_held_no_look_is_recorded(
    operator_client: Client, operator: User, cud_case: Case
) -> None:
    answered(look_up_of(cud_case, operator), Result.FOUND)
    operator_client.get(panel_url(cud_case), headers=HTMX)
    assert not LookUpAccess.objects.exists()


def test_found_and_forgotten(operator_client: Client, operator: User, cud_case: Case) -> None:
    look_up = look_up_of(cud_case, operator)
    answered(look_up, Result.FOUND)
    page = shown(operator_client, look_up)
    assert "Trovata il 04/03/2026 alle 10:27." in page
    assert "cancellata alla fine della visita" in page


def test_not_found(operator_client: Client, operator: User, cud_case: Case) -> None:
    look_up = look_up_of(cud_case, operator)
    answered(look_up, Result.NOT_FOUND)
    page = shown(operator_client, look_up)
    assert "INPS: nessuna Certificazione Unica dei redditi 2024 per questa persona." in page
    assert "Riprova" not in page


def test_refused(operator_client: Client, operator: User, cud_case: Case) -> None:
    look_up = look_up_of(cud_case, operator)
    answered(look_up, Result.REFUSED, message="Ente non abilitato.", reference="INPS-9")
    page = shown(operator_client, look_up)
    assert "INPS ha risposto di no: Ente non abilitato." in page
    assert "Codice da citare: INPS-9, ore 10:27." in page


def test_unreachable(operator_client: Client, operator: User, cud_case: Case, cud_service: Service) -> None:
    look_up = look_up_of(cud_case, operator)
    answered(look_up, Result.UNREACHABLE, reference="abc-1")
    assert cud_service.partner
    reachability.failed(cud_service.partner, at=make.moment(10, 26))
    page = shown(operator_client, look_up)
    assert "INPS non risponde dalle 10:26 del 04/03." in page
    assert "Intanto chiedi il documento al cittadino e vai avanti" in page
    assert "Assistenza INPS: 803 164, lun-ven 8-20." in page
    assert "Codice da citare: abc-1, ore 10:27." in page
    assert "Riprova" in page
    assert 'id="down-inps" hx-swap-oob="true"' in page


def test_unintelligible(operator_client: Client, operator: User, cud_case: Case) -> None:
    look_up = look_up_of(cud_case, operator)
    answered(look_up, Result.UNINTELLIGIBLE, reference="INPS-3")
    assert "La risposta di INPS non si capisce." in shown(operator_client, look_up)


def test_trying_again_is_a_new_asking_in_the_place_of_the_old(
    operator_client: Client, operator: User, elena_visit: Visit, cud_case: Case
) -> None:
    failed = look_up_of(cud_case, operator)
    answered(failed, Result.UNREACHABLE)
    before = shown(operator_client, failed)
    again = operator_client.post(ask_url(cud_case), choice(cud_case), headers=HTMX)
    name = f'id="look-up-cu-{cud_case.citizen_id}-2024"'
    assert name in before
    assert name in again.content.decode()
    assert LookUp.objects.count() == 2


def test_the_button_asks_the_same_again(
    operator_client: Client, operator: User, elena_visit: Visit, cud_case: Case
) -> None:
    first = look_up_of(
        cud_case, operator, visit=elena_visit, identity_document="passport", identity_number="YA1"
    )
    answered(first, Result.UNREACHABLE)
    response = operator_client.post(reverse("repeat_look_up", args=[first.pk]), headers=HTMX)
    again = LookUp.objects.latest("pk")
    assert again != first
    assert (again.document, again.tax_year, again.identity_number) == ("cu", 2024, "YA1")
    assert not hasattr(again, "outcome")
    assert "In corso" in response.content.decode()


def test_in_another_visit_the_identity_is_seen_anew(
    operator_client: Client, operator: User, elena_visit: Visit, cud_case: Case
) -> None:
    first = look_up_of(cud_case, operator, identity_document="passport", identity_number="YA1")
    answered(first, Result.UNREACHABLE)
    page = operator_client.post(reverse("repeat_look_up", args=[first.pk]), headers=HTMX).content.decode()
    assert "Guarda un documento d&#x27;identità di chi è al banco" in page


def test_the_panel_shows_the_newest_of_each_document(
    operator_client: Client, operator: User, elena_visit: Visit, cud_case: Case
) -> None:
    answered(look_up_of(cud_case, operator), Result.UNREACHABLE)
    answered(look_up_of(cud_case, operator), Result.NOT_FOUND)
    answered(look_up_of(cud_case, operator, tax_year=2023), Result.NOT_FOUND)
    page = operator_client.get(panel_url(cud_case), headers=HTMX).content.decode()
    assert page.count("nessuna Certificazione Unica dei redditi") == 2
    assert "non ha risposto" not in page


def test_no_such_look_up(operator_client: Client, supervisor_client: Client) -> None:
    assert operator_client.get(reverse("look_up", args=[99])).status_code == 404
    assert supervisor_client.get(reverse("look_up", args=[99])).status_code == 403


# The request of the person at the desk


def test_a_request_opens_its_case(operator_client: Client, elena_visit: Visit, cud_service: Service) -> None:
    url = reverse("new_look_up", args=[elena_visit.pk, cud_service.pk])
    response = operator_client.post(url)
    case = Case.objects.get()
    assert response.headers["Location"] == reverse("case", args=[case.pk])
    assert (case.citizen, case.service, case.kind) == (elena_visit.citizen, cud_service, "look_up")
    assert Act.objects.get().case == case


def test_pressed_twice_it_opens_one(
    operator_client: Client, elena_visit: Visit, cud_service: Service
) -> None:
    url = reverse("new_look_up", args=[elena_visit.pk, cud_service.pk])
    assert operator_client.post(url).headers["Location"] == operator_client.post(url).headers["Location"]
    assert Case.objects.count() == 1


def test_an_anonymous_visit_has_no_document_to_ask_for(
    operator_client: Client, operator: User, cud_service: Service
) -> None:
    visit = make.visit(operator=operator)
    page = operator_client.post(reverse("new_look_up", args=[visit.pk, cud_service.pk]), follow=True)
    assert "Prima di chiedere un documento di&#x27; chi è la persona al banco." in page.content.decode()
    assert not Case.objects.exists()


def test_only_look_ups_begin_so(
    operator_client: Client, colleague_client: Client, elena_visit: Visit, cud_service: Service
) -> None:
    other = make.service("tari", "TARI", kind="information")
    assert operator_client.post(reverse("new_look_up", args=[elena_visit.pk, other.pk])).status_code == 404
    url = reverse("new_look_up", args=[elena_visit.pk, cud_service.pk])
    assert operator_client.get(url).status_code == 405
    assert colleague_client.post(url).status_code == 403


# The partner never delays a page


@pytest.mark.parametrize("fault", ["slow", "down"])
def test_pages_answer_at_once_whatever_the_partner_does(
    fault: str,
    transactional_db: None,
    partners_answer: SandboxProcess,
    operator_client: Client,
    elena: Citizen,
    elena_visit: Visit,
    cud_case: Case,
    run_jobs: Callable[[], None],
) -> None:
    TaxCode.objects.filter(citizen=elena).update(code=reserved.FOUND)
    partners_answer.set_fault("inps", fault)
    calls = partners_answer.calls("inps")
    operator_client.get(panel_url(cud_case), headers=HTMX)
    started = time.monotonic()
    operator_client.post(ask_url(cud_case), choice(cud_case), headers=HTMX)
    operator_client.get(panel_url(cud_case), headers=HTMX)
    operator_client.get(reverse("look_up", args=[LookUp.objects.get().pk]))
    operator_client.get(reverse("partner_weather"))
    assert time.monotonic() - started < partners_answer.slow
    assert partners_answer.calls("inps") == calls
    run_jobs()
    assert partners_answer.calls("inps") > calls
    assert "INPS non risponde dalle" in shown(operator_client, LookUp.objects.get())
    partners_answer.set_fault("inps", None)
    operator_client.post(ask_url(cud_case), choice(cud_case), headers=HTMX)
    run_jobs()
    assert "Resta qui fino alla fine della visita" in shown(operator_client, LookUp.objects.latest("pk"))
