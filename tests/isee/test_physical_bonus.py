"""The bonus for physical hardship, from Modulo B to the answer of SGAte."""

import re
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from isee.models import PhysicalBonus
from sportello.models import Case, Citizen, LogEntry, Service, User
from tests import make

pytestmark = pytest.mark.django_db
State = PhysicalBonus.State
MODULO_B = {
    "version": "0",
    "purpose": "new",
    "patient_surname": "Neri",
    "patient_given_name": "Aldo",
    "patient_tax_code": "NRELDA44A10H501G",
    "pod": "IT 001 E 12345678",
    "power": "3",
    "supply_address": "Via Garibaldi 12",
    "supply_town": "Poggioverde",
    "supply_postal_code": "47100",
    "asl": "ASL Romagna",
    "certified_on": "2026-02-20",
    "devices_address": "via Garibaldi, 12",
    "devices_since": "2026-02-01",
    "devices-TOTAL_FORMS": "2",
    "devices-INITIAL_FORMS": "0",
    "devices-0-kind": "oxygen",
    "devices-0-hours": "over_16",
    "devices-1-kind": "",
    "devices-1-name": "",
    "devices-1-hours": "",
}


@pytest.fixture
def bonus_service(db: None) -> Service:
    return make.service("bonus-elettrico", "Bonus elettrico", kind=Service.Kind.PROCEDURE)


@pytest.fixture
def case(elena: Citizen, operator: User, bonus_service: Service) -> Case:
    return make.case(elena, bonus_service, operator)


def open_page(client: Client, name: str, case: Case) -> str:
    response = client.get(reverse(name, args=[case.pk]))
    assert response.status_code == 200
    return text(response)


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", unescape(response.content.decode()))


def send(client: Client, name: str, case: Case, data: dict[str, str]) -> Any:
    return client.post(reverse(name, args=[case.pk]), data)


def write(client: Client, case: Case, **changed: str) -> Any:
    return send(client, "edit_physical_bonus", case, {**MODULO_B, **changed})


def grant(client: Client, case: Case) -> PhysicalBonus:
    """All the way to the answer of SGAte."""
    write(client, case)
    send(client, "send_physical_bonus", case, {"number": "SG-1", "on": "2026-03-02"})
    said = {"outcome": "granted", "on": "2026-03-04", "consumption": "media", "starts_on": "2026-03-01"}
    send(client, "decide_physical_bonus", case, said)
    return PhysicalBonus.objects.get(case=case)


def test_the_case_shows_the_way_to_both_bonuses(operator_client: Client, case: Case) -> None:
    page = operator_client.get(reverse("case", args=[case.pk])).content.decode()
    assert reverse("case_electricity_bonus", args=[case.pk]) in page
    panel = open_page(operator_client, "case_electricity_bonus", case)
    assert "Scrivi il Modulo B" in panel
    assert "Perché non è arrivato?" in panel


def test_the_panel_of_another_service_is_not_there(
    operator_client: Client, elena: Citizen, operator: User
) -> None:
    other = make.case(elena, make.service("tari", "TARI", kind=Service.Kind.PROCEDURE), operator)
    assert operator_client.get(reverse("case_electricity_bonus", args=[other.pk])).status_code == 404


def test_modulo_b_begins_with_what_is_known(operator_client: Client, case: Case) -> None:
    page = open_page(operator_client, "edit_physical_bonus", case)
    assert 'value="Via Garibaldi 12"' in page
    assert 'value="NRELNE48E57H501T"' in page


def test_modulo_b_is_kept_with_its_devices(operator_client: Client, case: Case) -> None:
    answer = write(operator_client, case)
    assert answer["Location"] == reverse("physical_bonus", args=[case.pk])
    bonus = PhysicalBonus.objects.get()
    assert (bonus.state, bonus.pod, bonus.power) == (State.DRAFT, "IT001E12345678", Decimal(3))
    assert [str(device) for device in bonus.devices.all()] == ["concentratore di ossigeno, più di 16 ore"]


