from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from isee.models import Dossier, Member
from sportello.models import Citizen, LogEntry, User
from tests import make
from tests.isee.make import account, begin_dossier, declarant, income, member

HTMX = {"HX-Request": "true"}
LUCA = {
    "surname": "Neri",
    "given_name": "Luca",
    "birth_date": "2010-06-01",
    "tax_code": "",
    "relation": "F",
    "cohabiting": "on",
    "disability": "none",
}


def add(client: Client, dossier: Dossier, **changes: Any) -> Any:
    return client.post(reverse("new_member", args=[dossier.pk]), LUCA | changes)


def test_a_person_is_added(operator_client: Client, dossier: Dossier) -> None:
    response = add(operator_client, dossier)

    assert response.headers["Location"] == reverse("household", args=[dossier.pk]) + "?sezione=members"
    added = dossier.members.get(given_name="Luca")
    assert (added.birth_date, added.relation, added.citizen) == (date(2010, 6, 1), "F", None)
    assert LogEntry.objects.filter(kind="isee.member.added").count() == 1
    dossier.refresh_from_db()
    assert dossier.state == Dossier.State.COLLECTING


def test_in_the_dialog_the_page_is_led_back(operator_client: Client, dossier: Dossier) -> None:
    url = reverse("new_member", args=[dossier.pk])
    assert "<html" not in operator_client.get(url, headers=HTMX).content.decode()
    response = operator_client.post(url, LUCA, headers=HTMX)
    assert response.headers["HX-Redirect"] == reverse("household", args=[dossier.pk]) + "?sezione=members"


def test_a_tax_code_of_a_citizen_links_the_person(operator_client: Client, dossier: Dossier) -> None:
    luca = make.citizen("Neri", "Luca", "NRELCU10H01H501K", birth_date=date(2010, 6, 1))
    add(operator_client, dossier, tax_code=" nrelcu10h01h501k ")
    assert dossier.members.get(given_name="Luca").citizen == luca


def test_a_strange_tax_code_warns_and_does_not_block(operator_client: Client, dossier: Dossier) -> None:
    response = operator_client.post(
        reverse("new_member", args=[dossier.pk]), LUCA | {"tax_code": "NRELCU10H01H501A"}, follow=True
    )
    assert "L&#x27;ultima lettera non torna con le altre" in response.content.decode()
    assert dossier.members.filter(tax_code="NRELCU10H01H501A").exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"surname": ""}, "Scrivi il cognome."),
        ({"given_name": "A" * 200}, "80 caratteri"),
        ({"birth_date": ""}, "Scrivi la data di nascita."),
        ({"birth_date": "domani"}, "Questo giorno non esiste"),
        ({"birth_date": "1890-01-01"}, "Avrebbe 136 anni: controlla l&#x27;anno di nascita."),
        ({"birth_date": "2026-03-05"}, "Nel giorno della DSU (04/03/2026) non era ancora nato."),
        ({"birth_date": "2000-01-01"}, "Ha 26 anni: scegli «figlio maggiorenne»."),
        ({"relation": "FC"}, "Ha 15 anni: scegli «figlio minore»."),
        ({"relation": "FNC", "birth_date": "2000-03-04"}, "solo se ha meno di 26 anni."),
        ({"relation": ""}, "Scegli il rapporto con chi dichiara."),
        ({"relation": "D"}, "Scegli un&#x27;opzione valida"),
        ({"relation": "GNC", "birth_date": "1980-01-01"}, "Scegli il caso dell&#x27;articolo 7."),
        (
            {"relation": "C", "birth_date": "1980-01-01", "work_months": "13"},
            "I mesi di un anno sono dodici.",
        ),
        ({"relation": "C", "birth_date": "1980-01-01", "work_months": "-1"}, "I mesi vanno da 0 a 12."),
        ({"relation": "C", "birth_date": "2015-01-01"}, "controlla la data di nascita o il rapporto."),
        ({"disability": "forte"}, "forte"),
        ({"tax_code": "NRELCU10H01H501KX"}, "Un codice fiscale ha 16 caratteri: qui ce ne sono 17."),
        ({"tax_code": "NRELNE48E57H501T"}, "Una persona con questo codice fiscale è già nel nucleo."),
    ],
)
def test_what_cannot_be_is_told_and_nothing_typed_is_lost(
    operator_client: Client, dossier: Dossier, changes: dict[str, str], sentence: str
) -> None:
    response = add(operator_client, dossier, **changes)

    assert response.status_code == 422
    html = response.content.decode()
    assert sentence in html
    typed = LUCA | changes
    assert f'value="{typed["surname"] or typed["given_name"]}"' in html
    assert dossier.members.count() == 1


