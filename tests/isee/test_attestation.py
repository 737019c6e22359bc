from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from isee.attestations import protocol_doubts
from isee.models import Attestation, Dossier
from sportello.models import LogEntry, User

PAPER = {
    "protocol": "INPS-ISEE-2026-12345678X-00",
    "isee": "8.912,40",
    "issued_on": "2026-03-02",
    "valid_to": "2026-12-31",
}


def write(client: Client, dossier: Dossier, follow: bool = False, **changes: Any) -> Any:
    return client.post(reverse("attestation", args=[dossier.pk]), PAPER | changes, follow=follow)


def test_the_paper_is_typed_and_its_value_counts(
    operator_client: Client, operator: User, dossier: Dossier
) -> None:
    html = write(operator_client, dossier, follow=True, has_omissions="on").content.decode()

    paper = Attestation.objects.get()
    assert (paper.isee, paper.typed_by, paper.has_omissions) == (Decimal("8912.40"), operator, True)
    dossier.refresh_from_db()
    assert dossier.state == Dossier.State.ATTESTED
    assert "8.912,40" in html
    assert "Ha valore legale" in html
    assert "Riporta omissioni o difformità: vale lo stesso" in html
    line = LogEntry.objects.get(kind="isee.attestation.typed")
    assert line.text == "Fascicolo ISEE 2026, pratica 1/2026: trascritta l'attestazione INPS."


def test_the_form_proposes_the_protocol_of_the_dsu_and_the_end_of_the_year(
    operator_client: Client, dossier: Dossier
) -> None:
    Dossier.objects.update(dsu_protocol=PAPER["protocol"], state=Dossier.State.PRESENTED)
    html = operator_client.get(reverse("attestation", args=[dossier.pk])).content.decode()
    assert f'value="{PAPER["protocol"]}"' in html
    assert 'value="2026-12-31"' in html


def test_what_was_mistyped_is_corrected(operator_client: Client, dossier: Dossier) -> None:
    write(operator_client, dossier)
    assert (
        'value="8.912,40"' in operator_client.get(reverse("attestation", args=[dossier.pk])).content.decode()
    )
    write(operator_client, dossier, isee="8.921,40")
    assert Attestation.objects.get().isee == Decimal("8921.40")
    assert LogEntry.objects.filter(kind="isee.attestation.corrected").count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"protocol": ""}, "Scrivi il protocollo del foglio."),
        ({"isee": ""}, "Scrivi l&#x27;ISEE del foglio."),
        ({"isee": "8.912,4x"}, "«8.912,4x» non è un importo"),
        ({"issued_on": "2026-03-05"}, "Il giorno deve ancora venire"),
        ({"issued_on": ""}, "Scrivi il giorno del rilascio."),
        ({"valid_to": "31 dicembre"}, "Questa data non si legge"),
        ({"valid_to": "2026-03-01"}, "La scadenza viene prima del rilascio: controlla le due date."),
    ],
)
def test_what_is_malformed_is_told_and_nothing_is_lost(
    operator_client: Client, dossier: Dossier, changes: dict[str, Any], sentence: str
) -> None:
    response = write(operator_client, dossier, **changes)

    html = response.content.decode()
    assert response.status_code == 422
    assert sentence in html
    typed = PAPER | changes
    assert f'value="{typed["isee"] or typed["protocol"]}"' in html
    assert not Attestation.objects.exists()


def test_an_attestation_does_not_come_before_its_dsu(operator_client: Client, dossier: Dossier) -> None:
    Dossier.objects.update(dsu_protocol=PAPER["protocol"], state=Dossier.State.PRESENTED)
    response = write(operator_client, dossier)
    assert "La DSU è del 04/03/2026: l&#x27;attestazione non può venire prima." in response.content.decode()


@pytest.mark.parametrize(
    ("protocol", "doubt"),
    [
        ("INPS-ISEE-2026-12345678X-00", None),
        ("INPS-ISEE-2026-1234567X-00", "non ha la forma solita"),
        ("12345", "non ha la forma solita"),
        ("INPS-ISEE-2025-12345678X-00", "Il protocollo è di una DSU 2025, il fascicolo è per la DSU 2026"),
    ],
)
def test_a_strange_protocol_warns(protocol: str, doubt: str | None) -> None:
    doubts = protocol_doubts(protocol, 2026)
    assert doubts == [] if doubt is None else doubt in doubts[0]


def test_a_strange_protocol_is_kept_all_the_same(operator_client: Client, dossier: Dossier) -> None:
    html = write(operator_client, dossier, follow=True, protocol="12345").content.decode()
    assert "non ha la forma solita" in html
    assert Attestation.objects.get().protocol == "12345"


def test_a_closed_dossier_takes_no_attestation(operator_client: Client, dossier: Dossier) -> None:
    Dossier.objects.update(state=Dossier.State.ABANDONED)
    response = write(operator_client, dossier, follow=True)
    assert "Il fascicolo non è più aperto: riaprilo" in response.content.decode()
    assert not Attestation.objects.exists()


def test_who_may_not_and_what_is_not_there(
    operator_client: Client, administrator_client: Client, dossier: Dossier
) -> None:
    assert write(administrator_client, dossier).status_code == 403
    assert operator_client.get(reverse("attestation", args=[0])).status_code == 404
