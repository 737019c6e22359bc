"""What bad input gets: over every form of a dossier, a sentence at its place, what was typed kept, nothing stored.

The table of the forms is held complete by the addresses: a form that is new there and not here fails.
"""

from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any, cast

import pytest
from django import forms
from django.apps import apps
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from isee.forms.amount import EuroField
from isee.models import Account, Correction, Corrente, Dossier, Member, Omission
from sportello.models import LogEntry, User
from tests import make
from tests.isee.make import account, attest, begin_dossier, declarant, income, member
from tests.world import parameters

# The DSU is of 4 March 2026, which is today.
LONG, NUL = "x" * 6000, "a\x00b"
ENDLESS = "9" * 6000
Typed = dict[str, Any]

# Forms that keep nothing of what is typed: they answer, or print.
ANSWERING = ("what_if", "property_value", "papers_to_bring")
# Files are in tests of their own: what they hold, how large they are, what they pretend to be.
OF_FILES = {"item_paper", "account_giacenza"}
# Every form of a dossier, and what makes it valid beside what it starts from.
FORMS: dict[str, Typed] = {
    "new_member": {
        "surname": "Neri",
        "given_name": "Lia",
        "birth_date": "2015-06-01",
        "relation": "F",
        "cohabiting": "on",
        "asked": "cohabiting disability residential_care institution",
    },
    "edit_member": {},
    "expenses": {},
    "kinds": {"kinds": ["minors"]},
    "dwelling": {"dwelling": "rented", "yearly_rent": "4.800", "contract_date": "2022-05-06"},
    "residence": {"admission_asked_on": "2026-02-02"},
    "component": {"additional_component": "120,50"},
    "student": {"away_since": "2020-01-01", "enrolled_on": "2023-09-01"},
    "new_income": {"kind": "pension", "amount": "12.000"},
    "new_account": {"label": "Banca", "balance": "100", "average": "90", "opened_on": "2024-02-01"},
    "edit_account": {},
    "new_instrument": {"kind": "fund", "label": "Fondo", "value": "10"},
    "new_property": {
        "label": "Via Dante 9",
        "place": "Rimini",
        "share": "50",
        "value": "10",
        "mortgage": "0",
    },
    "new_vehicle": {"kind": "car", "plate": "GA123PV"},
    "new_child_outside": {"name": "Neri Paolo", "ise": "20.000", "scale": "1,57"},
    "new_donation": {"label": "Casa", "value": "1.000", "given_on": "2025-01-07"},
    "ask_corrente": {"on": "2026-05-04", "base": "ordinary"},
    "new_variation": {"cause": "treatment", "since": "2026-03-01"},
    "correct_account_balance": {"amount": "101", "reason": "estratto conto"},
    "transmission": {"by": "caf", "caf": "CAF Uno"},
    "present_dsu": {"by": "comune", "protocol": "INPS-ISEE-2026-00000001A-00", "on": "2026-03-04"},
    "attestation": {
        "protocol": "INPS-ISEE-2026-00000001A-00",
        "issued_on": "2026-03-04",
        "valid_to": "2026-12-31",
        "isee_ordinary": "8.912,40",
    },
    "correct_attestation": {"reason": "cifre scambiate"},
    "new_omission": {"kind": "income", "text": "Manca un reddito"},
    "new_remedy": {"kind": "documents"},
}


