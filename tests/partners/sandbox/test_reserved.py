"""The outcomes that are fixed for a tax code, the same for both partners."""

import pytest
import requests

from partners.sandbox import reserved
from tests.partners.sandbox import bodies
from tests.partners.sandbox.conftest import Ask


def look_up(ask: Ask, partner: str, tax_code: str, patience: float = 5) -> requests.Response:
    if partner == "inps":
        return ask("POST", bodies.CERTIFICAZIONE, bodies.certificazione(tax_code), patience=patience)
    return ask("POST", bodies.CONTRACTS, bodies.contracts(tax_code), patience=patience)


@pytest.mark.parametrize(
    ("tax_code", "status", "code"),
    [
        (reserved.REFUSED, 403, "CONSULTAZIONE_NON_CONSENTITA"),
        (reserved.QUOTA, 429, "LIMITE_GIORNALIERO"),
        (reserved.UNAVAILABLE, 503, "SERVIZIO_NON_DISPONIBILE"),
        ("RSSMRA80A01H501A", 422, "CODICE_FISCALE_ERRATO"),
    ],
)
@pytest.mark.parametrize("partner", ["inps", "enel"])
def test_refusals(ask: Ask, partner: str, tax_code: str, status: int, code: str) -> None:
    response = look_up(ask, partner, tax_code)

    assert response.status_code == status
    assert response.json()["codice"] == code
    assert tax_code not in response.text


@pytest.mark.parametrize("partner", ["inps", "enel"])
def test_down(ask: Ask, partner: str) -> None:
    for _ in range(2):
        with pytest.raises(requests.ConnectionError):
            look_up(ask, partner, reserved.DOWN)


@pytest.mark.parametrize("partner", ["inps", "enel"])
def test_down_once_then_up(ask: Ask, partner: str) -> None:
    with pytest.raises(requests.ConnectionError):
        look_up(ask, partner, reserved.DOWN_ONCE)

    assert look_up(ask, partner, reserved.DOWN_ONCE).status_code == 200


@pytest.mark.parametrize("partner", ["inps", "enel"])
def test_nonsense(ask: Ask, partner: str) -> None:
    response = look_up(ask, partner, reserved.NONSENSE)

    assert response.status_code == 200
    with pytest.raises(requests.JSONDecodeError):
        response.json()


@pytest.mark.parametrize("partner", ["inps", "enel"])
def test_slow(ask: Ask, partner: str) -> None:
    with pytest.raises(requests.ReadTimeout):
        look_up(ask, partner, reserved.SLOW, patience=0.3)
