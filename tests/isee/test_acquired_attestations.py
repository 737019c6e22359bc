"""The attestation that INPS answered goes into the dossier with one key, once: nobody types it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from isee.models import Attestation, Dossier, Omission
from partners import held
from partners.adapters import isee as inps
from partners.models import LookUp, LookUpAnswer
from sportello.models import LogEntry, User
from tests import make

ELENA = "NRELNE48E57H501T"
VALUES = inps.Values(
    ise=Decimal("14000.00"),
    scale=Decimal("1.57"),
    isee=Decimal("8912.40"),
    isr=Decimal("13000.00"),
    isp=Decimal("5000.00"),
)


def attestation(**fields: Any) -> inps.Attestation:
    member = inps.Member(
        surname="Neri",
        given_name="Elena",
        tax_code=ELENA,
        relation=inps.Relation.DECLARANT,
        relation_code="D",
    )
    paper: dict[str, Any] = {
        "dsu_protocol": "INPS-ISEE-2026-12345678X-00",
        "declarant_tax_code": ELENA,
        "presented_on": date(2026, 2, 1),
        "valid_until": date(2026, 12, 31),
        "issued_on": date(2026, 2, 10),
        "is_corrente": False,
        "corrente_until": None,
        "household": (member,),
        "ordinary": VALUES,
        "lines": ((inps.Line.ISR, Decimal("13000.00")), (inps.Line.SCALE, Decimal("1.57"))),
        "personal": (),
        "restricted": (),
        "others": (),
        "variation": None,
        "omissions": (),
        "unread": (),
        **fields,
    }
    return inps.Attestation(**paper)


Answered = Callable[..., LookUp]


@pytest.fixture
def answered(dossier: Dossier, operator: User) -> Answered:
    """INPS answered with an attestation, which is still in hand."""

    def answer(**fields: Any) -> LookUp:
        look_up = make.look_up(dossier.case, operator, document=LookUp.Document.ISEE_RESIDENTS)
        LookUpAnswer.objects.create(
            look_up=look_up, content=held.write(attestation(**fields)), received_at=make.moment()
        )
        return look_up

    return answer


def take(client: Client, dossier: Dossier, look_up: LookUp) -> str:
    url = reverse("attestation_from_look_up", args=[dossier.pk])
    return client.post(url, {"look_up": look_up.pk}, follow=True).content.decode()


def test_it_is_in_the_dossier_with_values_and_lines(
    operator_client: Client, dossier: Dossier, answered: Answered
) -> None:
    look_up = answered()
    assert "Attestazione acquisita da INPS" in take(operator_client, dossier, look_up)
    paper = Attestation.objects.get()
    assert (paper.source, paper.look_up, paper.protocol) == (
        "inps", look_up, "INPS-ISEE-2026-12345678X-00",
    )  # fmt: skip
    assert (paper.issued_on, paper.valid_to) == (date(2026, 2, 10), date(2026, 12, 31))
    value = paper.values.get()
    assert (value.kind, value.isee) == ("ordinary", Decimal("8912.40"))
    assert {line.line: line.amount for line in value.lines.all()} == {
        "isr": Decimal("13000.00"),
        "scala": Decimal("1.57"),
    }
    assert LogEntry.objects.filter(kind="isee.attestation.typed").exists()


def test_it_is_taken_once(operator_client: Client, dossier: Dossier, answered: Answered) -> None:
    look_up = answered()
    take(operator_client, dossier, look_up)
    assert "Questa attestazione è già nel fascicolo." in take(operator_client, dossier, look_up)
    assert Attestation.objects.count() == 1


def test_omissions_are_noted(operator_client: Client, dossier: Dossier, answered: Answered) -> None:
    omission = inps.Omission(
        kind=inps.OmissionKind.SAVINGS, tax_code=ELENA, checked_on=None, accounts=(), income=None
    )
    take(operator_client, dossier, answered(omissions=(omission,)))
    assert Attestation.objects.get().has_omissions
    noted = Omission.objects.get()
    assert (noted.kind, noted.text) == (
        "savings", "Rapporti finanziari non dichiarati, o diversi, di NRELNE48E57H501T.",
    )  # fmt: skip


def test_a_corrente_ends_by_its_own_date(
    operator_client: Client, dossier: Dossier, answered: Answered
) -> None:
    take(operator_client, dossier, answered(is_corrente=True, corrente_until=date(2026, 8, 9)))
    paper = Attestation.objects.get()
    assert (paper.corrente, paper.valid_to) == (True, date(2026, 8, 9))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"presented_on": date(2025, 3, 1), "issued_on": None}, "È di una DSU del 2025"),
        ({"household": (), "declarant_tax_code": "RSSMRA80A01H501U"}, "È di un altro nucleo"),
        ({"ordinary": None, "lines": ()}, "Non riporta nessun ISEE"),
    ],
)
def test_what_cannot_go_into_the_dossier_is_said(
    operator_client: Client, dossier: Dossier, answered: Answered, fields: dict[str, Any], sentence: str
) -> None:
    look_up = answered(**fields)
    page = operator_client.get(reverse("dossier_certificates", args=[dossier.pk])).content.decode()
    assert sentence in page
    assert "Metti nel fascicolo" not in page
    assert sentence in take(operator_client, dossier, look_up)
    assert not Attestation.objects.exists()


def test_after_the_visit_it_is_gone(operator_client: Client, dossier: Dossier, answered: Answered) -> None:
    look_up = answered()
    LookUpAnswer.objects.all().delete()
    assert "La risposta non c&#x27;è più" in take(operator_client, dossier, look_up)