@pytest.fixture
def rows(dossier: Dossier, operator: User) -> dict[str, int]:
    """Elena's dossier with one of each thing; the ids of what stands in the addresses."""
    elena = declarant(dossier)
    Dossier.objects.update(dwelling="other")
    paper = attest(dossier, operator)
    omission = Omission.objects.create(
        attestation=paper, kind="income", text="Reddito", noted_by=operator, noted_at=make.moment()
    )
    bank = account(elena)
    ten = Decimal(10)
    of_elena: dict[str, Model] = {
        "income": income(elena),
        "account": bank,
        "instrument": elena.instruments.create(label="Fondo", kind="fund", value=ten),
        "property": elena.properties.create(label="Via Dante 2", place="Rimini", share=50, value=ten),
        "vehicle": elena.vehicles.create(plate="AB123CD"),
        "member": member(dossier, "Neri", "Ugo"),
        "corrente": Corrente.objects.create(dossier=dossier, on=date(2026, 3, 4)),
        "variation": dossier.variations.create(member=elena, cause="employee", since=date(2026, 3, 1)),
        "child_outside": dossier.children_outside.create(name="Neri Rita", ise=ten, scale=Decimal(1)),
        "donation": dossier.donations.create(label="Orto", value=ten, given_on=date(2025, 1, 7)),
    }
    papers = dict.fromkeys(("correct_attestation", "new_omission", "compare_attestation"), paper.pk)
    return {
        **{f"{act}_{name}": row.pk for name, row in of_elena.items() for act in ("edit", "remove")},
        **papers,
        "dossier": dossier.pk,
        "expenses": elena.pk,
        "correct_account_balance": bank.pk,
        "new_remedy": omission.pk,
        "item_paper": dossier.checklist.all()[0].pk,
        **dict.fromkeys(("account_giacenza", "put_giacenza"), bank.pk),
        **dict.fromkeys(("property_value", "put_property_value"), of_elena["property"].pk),
    }


def address(name: str, rows: dict[str, int]) -> str:
    wanted = {"dossier": rows["dossier"], "pk": rows.get(name, 0)}
    return reverse(name, kwargs={parameter: wanted[parameter] for parameter in parameters()[name]})


def form_of(response: Any) -> forms.BaseForm:
    form: forms.BaseForm = response.context["form"]  # what the page was made from
    return form


def first_values(form: forms.BaseForm) -> Typed:
    """What the browser sends of a form that nobody touched, with the last person chosen where one must be."""
    typed: Typed = {}
    for bound in form:
        value = bound.value()
        if isinstance(value, date):
            typed[bound.name] = value.isoformat()
        elif value is True:
            typed[bound.name] = "on"
        elif value not in (None, "", []) and value is not False:
            typed[bound.name] = value
    if isinstance(form.fields.get("member"), forms.ModelChoiceField):
        people = cast(Any, form.fields["member"]).queryset
        typed.setdefault("member", people.last().pk)
    return typed


def bad_values(field: forms.Field) -> tuple[str, ...]:
    """What no field of this kind may take."""
    match field:
        case EuroField():
            return ("-1", "1.234,5x", "1e5", "1\x002", ENDLESS)
        case forms.DecimalField() | forms.IntegerField():
            return ("-1", "x", "NaN", "1\x002", ENDLESS)
        case forms.DateField():
            return ("2026-02-30", "99999-01-01", NUL, LONG)
        case forms.ModelChoiceField():
            return ("x", NUL, ENDLESS)
        case forms.ChoiceField():
            return ("inesistente", NUL, LONG)
        case forms.CharField():
            return (NUL, LONG)
    return ()  # a box is ticked or not


def stored() -> dict[str, list[Any]]:
    """All that the dossiers hold, and what the daily log tells."""
    models: list[type[Model]] = [*apps.get_app_config("isee").get_models(), LogEntry]
    return {model.__name__: list(model._default_manager.order_by("pk").values_list()) for model in models}


def refused(client: Client, path: str, typed: Typed) -> tuple[forms.BaseForm, str]:
    """The form that was refused, and how the page shows it: every sentence stands there."""
    response = client.post(path, typed, headers={"HX-Request": "true"})
    assert response.status_code == 422, f"{response.status_code}: {typed}"
    form = form_of(response)
    html = unescape(response.content.decode())
    for name, sentences in form.errors.items():
        assert all(unescape(str(sentence)) in html for sentence in sentences), f"{name}: {sentences}"
    return form, html


