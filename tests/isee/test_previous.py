"""A dossier begun from that of the year before: lines to be confirmed, amounts of the new year empty."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from isee.dossier.previous import previous_of
from isee.models import Account, Dossier, Income, Instrument, Property, Vehicle
from sportello.models import Citizen, LogEntry, Service, User
from tests import make
from tests.isee.make import account, begin_dossier, certificate, declarant, income, member, whole


@pytest.fixture
def before(elena: Citizen, operator: User) -> Dossier:
    """Elena's dossier of 2025: she works, her grandson and her husband live with her in a rented home."""
    old = begin_dossier(elena, operator, on=date(2025, 4, 1))
    person = declarant(old)
    type(person).objects.filter(pk=person.pk).update(work_months=12, disability="media")
    member(old, "Neri", "Ugo", relation="C", tax_code="NREGUO50A01H501X", cohabiting=False, aire=True)
    member(old, "Neri", "Luca", relation="F", birth_date=date(2008, 1, 1))
    income(person, "9000")
    account(person, "500", "400", opened_on=date(2023, 5, 1), already_net=True, identifier="IT60")
    Instrument.objects.create(member=person, kind="fund", label="Fondo", value=Decimal(700))
    Property.objects.create(member=person, label="Orto", kind="TA", value=Decimal(90), mortgage=Decimal(10))
    Vehicle.objects.create(member=person, plate="GA 123 PV")
    Dossier.objects.filter(pk=old.pk).update(
        dwelling="rented", yearly_rent=Decimal(4800), contract_number="12", home_town="Rimini", state="closed"
    )
    return old


@pytest.fixture
def new(before: Dossier, dossier: Dossier) -> Dossier:
    return dossier


def copy(client: Client, dossier: Dossier) -> str:
    response = client.post(reverse("copy_previous", args=[dossier.pk]), follow=True)
    return response.content.decode()


def test_an_empty_dossier_offers_to_begin_from_it(operator_client: Client, new: Dossier) -> None:
    html = operator_client.get(reverse("household", args=[new.pk])).content.decode()
    assert "Di questo nucleo c'è il fascicolo 2025" in html
    assert "Riprendi dal 2025" in html


def test_opened_anew_the_offer_is_what_one_sees(
    operator_client: Client, operator: User, before: Dossier, elena: Citizen, isee_service: Service
) -> None:
    visit = make.visit(citizen=elena, operator=operator)
    response = operator_client.post(reverse("open_dossier", args=[visit.pk, isee_service.pk]))
    opened = Dossier.objects.exclude(pk=before.pk).get()
    assert response.headers["Location"] == reverse("household", args=[opened.pk])


def test_persons_come_with_the_relation_that_their_age_gives_now(
    operator_client: Client, new: Dossier
) -> None:
    html = copy(operator_client, new)

    assert "Ripreso dal fascicolo 2025" in html
    elena, ugo, luca = new.members.all()
    assert (elena.relation, elena.to_confirm, elena.disability, elena.work_months) == (
        "D",
        True,
        "media",
        None,
    )
    assert (ugo.relation, ugo.cohabiting, ugo.aire, ugo.to_confirm) == ("C", False, True, True)
    # Luca turned eighteen on 1 January.
    assert (luca.relation, luca.birth_date) == ("FC", date(2008, 1, 1))
    assert LogEntry.objects.filter(kind="isee.dossier.copied").count() == 1


def test_lines_come_without_what_is_of_one_year_alone(operator_client: Client, new: Dossier) -> None:
    copy(operator_client, new)
    elena = declarant(new)
    earned, owned = Income.objects.get(member=elena), Account.objects.get(member=elena)

    assert (earned.kind, earned.amount, earned.to_confirm) == ("pension", None, True)
    assert (owned.label, owned.identifier, owned.balance, owned.average) == ("Banca", "IT60", None, None)
    assert (owned.opened_on, owned.already_net) == (None, False)
    assert Instrument.objects.get(member=elena).value is None
    orto = Property.objects.get(member=elena)
    # The IMU value follows from the rendita, and stays until it changes; the mortgage is paid month by month.
    assert (orto.kind, orto.value, orto.mortgage) == ("TA", Decimal(90), None)
    assert Vehicle.objects.get(member=elena).to_confirm
    new.refresh_from_db()
    assert (new.dwelling, new.yearly_rent, new.home_town) == ("rented", Decimal(4800), "Rimini")
    assert new.dwelling_to_confirm
    # The dossier of the year before stays as it was.
    assert Account.objects.exclude(member=elena).get().balance == 500