def test_a_citizen_found_by_tax_code_fills_the_form(
    operator_client: Client, dossier: Dossier, elena: Citizen
) -> None:
    make.citizen("Neri", "Luca", "NRELCU10H01H501K", birth_date=date(2010, 6, 1))
    url = reverse("find_member", args=[dossier.pk])
    html = operator_client.post(url, {"q-tax_code": "nrelcu10h01h501k"}, headers=HTMX).content.decode()

    assert "Trovato: Neri Luca. Scegli il rapporto, poi salva." in html
    for value in ("Neri", "Luca", "01/06/2010", "NRELCU10H01H501K"):
        assert f'value="{value}"' in html
    assert f'action="{reverse("new_member", args=[dossier.pk])}"' in html


def test_nobody_found_keeps_the_code(operator_client: Client, dossier: Dossier) -> None:
    url = reverse("find_member", args=[dossier.pk])
    html = operator_client.post(url, {"q-tax_code": "NRELCU10H01H501K"}).content.decode()
    assert "Nessun cittadino con questo codice: scrivi i dati qui sotto." in html
    assert html.count('value="NRELCU10H01H501K"') == 2


def test_searching_nothing_asks_for_the_code(operator_client: Client, dossier: Dossier) -> None:
    response = operator_client.post(reverse("find_member", args=[dossier.pk]), {"q-tax_code": ""})
    assert response.status_code == 422
    assert "Scrivi il codice fiscale." in response.content.decode()


def test_a_person_is_changed(operator_client: Client, dossier: Dossier) -> None:
    person = member(dossier)
    url = reverse("edit_member", args=[dossier.pk, person.pk])
    assert 'value="Luca"' in operator_client.get(url).content.decode()
    operator_client.post(url, LUCA | {"birth_date": "1980-01-31", "relation": "C", "work_months": "6"})

    person.refresh_from_db()
    assert (person.relation, person.work_months) == ("C", 6)
    assert LogEntry.objects.filter(kind="isee.member.changed").count() == 1


def test_who_declares_always_does(operator_client: Client, dossier: Dossier) -> None:
    person = declarant(dossier)
    url = reverse("edit_member", args=[dossier.pk, person.pk])
    operator_client.post(url, LUCA | {"surname": "Neri", "given_name": "Elena", "birth_date": "1948-05-17"})
    person.refresh_from_db()
    assert person.relation == "D"

    removed = reverse("remove_member", args=[dossier.pk, person.pk])
    response = operator_client.post(removed, follow=True)
    assert "Chi dichiara non si toglie dal nucleo" in response.content.decode()
    assert Member.objects.filter(pk=person.pk).exists()


def test_removing_asks_first_and_takes_all_away(operator_client: Client, dossier: Dossier) -> None:
    person = member(dossier)
    income(person)
    account(person)
    url = reverse("remove_member", args=[dossier.pk, person.pk])

    assert "Togliere Neri Luca dal nucleo?" in operator_client.get(url, headers=HTMX).content.decode()
    assert dossier.members.count() == 2
    operator_client.post(url)
    assert dossier.members.count() == 1
    assert LogEntry.objects.filter(kind="isee.member.removed").count() == 1