def test_every_form_is_in_the_table(rows: dict[str, int], operator_client: Client) -> None:
    found = set()
    for name, wanted in parameters().items():
        # Lines of the corrente have the form of the others; the corrections of amounts are one form; a line is changed
        # with the form that makes it.
        if "dossier" not in wanted or name.startswith(("new_updated_", "correct_")):
            continue
        response: Any = operator_client.get(address(name, rows))
        assert response.status_code in (200, 405), f"{name} needs a row"
        if response.status_code == 200 and response.context and "form" in response.context:
            found.add(name)
    changed = {name.replace("new_", "edit_") for name in FORMS}
    assert found - set(FORMS) - changed == {*ANSWERING, *OF_FILES}


# One form after the other


def is_choice(field: forms.Field) -> bool:
    return isinstance(field, forms.ChoiceField | forms.ModelChoiceField)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_refuses_what_its_fields_cannot_take_and_keeps_what_was_typed(
    name: str, rows: dict[str, int], operator_client: Client
) -> None:
    path = address(name, rows)
    form = form_of(operator_client.get(path))
    good = {**first_values(form), **FORMS[name]}
    before = stored()
    typed_in = [bound for bound in form if not is_choice(bound.field) and bound.name != "asked"]
    chosen = [bound for bound in form if is_choice(bound.field)]
    # Choices decide which other fields there are: they are wrong by themselves.
    for fields in (typed_in, chosen):
        for attempt in range(max((len(bad_values(bound.field)) for bound in fields), default=0)):
            wrong = {
                bound.name: bads[attempt % len(bads)] for bound in fields if (bads := bad_values(bound.field))
            }
            answer, html = refused(operator_client, path, {**good, **wrong})
            assert set(wrong) <= set(answer.errors), f"taken: {set(wrong) - set(answer.errors)}"
            kept = {**good, **wrong} if fields is typed_in else good
            for bound in typed_in:
                if isinstance(value := kept.get(bound.name), str) and not bound.is_hidden and value != "on":
                    assert value in html, f"{bound.name} is lost"
    assert stored() == before
    # What was refused was refused for that alone.
    response = operator_client.post(path, good)
    assert response.status_code == 302, form_of(response).errors


@pytest.mark.parametrize("name", ANSWERING)
def test_a_form_that_only_answers_says_what_it_cannot_take(
    name: str, rows: dict[str, int], operator_client: Client
) -> None:
    path = address(name, rows)
    form = form_of(operator_client.get(path))
    before = stored()
    for attempt in range(5):
        wrong = {
            bound.html_name: bads[attempt % len(bads)] for bound in form if (bads := bad_values(bound.field))
        }
        response = operator_client.post(path, wrong)
        assert response.status_code in (200, 422)
        assert form_of(response).errors
    assert stored() == before


# Two fields that do not agree

