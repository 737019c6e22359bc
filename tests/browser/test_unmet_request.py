"""What could not be given is noted with two keys, over any page, and nothing typed there is lost."""

from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Page, expect

from sportello.models import Citizen, UnmetRequest, User


def test_two_keys_over_a_form(
    page: Page,
    open_as: Callable[..., None],
    operator: User,
    elena: Citizen,
    axe_finds_nothing: Callable[[], None],
) -> None:
    open_as(operator, reverse("edit_citizen", args=[elena.pk]))
    page.get_by_label("Telefono").fill("0541 998877")
    page.keyboard.press("F10")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_have_text("Che cosa non hai potuto dare?")
    axe_finds_nothing()
    page.keyboard.press("3")
    expect(dialog.get_by_role("heading")).to_have_text("Segnata: lavoro")
    axe_finds_nothing()
    dialog.get_by_label("Dove hai mandato la persona").fill("Centro per l'impiego")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.get_by_label("Telefono")).to_have_value("0541 998877")
    noted = UnmetRequest.objects.get()
    assert (noted.subject, noted.sent_to) == ("work", "Centro per l'impiego")