def test_a_line_is_confirmed_with_one_key_or_completed(operator_client: Client, new: Dossier) -> None:
    copy(operator_client, new)
    vehicle = Vehicle.objects.get(member__dossier=new)
    page = operator_client.get(reverse("assets", args=[new.pk])).content.decode()
    assert page.count('data-key="F7"') == 1
    assert page.count("Completa<") == 3

    operator_client.post(reverse("confirm_vehicle", args=[new.pk, vehicle.pk]))
    vehicle.refresh_from_db()
    assert not vehicle.to_confirm
    owned = Account.objects.get(member__dossier=new)
    refused = operator_client.post(reverse("confirm_account", args=[new.pk, owned.pk]), follow=True)
    assert "Mancano gli importi del nuovo anno" in refused.content.decode()
    data = {"member": owned.member_id, "kind": "current", "label": "Banca", "balance": "1", "average": "2"}
    operator_client.post(reverse("edit_account", args=[new.pk, owned.pk]), data)
    owned.refresh_from_db()
    assert (owned.balance, owned.to_confirm) == (Decimal(1), False)


def test_persons_and_home_are_confirmed(operator_client: Client, new: Dossier) -> None:
    copy(operator_client, new)
    operator_client.post(reverse("confirm_member", args=[new.pk, declarant(new).pk]))
    operator_client.post(reverse("confirm_dwelling", args=[new.pk]))
    new.refresh_from_db()
    assert not new.dwelling_to_confirm
    assert [one.to_confirm for one in new.members.all()] == [False, True, True]


def test_who_died_or_is_out_by_law_does_not_come(
    operator_client: Client, before: Dossier, dossier: Dossier
) -> None:
    member(before, "Neri", "Pia", relation="FNC", birth_date=date(2000, 3, 4), dependent=True)
    dead = make.citizen("Neri", "Ivo", deceased_on=date(2025, 6, 1))
    member(before, "Neri", "Ivo", relation="P", citizen=dead)
    html = copy(operator_client, dossier)
    assert "Neri Pia non è stato ripreso: non convive e ha compiuto 26 anni." in html
    assert "Neri Ivo non è stato ripreso: risulta deceduto." in html
    assert dossier.members.count() == 3


def test_what_a_partner_certified_belongs_to_its_year(
    operator_client: Client, operator: User, before: Dossier, dossier: Dossier, elena: Citizen
) -> None:
    look_up = certificate(before, elena, operator, pension="9000.00", tax_year=2023)
    Income.objects.update(source="inps", look_up=look_up)
    income(declarant(before), "1", updated=True)
    copy(operator_client, dossier)
    assert not Income.objects.filter(member__dossier=dossier).exists()


def test_another_of_the_household_may_declare_this_year(
    operator_client: Client, operator: User, before: Dossier
) -> None:
    ugo = make.citizen("Neri", "Ugo", "NREGUO50A01H501X", birth_date=date(1950, 1, 1))
    before.members.filter(given_name="Ugo").update(citizen=ugo)
    his = begin_dossier(ugo, operator)
    assert previous_of(his) == before
    copy(operator_client, his)
    assert [(one.given_name, one.relation) for one in his.members.all()] == [
        ("Ugo", "D"),
        ("Elena", "P"),
        ("Luca", "FC"),
    ]


def test_only_at_the_beginning_and_only_once(operator_client: Client, new: Dossier) -> None:
    income(declarant(new))
    assert "si riprende solo all&#x27;inizio" in copy(operator_client, new)
    Income.objects.filter(member__dossier=new).delete()
    copy(operator_client, new)
    assert "si riprende solo all&#x27;inizio" in copy(operator_client, new)
    assert new.members.count() == 3


def test_without_an_earlier_one_it_begins_from_nothing(operator_client: Client, dossier: Dossier) -> None:
    assert previous_of(dossier) is None
    assert "comincia da capo" in copy(operator_client, dossier)
    assert "Riprendi dal" not in operator_client.get(reverse("household", args=[dossier.pk])).content.decode()


def test_one_that_was_given_up_is_none(before: Dossier, dossier: Dossier) -> None:
    Dossier.objects.filter(pk=before.pk).update(state="abandoned")
    assert previous_of(whole(dossier)) is None


def test_who_may_not(supervisor_client: Client, new: Dossier) -> None:
    assert supervisor_client.post(reverse("copy_previous", args=[new.pk])).status_code == 403