def test_a_person_already_removed_is_not_brought_back(
    operator_client: Client, colleague_client: Client, dossier: Dossier
) -> None:
    person = member(dossier)
    url = reverse("edit_member", args=[dossier.pk, person.pk])
    colleague_client.post(reverse("remove_member", args=[dossier.pk, person.pk]))
    assert operator_client.post(url, LUCA).status_code == 404
    assert dossier.members.count() == 1


def test_after_the_dsu_the_household_does_not_change(operator_client: Client, dossier: Dossier) -> None:
    Dossier.objects.update(state=Dossier.State.PRESENTED)
    response = operator_client.post(reverse("new_member", args=[dossier.pk]), LUCA, follow=True)
    assert "La DSU è già presentata: i dati non si cambiano più." in response.content.decode()
    assert dossier.members.count() == 1


@pytest.mark.parametrize("name", ["new_member", "find_member"])
def test_only_operators_add(supervisor_client: Client, dossier: Dossier, name: str) -> None:
    assert supervisor_client.post(reverse(name, args=[dossier.pk]), LUCA).status_code == 403


@pytest.mark.parametrize("name", ["edit_member", "remove_member"])
def test_only_operators_and_only_in_its_dossier(
    operator_client: Client, administrator_client: Client, dossier: Dossier, name: str
) -> None:
    person = member(dossier)
    assert administrator_client.get(reverse(name, args=[dossier.pk, person.pk])).status_code == 403
    assert operator_client.get(reverse(name, args=[dossier.pk + 1, person.pk])).status_code == 404
    assert operator_client.get(reverse(name, args=[dossier.pk, 0])).status_code == 404


# What is asked of whom


def questions(client: Client, dossier: Dossier, **answers: str) -> set[str]:
    """The questions on the screen for these answers."""
    response = client.post(
        reverse("new_member", args=[dossier.pk]), {"again": "1", "birth_date": "1980-01-01", **answers}
    )
    assert response.status_code == 200
    form = response.context["form"]
    assert not form.is_bound
    return set(form.questions)


ALWAYS = {"disability", "residential_care", "institution"}


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({"relation": ""}, set()),
        ({"relation": "C"}, ALWAYS | {"cohabiting", "aire", "apart", "work_months"}),
        ({"relation": "C", "cohabiting": "on"}, ALWAYS | {"cohabiting", "aire", "work_months"}),
        ({"relation": "F", "birth_date": "2020-01-01"}, {"cohabiting", "disability", "residential_care"}),
        ({"relation": "FC"}, ALWAYS | {"dependent"}),
        ({"relation": "FNC"}, ALWAYS | {"dependent", "married", "has_children"}),
        ({"relation": "P"}, ALWAYS | {"other_parent"}),
        ({"relation": "P", "other_parent": "on"}, ALWAYS | {"other_parent", "work_months"}),
        ({"relation": "P", "birth_date": "2020-01-01"}, {"disability", "residential_care"}),
        ({"relation": "GNC"}, {"parent_away", "work_months", "disability"}),
    ],
)
def test_only_what_concerns_the_person_is_asked(
    operator_client: Client, dossier: Dossier, answers: dict[str, str], asked: set[str]
) -> None:
    assert questions(operator_client, dossier, **answers) == asked


def test_what_was_typed_stays_while_the_questions_change(operator_client: Client, dossier: Dossier) -> None:
    typed = {"again": "1", "surname": "Neri", "relation": "GNC", "birth_date": "1980-01-01", "asked": ""}
    html = operator_client.post(reverse("new_member", args=[dossier.pk]), typed).content.decode()
    assert 'value="Neri"' in html
    assert "è sposato con un&#x27;altra persona" in html
    assert "da correggere" not in html


