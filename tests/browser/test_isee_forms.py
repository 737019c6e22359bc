"""Long forms of a dossier on the screen of a counter: what one presses is in sight, whatever is above it."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from isee.models import Dossier
from sportello.models import User
from tests import make
from tests.isee.make import begin_dossier


@pytest.fixture
def dossier(transactional_db: None, operator: User) -> Dossier:
    elena = make.citizen("Neri", "Elena", "NRELNE48E57H501T", sex="F")
    return begin_dossier(elena, operator)


def in_sight(page: Page, within: str) -> None:
    button = page.locator(within).get_by_role("button", name="Salva")
    expect(button).to_be_in_viewport(ratio=1)
    expect(button).to_be_enabled()


@pytest.mark.parametrize("name", ["new_property", "new_account", "new_member"])
def test_in_a_dialog(
    page: Page, open_as: Callable[..., None], operator: User, dossier: Dossier, name: str
) -> None:
    pages = {"new_member": "household"}
    open_as(operator, reverse(pages.get(name, "assets"), args=[dossier.pk]))
    page.locator(f'a[hx-get="{reverse(name, args=[dossier.pk])}"]').first.click()
    in_sight(page, "dialog[open]")


@pytest.mark.parametrize("name", ["new_property", "attestation", "present_dsu"])
def test_on_a_page(
    page: Page, open_as: Callable[..., None], operator: User, dossier: Dossier, name: str
) -> None:
    open_as(operator, reverse(name, args=[dossier.pk]))
    in_sight(page, "main")


def test_the_last_field_is_not_hidden_behind_the_act(
    page: Page, open_as: Callable[..., None], operator: User, dossier: Dossier
) -> None:
    open_as(operator, reverse("new_property", args=[dossier.pk]))
    last = page.get_by_label("Mutuo residuo")
    last.focus()
    # The browser scrolls once the page has its letters.
    page.wait_for_function(
        """() => {
            const field = document.activeElement.getBoundingClientRect();
            const act = document.activeElement.form.querySelector(".btn-primary").getBoundingClientRect();
            return document.activeElement.labels[0].textContent.startsWith("Mutuo residuo") && field.bottom <= act.top;
        }"""
    )