def test_it_is_written_again_without_doubling_the_devices(operator_client: Client, case: Case) -> None:
    write(operator_client, case)
    row = PhysicalBonus.objects.get().devices.get()
    again = {
        "version": "1",
        "devices-INITIAL_FORMS": "1",
        "devices-TOTAL_FORMS": "3",
        "devices-0-id": str(row.pk),
        "devices-0-hours": "upto_8",
        "devices-2-kind": "",
        "devices-2-hours": "",
    }
    assert write(operator_client, case, **again).status_code == 302
    assert [str(one) for one in PhysicalBonus.objects.get().devices.all()] == [
        "concentratore di ossigeno, fino a 8 ore"
    ]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"purpose": ""}, "Scegli se è una domanda nuova o una variazione."),
        ({"pod": "IT001"}, "Il POD comincia con IT"),
        ({"power": "tre"}, "non è una potenza"),
        ({"power": "0"}, "La potenza di una casa"),
        ({"patient_tax_code": "NRELDA"}, "Questo codice fiscale non è giusto"),
        ({"supply_postal_code": "471"}, "Il CAP ha cinque cifre."),
        ({"certified_on": "2026-03-05"}, "Questo giorno deve ancora venire"),
        ({"devices_address": "Via Roma 1"}, "Gli apparecchi devono stare dove c'è la fornitura"),
        ({"devices-0-kind": "", "devices-0-hours": ""}, "Scrivi almeno un apparecchio"),
        ({"devices-0-hours": ""}, "Scegli le ore, come nel certificato."),
        ({"devices-0-kind": "other"}, "Scrivi l'apparecchio come nel certificato."),
        ({"purpose": "place"}, "Una variazione cambia un bonus attivo"),
        ({"runs_already": "on"}, "Un bonus è già attivo"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_typed_is_lost(
    changed: dict[str, str], sentence: str, operator_client: Client, case: Case
) -> None:
    response = write(operator_client, case, **changed)
    assert response.status_code == 422
    assert sentence in text(response)
    assert 'value="ASL Romagna"' in text(response)
    assert not PhysicalBonus.objects.exists()


def test_a_colleague_who_changed_it_meanwhile_is_told(operator_client: Client, case: Case) -> None:
    write(operator_client, case)
    response = write(operator_client, case, asl="ASL Marche")
    assert response.status_code == 422
    assert "Un collega ha cambiato la domanda" in text(response)
    assert PhysicalBonus.objects.get().asl == "ASL Romagna"
    assert 'name="version" value="1"' in text(response)


def test_the_sheet_for_sgate_has_a_button_for_each_value(operator_client: Client, case: Case) -> None:
    write(operator_client, case)
    page = open_page(operator_client, "physical_bonus", case)
    copied = re.findall(r'data-copy="([^"]*)"', page)
    assert copied[0] == "domanda nuova"
    assert (
        copied.index("NRELNE48E57H501T") < copied.index("NRELDA44A10H501G") < copied.index("IT001E12345678")
    )
    assert "3" in copied
    assert "concentratore di ossigeno, più di 16 ore" in copied


def test_the_amount_of_each_class_for_the_power(operator_client: Client, case: Case) -> None:
    write(operator_client, case)
    page = open_page(operator_client, "physical_bonus", case)
    for amount in ("142,35", "284,70", "423,40"):
        assert amount in page


def test_an_amount_that_no_source_gives_is_not_invented(operator_client: Client, case: Case) -> None:
    write(operator_client, case, power="3,5")
    assert "importo non noto" in open_page(operator_client, "physical_bonus", case)


def test_the_number_and_the_outcome_are_typed_back(operator_client: Client, case: Case) -> None:
    bonus = grant(operator_client, case)
    assert (bonus.state, bonus.sgate_number, bonus.consumption) == (State.GRANTED, "SG-1", "media")
    assert bonus.starts_on == date(2026, 3, 1)


def test_a_refusal_has_its_reason(operator_client: Client, case: Case) -> None:
    write(operator_client, case)
    send(operator_client, "send_physical_bonus", case, {"number": "SG-1", "on": "2026-03-02"})
    said = {"outcome": "refused", "on": "2026-03-04", "reason": ""}
    response = send(operator_client, "decide_physical_bonus", case, said)
    assert response.status_code == 422
    assert "Scrivi il motivo" in text(response)
    send(operator_client, "decide_physical_bonus", case, {**said, "reason": "certificato illeggibile"})
    assert PhysicalBonus.objects.get().state == State.REFUSED


def test_an_outcome_before_the_application_is_refused(operator_client: Client, case: Case) -> None:
    write(operator_client, case)
    send(operator_client, "send_physical_bonus", case, {"number": "SG-1", "on": "2026-03-02"})
    said = {"outcome": "refused", "on": "2026-03-01", "reason": "x"}
    assert "Viene prima dell'inserimento" in text(send(operator_client, "decide_physical_bonus", case, said))


def test_once_in_sgate_the_data_stay(operator_client: Client, case: Case) -> None:
    grant(operator_client, case)
    response = write(operator_client, case, version="1")
    assert response.status_code == 422
    assert "La domanda è già in SGAte" in text(response)


def test_a_running_bonus_refuses_a_new_one_and_offers_the_variation(
    operator_client: Client, case: Case, elena: Citizen, operator: User, bonus_service: Service
) -> None:
    grant(operator_client, case)
    second = make.case(elena, bonus_service, operator)
    form = open_page(operator_client, "edit_physical_bonus", second)
    assert f"Un bonus è già attivo: pratica {case}" in form
    assert 'value="IT001E12345678"' in form
    response = write(operator_client, second)
    assert response.status_code == 422
    assert f"la domanda nuova sarebbe rifiutata (pratica {case})" in text(response)


def test_a_variation_ends_the_bonus_that_it_changes(
    operator_client: Client, case: Case, elena: Citizen, operator: User, bonus_service: Service
) -> None:
    first = grant(operator_client, case)
    second = make.case(elena, bonus_service, operator)
    assert write(operator_client, second, purpose="devices", runs_already="on").status_code == 302
    send(operator_client, "send_physical_bonus", second, {"number": "SG-2", "on": "2026-03-04"})
    said = {"outcome": "granted", "on": "2026-03-04", "consumption": "massima", "starts_on": "2026-03-04"}
    send(operator_client, "decide_physical_bonus", second, said)
    first.refresh_from_db()
    assert (first.state, first.ended_on) == (State.ENDED, date(2026, 3, 4))
    assert PhysicalBonus.objects.get(case=second).varies == first


def test_another_home_of_the_same_person_is_no_overlap(
    operator_client: Client, case: Case, elena: Citizen, operator: User, bonus_service: Service
) -> None:
    grant(operator_client, case)
    second = make.case(elena, bonus_service, operator)
    other = {"pod": "IT001E99999999", "patient_tax_code": "GLLSRA82P41H501A"}
    assert write(operator_client, second, **other).status_code == 302


def test_it_ends_with_the_devices(operator_client: Client, case: Case) -> None:
    grant(operator_client, case)
    response = send(operator_client, "end_physical_bonus", case, {"on": "2026-02-01"})
    assert "Viene prima dell'inizio" in text(response)
    send(operator_client, "end_physical_bonus", case, {"on": "2026-03-03"})
    assert PhysicalBonus.objects.get().state == State.ENDED


def test_a_closed_case_takes_nothing_more(operator_client: Client, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(state=Case.State.CONCLUDED)
    assert "La pratica non è più aperta" in text(write(operator_client, case))


def test_a_receipt_needs_the_number_and_is_noted(operator_client: Client, case: Case) -> None:
    write(operator_client, case)
    answer = send(operator_client, "physical_bonus_receipt", case, {})
    assert answer.status_code == 302
    send(operator_client, "send_physical_bonus", case, {"number": "SG-1", "on": "2026-03-02"})
    assert send(operator_client, "physical_bonus_receipt", case, {})["Content-Type"] == "application/pdf"
    assert LogEntry.objects.filter(kind="isee.sgate.printed").count() == 1


def test_neither_the_log_nor_the_case_says_anything_of_health(operator_client: Client, case: Case) -> None:
    grant(operator_client, case)
    send(operator_client, "physical_bonus_receipt", case, {})
    panel = open_page(operator_client, "case_electricity_bonus", case)
    told = " ".join(LogEntry.objects.values_list("text", flat=True)).lower()
    for word in ("ossigeno", "aldo", "malat", "asl", "apparecch", "fisico"):
        assert word not in told, word
    assert "ossigeno" not in panel
    assert "Aldo" not in panel