def test_without_javascript_the_questions_come_before_saving(
    operator_client: Client, dossier: Dossier
) -> None:
    url = reverse("new_member", args=[dossier.pk])
    first = LUCA | {"relation": "C", "birth_date": "1980-01-31", "asked": ""}
    first.pop("cohabiting")
    response = operator_client.post(url, first)
    html = response.content.decode()

    assert response.status_code == 422
    assert "Per questo rapporto ci sono altre domande: rispondi, poi salva." in html
    assert 'name="cohabiting" id="id_cohabiting" checked' in html.replace(
        ' aria-describedby="id_cohabiting_helptext"', ""
    )
    asked = response.context["form"]["asked"].value()
    operator_client.post(url, first | {"asked": asked, "cohabiting": "on", "work_months": "12"})
    assert dossier.members.get(relation="C").work_months == 12


def test_an_answer_that_no_longer_concerns_is_forgotten(operator_client: Client, dossier: Dossier) -> None:
    person = member(dossier, relation="GNC", parent_away="c", work_months=3)
    url = reverse("edit_member", args=[dossier.pk, person.pk])
    operator_client.post(url, LUCA | {"birth_date": "1980-01-31", "relation": "P"})
    person.refresh_from_db()
    assert (person.relation, person.parent_away, person.work_months) == ("P", "", None)


def test_a_child_away_who_stands_alone_is_told(operator_client: Client, dossier: Dossier) -> None:
    data = LUCA | {"relation": "FNC", "birth_date": "2003-01-31", "married": "on", "dependent": "on"}
    response = operator_client.post(reverse("new_member", args=[dossier.pk]), data, follow=True)
    assert "non fa parte del nucleo" in response.content.decode()


def test_what_is_said_of_a_person_stands_in_the_row(operator_client: Client, dossier: Dossier) -> None:
    member(dossier, relation="C", cohabiting=False, apart="a", disability="grave", work_months=1)
    html = operator_client.get(reverse("household", args=[dossier.pk])).content.decode()
    assert (
        "residenza diversa · c&#x27;è la separazione giudiziale o consensuale omologata · disabilità grave · "
        "1 mese di lavoro" in html
    )


# What is paid


def test_expenses_are_written_and_changed(operator_client: Client, dossier: Dossier) -> None:
    person = declarant(dossier)
    url = reverse("expenses", args=[dossier.pk, person.pk])
    data = {
        "spouse_maintenance": "1.200",
        "child_maintenance": "0",
        "disability_expenses": "350,50",
        "farming_income": "0",
        "asset_increase": "0",
    }
    response = operator_client.post(url, data)
    assert response.headers["Location"] == reverse("incomes", args=[dossier.pk]) + "?sezione=expenses"
    person.refresh_from_db()
    assert (person.spouse_maintenance, person.disability_expenses) == (Decimal(1200), Decimal("350.50"))
    html = operator_client.get(reverse("incomes", args=[dossier.pk])).content.decode()
    assert "Al coniuge 1.200,00" in html
    assert "Disabilità 350,50" in html
    refused = operator_client.post(url, data | {"child_maintenance": "-5"})
    assert refused.status_code == 422
    assert 'value="350,50"' in refused.content.decode()


# In more than one dossier


def test_a_person_in_another_open_dossier_is_told_and_not_refused(
    operator_client: Client, operator: User, dossier: Dossier, elena: Citizen
) -> None:
    other = begin_dossier(make.citizen("Gallo", "Ada"), operator)
    code = "NRELNE48E57H501T"
    member(other, "Neri", "Elena", tax_code=code, citizen=elena, birth_date=date(1948, 5, 17))
    url = reverse("household", args=[dossier.pk])
    html = operator_client.get(url).content.decode()

    assert f'<a href="{reverse("dossier", args=[other.pk])}">fascicolo 2/2026</a>' in html
    Dossier.objects.filter(pk=other.pk).update(state=Dossier.State.ABANDONED)
    assert "fascicolo 2/2026" not in operator_client.get(url).content.decode()
