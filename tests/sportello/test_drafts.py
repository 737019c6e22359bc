"""What is typed in a form is kept until it is sent: for the person who types it alone."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from isee.dossier import dossiers
from isee.models import Dossier
from sportello import drafts
from sportello.jobs import forget_drafts
from sportello.models import Citizen, Draft, Service, User
from tests import make
from tests.isee.make import begin_dossier, declarant, member

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def on_a_wednesday_morning() -> Iterator[None]:
    with time_machine.travel(make.moment(10, 12)):
        yield


@pytest.fixture
def dossier(elena: Citizen, isee_service: Service, operator: User) -> Dossier:
    return begin_dossier(elena, operator)


def key(dossier: Dossier, name: str = "new_account") -> str:
    return f"{name}/dossier={dossier.pk}/"


def keep(client: Client, key: str, **typed: str) -> Any:
    return client.post(reverse("keep_draft"), {"draft": key, **typed})


def form(client: Client, dossier: Dossier, name: str = "new_account", *pk: int) -> str:
    return client.get(reverse(name, args=[dossier.pk, *pk]), headers=HTMX).content.decode()


def test_a_form_says_its_key_without_personal_data(operator_client: Client, dossier: Dossier) -> None:
    assert f'data-draft="new_account/dossier={dossier.pk}/"' in form(operator_client, dossier)
    person = declarant(dossier)
    html = form(operator_client, dossier, "edit_member", person.pk)
    assert f'data-draft="edit_member/dossier={dossier.pk}/pk={person.pk}/"' in html


def test_what_was_typed_comes_back_with_a_sentence(operator_client: Client, dossier: Dossier) -> None:
    answer = keep(operator_client, key(dossier), label="Banca del Sole", balance="1.2", kind="card")
    assert answer.content == b"10:12"
    html = form(operator_client, dossier)

    assert "Ripreso quello che avevi scritto alle 10:12" in html
    assert 'value="Banca del Sole"' in html
    assert 'value="1.2"' in html
    assert '<option value="card" selected>' in html
    # Nothing is judged before it is sent.
    assert "da correggere" not in html
    assert "field-error" not in html


def test_of_another_day_it_says_which(operator_client: Client, dossier: Dossier) -> None:
    keep(operator_client, key(dossier), label="Banca")
    Draft.objects.update(at=make.moment(9, 5) - timedelta(days=1))
    assert "scritto il 03/03 alle 09:05" in form(operator_client, dossier)


def test_boxes_and_questions_come_back(operator_client: Client, dossier: Dossier) -> None:
    person = member(dossier, relation="C", aire=True)
    one = f"edit_member/dossier={dossier.pk}/pk={person.pk}/"
    keep(operator_client, one, surname="Neri", relation="P", birth_date="1980-01-31", other_parent="on")
    html = form(operator_client, dossier, "edit_member", person.pk)
    assert 'name="other_parent" id="id_other_parent" checked' in html.replace(
        ' aria-describedby="id_other_parent_helptext"', ""
    )
    assert "mesi di lavoro" in html.lower()
    assert "AIRE" not in html


def test_nobody_else_sees_it(colleague_client: Client, operator_client: Client, dossier: Dossier) -> None:
    keep(operator_client, key(dossier), label="Banca del Sole")
    assert "Banca del Sole" not in form(colleague_client, dossier)


def test_sent_it_is_gone_refused_it_stays(operator_client: Client, dossier: Dossier) -> None:
    keep(operator_client, key(dossier), label="Banca")
    data = {
        "member": declarant(dossier).pk,
        "kind": "current",
        "label": "Banca",
        "balance": "1",
        "average": "x",
    }
    assert operator_client.post(reverse("new_account", args=[dossier.pk]), data).status_code == 422
    assert Draft.objects.count() == 1
    operator_client.post(reverse("new_account", args=[dossier.pk]), data | {"average": "1"}, headers=HTMX)
    assert not Draft.objects.exists()


def test_it_may_be_thrown_away(operator_client: Client, dossier: Dossier) -> None:
    keep(operator_client, key(dossier), label="Banca del Sole")
    address = reverse("new_account", args=[dossier.pk])
    data = {"draft": key(dossier), "form": address}
    response = operator_client.post(reverse("discard_draft"), data)
    assert response.headers["Location"] == address
    assert "Banca del Sole" not in form(operator_client, dossier)


@pytest.mark.parametrize("address", ["https://example.org/", "//example.org/", "/non-esiste/", ""])
def test_throwing_away_leads_nowhere_else(operator_client: Client, address: str) -> None:
    response = operator_client.post(reverse("discard_draft"), {"draft": "x/", "form": address})
    assert response.headers["Location"] == "/"


def test_one_is_kept_for_each_form(operator_client: Client, dossier: Dossier) -> None:
    keep(operator_client, key(dossier), label="B")
    keep(operator_client, key(dossier), label="Banca")
    assert [draft.data["label"] for draft in Draft.objects.all()] == [["Banca"]]


def test_passwords_and_tokens_are_never_kept(operator: User) -> None:
    typed = QueryDict("csrfmiddlewaretoken=t&password=p&label=Banca")
    drafts.keep(user=operator, key="new_account/dossier=1/", typed=typed, at=timezone.now())
    assert Draft.objects.get().data == {"label": ["Banca"]}


@pytest.mark.parametrize("key", ["", "NRELNE48E57H501T", "new_account/dossier=x/", "new_account/a b=1/"])
def test_a_key_that_is_none_is_refused(operator_client: Client, key: str) -> None:
    assert keep(operator_client, key, label="Banca").status_code == 400
    assert not Draft.objects.exists()


def test_too_much_is_refused(operator_client: Client, dossier: Dossier) -> None:
    assert keep(operator_client, key(dossier), label="x" * (drafts.LONGEST + 1)).status_code == 400


def test_a_closed_dossier_forgets_what_was_begun(
    operator_client: Client, operator: User, colleague: User, dossier: Dossier
) -> None:
    other = begin_dossier(make.citizen("Gallo", "Ada"), operator)
    for who in (operator, colleague):
        for one in (dossier, other):
            drafts.keep(user=who, key=key(one), typed=QueryDict("label=Banca"), at=timezone.now())
    dossiers.abandon_dossier(dossier=dossier, operator=operator, at=timezone.now())
    assert set(Draft.objects.values_list("key", flat=True)) == {key(other)}


def test_after_a_week_what_nobody_went_on_with_goes(operator: User) -> None:
    for days in (8, 6):
        typed, at = QueryDict("label=Banca"), timezone.now() - timedelta(days=days)
        drafts.keep(user=operator, key=f"new_account/dossier={days}/", typed=typed, at=at)
    forget_drafts(timestamp=0)
    assert Draft.objects.get().key == "new_account/dossier=6/"


def test_a_conflict_is_found_in_what_comes_back(
    operator_client: Client, colleague_client: Client, dossier: Dossier
) -> None:
    """The version that was on the screen is kept with what was typed on it."""
    url = reverse("dwelling", args=[dossier.pk])
    keep(operator_client, key(dossier, "dwelling"), dwelling="owned", home_town="", version="0")
    colleague_client.post(url, {"dwelling": "other", "home_town": "", "version": "0"})
    html = form(operator_client, dossier, "dwelling")
    assert 'name="version" value="0"' in html
    assert operator_client.post(url, {"dwelling": "owned", "version": "0"}).status_code == 409