DISAGREEING: list[tuple[str, Typed, str]] = [
    ("new_member", {"birth_date": "2026-03-05"}, "Nel giorno della DSU (04/03/2026) non era ancora nato."),
    ("new_member", {"birth_date": "1890-01-01"}, "controlla l'anno di nascita"),
    ("new_member", {"tax_code": "NRELNE48E57H501T"}, "Una persona con questo codice fiscale è già nel nucleo."),
    ("new_account", {"opened_on": "2024-06-01", "closed_on": "2024-03-01", "balance": "0"}, "chiuso prima di essere aperto"),
    ("new_account", {"opened_on": "2023-06-01"}, "aperto o chiuso nel 2024"),
    ("new_account", {"closed_on": "2024-06-01"}, "il saldo al 31 dicembre è 0"),
    ("new_account", {"state_backed": "on"}, "Solo un libretto può essere postale"),
    ("new_property", {"share": "100,01"}, "La quota non può superare il 100%."),
    ("new_property", {"share": "0"}, "La quota è più di zero."),
    ("new_property", {"label": "via dante 2", "share": "50,01"}, "superano il 100%"),
    ("new_property", {"is_home": "on"}, "correggi prima l'abitazione"),
    ("dwelling", {"contract_date": "2026-03-05"}, "il contratto va registrato prima"),
    ("dwelling", {"yearly_rent": ""}, "Scrivi il canone annuo del contratto."),
    ("residence", {"admission_asked_on": "2026-03-05"}, "questo giorno non può venire dopo"),
    ("student", {"away_since": "2026-03-05"}, "questo giorno non può venire dopo"),
    ("new_donation", {"given_on": "2026-03-05"}, "questo giorno non può venire dopo"),
    ("ask_corrente", {"on": "2026-03-03"}, "il modulo MS viene dopo"),
    ("ask_corrente", {"on": "2027-01-04"}, "dello stesso anno della DSU"),
    ("ask_corrente", {"resumed_on": "2026-04-04"}, "Viene prima del modulo MS"),
    ("new_variation", {"since": "2026-03-05"}, "la variazione viene prima"),
    ("new_variation", {"cause": "fixed_term", "two_months": "on"}, "Gli ultimi due mesi valgono solo"),
    ("kinds", {"kinds": ["university"]}, "scegli per chi è"),
    ("transmission", {"caf": ""}, "Scrivi il nome del CAF."),
    ("present_dsu", {"on": "2026-03-05"}, "Il giorno deve ancora venire"),
    ("present_dsu", {"on": "2025-03-04"}, "Il fascicolo è per la DSU 2026"),
    ("attestation", {"issued_on": "2026-03-05"}, "Il giorno deve ancora venire"),
    ("attestation", {"valid_to": "2026-03-03"}, "La scadenza viene prima del rilascio"),
    ("attestation", {"isee_ordinary": ""}, "Scrivi almeno un ISEE del foglio."),
    ("new_child_outside", {"scale": "0,99"}, "La scala di equivalenza parte da 1."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "wrong", "sentence"), DISAGREEING)
def test_fields_that_do_not_agree_are_told_at_their_place(
    name: str, wrong: Typed, sentence: str, rows: dict[str, int], operator_client: Client
) -> None:
    path = address(name, rows)
    before = stored()
    good = {**first_values(form_of(operator_client.get(path))), **FORMS[name]}
    assert sentence in refused(operator_client, path, {**good, **wrong})[1]
    assert stored() == before


@pytest.fixture
def of_somebody_else(operator: User) -> Member:
    """A person of another dossier."""
    return declarant(begin_dossier(make.citizen("Villa", "Ugo"), operator))


@pytest.mark.parametrize(
    "name", ["new_income", "new_account", "new_instrument", "new_property", "new_vehicle", "new_variation"]
)
def test_a_person_of_another_dossier_owns_nothing_here(
    name: str, rows: dict[str, int], of_somebody_else: Member, operator_client: Client
) -> None:
    typed = {**FORMS[name], "member": of_somebody_else.pk}
    assert "Questa persona non è nel nucleo." in refused(operator_client, address(name, rows), typed)[1]


@pytest.mark.parametrize("said", ["\x00", "x" * 6000, "-1", "9" * 400])
def test_whatever_stands_behind_the_question_mark(
    said: str, rows: dict[str, int], operator_client: Client
) -> None:
    for name, key in (
        ("new_income", "di"),
        ("dossier", "sezione"),
        ("isee_result", "tipo"),
        ("what_if", "tipo"),
        ("what_if", "tipo"),
    ):
        assert operator_client.get(address(name, rows), {key: said}).status_code == 200


def test_an_amount_that_is_not_written_yet_has_nothing_to_correct(
    rows: dict[str, int], operator_client: Client
) -> None:
    """A line of the year before waits for its amount."""
    path = address("correct_account_balance", rows)
    Account.objects.update(balance=None, to_confirm=True)
    for response in (
        operator_client.get(path, follow=True),
        operator_client.post(path, FORMS["correct_account_balance"], follow=True),
    ):
        assert "scrivilo, non serve correggerlo" in response.content.decode()
    assert not Correction.objects.exists()
