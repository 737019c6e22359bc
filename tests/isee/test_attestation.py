"""The attestation typed from the paper of INPS: written once, corrected by another row."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from isee.calculation import Kind
from isee.models import Attestation, AttestedLine, AttestedValue, Dossier, Omission, Remedy
from sportello.models import LogEntry, User
from tests import make
from tests.isee.make import attest, declarant

PAPER = {
    "protocol": "INPS-ISEE-2026-12345678X-00",
    "isee_ordinary": "8.912,40",
    "issued_on": "2026-03-02",
    "valid_to": "2026-12-31",
}
Line = AttestedLine.Line


def write(client: Client, dossier: Dossier, follow: bool = False, **changes: Any) -> Any:
    return client.post(reverse("attestation", args=[dossier.pk]), PAPER | changes, follow=follow)


def correct(client: Client, paper: Attestation, **changes: Any) -> Any:
    url = reverse("correct_attestation", args=[paper.dossier_id, paper.pk])
    return client.post(url, PAPER | {"reason": "cifre invertite"} | changes, follow=True)


def test_the_paper_is_typed_and_its_value_counts(
    operator_client: Client, operator: User, dossier: Dossier
) -> None:
    html = write(operator_client, dossier, follow=True, has_omissions="on").content.decode()

    paper = Attestation.objects.get()
    assert (paper.typed_by, paper.typed_at.date(), paper.source) == (operator, date(2026, 3, 4), "typed")
    assert paper.has_omissions
    assert [(value.kind, value.isee) for value in paper.values.all()] == [("ordinary", Decimal("8912.40"))]
    dossier.refresh_from_db()
    assert dossier.state == Dossier.State.ATTESTED
    assert "8.912,40" in html
    assert "Ha valore legale" in html
    assert "Riporta omissioni o difformità: vale lo stesso" in html
    line = LogEntry.objects.get(kind="isee.attestation.typed")
    assert line.text == "Fascicolo ISEE 2026, pratica 1/2026: trascritta l'attestazione INPS."


def test_every_kind_of_the_paper_is_kept(operator_client: Client, dossier: Dossier) -> None:
    elena = declarant(dossier)
    html = write(
        operator_client,
        dossier,
        follow=True,
        isee_minors="9.000,00",
        isee_socio_health="5.120,00",
        member_socio_health=str(elena.pk),
        isee_family="8.500,00",
    ).content.decode()

    assert [(value.kind, value.isee, value.member) for value in AttestedValue.objects.all()] == [
        (Kind.ORDINARY, Decimal("8912.40"), None),
        (Kind.MINORS, Decimal(9000), None),
        (Kind.SOCIO_HEALTH, Decimal(5120), elena),
        (Kind.FAMILY, Decimal(8500), None),
    ]
    assert "Sociosanitario, Neri Elena" in html


def test_the_lines_of_the_paper_are_those_of_its_first_value(
    operator_client: Client, dossier: Dossier
) -> None:
    write(operator_client, dossier, line_isr="8.912,40", line_scala="1,00", isee_minors="9.000,00")
    lines = AttestedLine.objects.all()
    assert [(line.line, line.amount, line.value.kind) for line in lines] == [
        (Line.ISR, Decimal("8912.40"), Kind.ORDINARY),
        (Line.SCALE, Decimal(1), Kind.ORDINARY),
    ]


def test_before_2026_there_is_no_isee_for_family_benefits(operator_client: Client, dossier: Dossier) -> None:
    Dossier.objects.update(dsu_date=date(2025, 3, 4))
    html = operator_client.get(reverse("attestation", args=[dossier.pk])).content.decode()
    assert "isee_minors" in html
    assert "isee_family" not in html


def test_the_form_proposes_the_protocol_of_the_dsu_and_the_end_of_the_year(
    operator_client: Client, dossier: Dossier
) -> None:
    Dossier.objects.update(dsu_protocol=PAPER["protocol"], state=Dossier.State.PRESENTED)
    html = operator_client.get(reverse("attestation", args=[dossier.pk])).content.decode()
    assert f'value="{PAPER["protocol"]}"' in html
    assert 'value="31/12/2026"' in html


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"protocol": ""}, "Scrivi il protocollo del foglio."),
        ({"isee_ordinary": ""}, "Scrivi almeno un ISEE del foglio."),
        ({"isee_ordinary": "8.912,4x"}, "«8.912,4x» non è un importo"),
        ({"isee_university": "7.000,00"}, "Scegli per chi è: vale solo per quella persona."),
        ({"issued_on": "2026-03-05"}, "Il giorno deve ancora venire"),
        ({"issued_on": ""}, "Scrivi il giorno del rilascio."),
        ({"valid_to": "31 dicembre"}, "Questo giorno non esiste"),
        ({"valid_to": "2026-03-01"}, "La scadenza viene prima del rilascio: controlla le due date."),
        ({"line_ise": "-3"}, "L&#x27;importo non può essere negativo."),
    ],
)
def test_what_is_malformed_is_told_and_nothing_is_lost(
    operator_client: Client, dossier: Dossier, changes: dict[str, Any], sentence: str
) -> None:
    response = write(operator_client, dossier, **changes)

    html = response.content.decode()
    assert response.status_code == 422
    assert sentence in html
    for value in (PAPER | changes).values():
        assert not value or f'value="{value}"' in html
    assert not Attestation.objects.exists()


def test_a_person_without_a_value(operator_client: Client, dossier: Dossier) -> None:
    response = write(operator_client, dossier, member_doctorate=str(declarant(dossier).pk))
    assert "Scrivi l&#x27;ISEE del foglio, oppure togli la persona." in response.content.decode()


def test_an_attestation_does_not_come_before_its_dsu(operator_client: Client, dossier: Dossier) -> None:
    Dossier.objects.update(dsu_protocol=PAPER["protocol"], state=Dossier.State.PRESENTED)
    response = write(operator_client, dossier)
    assert "La DSU è del 04/03/2026: l&#x27;attestazione non può venire prima." in response.content.decode()


def test_a_strange_protocol_is_kept_all_the_same(operator_client: Client, dossier: Dossier) -> None:
    html = write(operator_client, dossier, follow=True, protocol="12345").content.decode()
    assert "non ha la forma solita" in html
    assert Attestation.objects.get().protocol == "12345"


def test_a_closed_dossier_takes_no_attestation(operator_client: Client, dossier: Dossier) -> None:
    Dossier.objects.update(state=Dossier.State.ABANDONED)
    response = write(operator_client, dossier, follow=True)
    assert "Il fascicolo non è più aperto: riaprilo" in response.content.decode()
    assert not Attestation.objects.exists()


def test_beside_the_first_a_corrente(operator_client: Client, operator: User, dossier: Dossier) -> None:
    attest(dossier, operator)
    html = write(
        operator_client, dossier, follow=True, corrente="on", isee_ordinary="4.000,00", valid_to="2026-09-02"
    ).content.decode()
    assert Attestation.objects.current().count() == 2
    assert "4.000,00" in html
    assert "8.912,40" in html


# Corrections


def test_what_was_mistyped_is_written_again_and_the_first_stays(
    operator_client: Client, operator: User, colleague: User, dossier: Dossier
) -> None:
    old = attest(dossier, colleague, "8921.40")
    page = operator_client.get(reverse("correct_attestation", args=[dossier.pk, old.pk])).content.decode()
    assert 'value="8.921,40"' in page
    html = correct(operator_client, old).content.decode()

    new = Attestation.objects.current().get()
    assert (new.replaces, new.reason, new.typed_by) == (old, "cifre invertite", operator)
    assert new.shown_value.isee == Decimal("8912.40")
    assert "Sostituita perché: cifre invertite" in html
    assert "8.921,40" in html
    assert LogEntry.objects.filter(kind="isee.attestation.corrected").count() == 1


def test_no_correction_without_a_reason(operator_client: Client, operator: User, dossier: Dossier) -> None:
    response = correct(operator_client, attest(dossier, operator), reason="")
    assert response.status_code == 422
    assert "Scrivi perché correggi la trascrizione." in response.content.decode()
    assert Attestation.objects.count() == 1


def test_what_was_replaced_is_not_corrected_again(
    operator_client: Client, operator: User, dossier: Dossier
) -> None:
    old = attest(dossier, operator)
    correct(operator_client, old)
    assert correct(operator_client, old).status_code == 404


# Omissions, and what was done about them


def test_an_omission_and_what_was_done_about_it(
    operator_client: Client, operator: User, dossier: Dossier
) -> None:
    paper = attest(dossier, operator, has_omissions=True)
    noted = {"kind": "savings", "code": "12", "text": "Rapporto non dichiarato presso una banca"}
    html = operator_client.post(
        reverse("new_omission", args=[dossier.pk, paper.pk]), noted, follow=True
    ).content.decode()
    assert "Rapporto non dichiarato presso una banca" in html
    assert "Non è ancora scritto che cosa si è fatto." in html

    omission = Omission.objects.get()
    done = {"kind": "documents", "note": "estratto conto"}
    html = operator_client.post(
        reverse("new_remedy", args=[dossier.pk, omission.pk]), done, follow=True
    ).content.decode()
    assert "Chiesti i documenti: estratto conto · G. Bianchi, 04/03/2026" in html
    remedy = Remedy.objects.get()
    assert (remedy.done_by, remedy.done_at.date()) == (operator, date(2026, 3, 4))
    assert [
        line.text for line in LogEntry.objects.filter(kind__startswith="isee.omission").order_by("pk")
    ] == [
        "Fascicolo ISEE 2026, pratica 1/2026: annotata un'omissione dell'attestazione.",
        "Fascicolo ISEE 2026, pratica 1/2026: per un'omissione: chiesti i documenti.",
    ]


@pytest.mark.parametrize("name", ["new_omission", "new_remedy"])
def test_an_empty_note_is_refused(
    operator_client: Client, operator: User, dossier: Dossier, name: str
) -> None:
    paper = attest(dossier, operator)
    pk = paper.pk if name == "new_omission" else omission_of(paper, operator).pk
    response = operator_client.post(reverse(name, args=[dossier.pk, pk]), {})
    assert response.status_code == 422
    assert "Scegli" in response.content.decode()


def test_a_correction_takes_the_omissions_along(
    operator_client: Client, operator: User, dossier: Dossier
) -> None:
    old = attest(dossier, operator)
    omission = omission_of(old, operator)
    correct(operator_client, old)
    omission.refresh_from_db()
    assert omission.attestation == Attestation.objects.current().get()


def omission_of(paper: Attestation, operator: User) -> Omission:
    return Omission.objects.create(
        attestation=paper, kind="income", text="Reddito", noted_by=operator, noted_at=make.moment()
    )


def test_who_may_not_and_what_is_not_there(
    operator_client: Client, administrator_client: Client, operator: User, dossier: Dossier
) -> None:
    paper = attest(dossier, operator)
    assert write(administrator_client, dossier).status_code == 403
    assert operator_client.get(reverse("attestation", args=[0])).status_code == 404
    for name in ("correct_attestation", "new_omission", "compare_attestation"):
        assert administrator_client.get(reverse(name, args=[dossier.pk, paper.pk])).status_code == 403
        assert operator_client.get(reverse(name, args=[dossier.pk, 0])).status_code == 404
        assert operator_client.get(reverse(name, args=[0, paper.pk])).status_code == 404
