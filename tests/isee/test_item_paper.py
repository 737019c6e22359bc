"""A file, or only the year of a paper, hung on a line of the checklist."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from isee.models import ChecklistItem, Dossier
from sportello.models import Attachment, LogEntry, User
from tests import make, papers
from tests.isee.make import declarant, item


@pytest.fixture
def incomes(dossier: Dossier) -> ChecklistItem:
    return item(dossier, "incomes", declarant(dossier))


def bring(client: Client, line: ChecklistItem, content: bytes | None = None, **fields: Any) -> Any:
    if content is not None:
        fields["paper"] = SimpleUploadedFile("cu.pdf", content)
    url = reverse("item_paper", args=[line.dossier_id, line.pk])
    return client.post(url, fields, follow=fields.pop("follow", False))


def test_it_works(operator_client: Client, operator: User, incomes: ChecklistItem) -> None:
    html = bring(operator_client, incomes, papers.pdf(), year="2024", follow=True).content.decode()

    incomes.refresh_from_db()
    attachment = incomes.attachments.get()
    assert (incomes.state, incomes.year_of_paper, incomes.changed_by) == ("brought", 2024, operator)
    assert (attachment.kind, attachment.year) == ("income", 2024)
    assert reverse("attachment", args=[attachment.pk]) in html
    assert LogEntry.objects.get(kind="isee.document.brought").text == (
        "Fascicolo ISEE 2026, pratica 1/2026: portato un documento."
    )


def test_the_form_says_why_and_proposes_the_year_that_is_needed(
    operator_client: Client, incomes: ChecklistItem
) -> None:
    html = operator_client.get(reverse("item_paper", args=[incomes.dossier_id, incomes.pk])).content.decode()
    assert incomes.why in html
    assert 'value="2024"' in html
    assert 'enctype="multipart/form-data"' in html


def test_a_paper_of_another_year_warns_and_is_kept(operator_client: Client, incomes: ChecklistItem) -> None:
    html = bring(operator_client, incomes, papers.pdf(), year="2025", follow=True).content.decode()
    assert "Il documento è del 2025: serve quello del 2024." in html
    assert "È del 2025: serve quello del 2024." in html
    incomes.refresh_from_db()
    assert incomes.state == "brought"


def test_seen_without_a_file_it_is_brought_too(operator_client: Client, incomes: ChecklistItem) -> None:
    bring(operator_client, incomes, year="2024")
    incomes.refresh_from_db()
    assert (incomes.state, incomes.attachments.count()) == ("brought", 0)


def test_one_already_in_the_case_serves_two_lines(
    operator_client: Client, operator: User, dossier: Dossier, incomes: ChecklistItem
) -> None:
    attachment = make.kept_attachment(dossier.case, operator)
    for line in (incomes, item(dossier, "identity")):
        bring(operator_client, line, attachment=str(attachment.pk))
        assert line.attachments.get() == attachment


def test_the_same_file_again_leads_to_the_one_that_is_there(
    operator_client: Client, operator: User, dossier: Dossier, incomes: ChecklistItem
) -> None:
    make.kept_attachment(dossier.case, operator, papers.pdf())
    response = bring(operator_client, incomes, papers.pdf())
    assert response.status_code == 422
    assert "Questo file è già nella pratica" in response.content.decode()
    assert "Sceglilo qui sotto." in response.content.decode()
    assert Attachment.objects.count() == 1


def test_not_two_files_at_once(
    operator_client: Client, operator: User, dossier: Dossier, incomes: ChecklistItem
) -> None:
    there = make.kept_attachment(dossier.case, operator, papers.pdf("Altro"))
    response = bring(operator_client, incomes, papers.pdf(), attachment=str(there.pk))
    assert "non tutti e due" in response.content.decode()


@pytest.mark.parametrize("where", ["another case", "withdrawn"])
def test_only_what_the_case_has(
    operator_client: Client, operator: User, dossier: Dossier, incomes: ChecklistItem, where: str
) -> None:
    case = dossier.case
    if where == "another case":
        case = make.case(case.citizen, case.service, operator)
    other = make.kept_attachment(case, operator)
    make.kept_attachment(dossier.case, operator, papers.pdf("Altro"))
    if where == "withdrawn":
        Attachment.objects.filter(pk=other.pk).update(
            withdrawn_at=make.moment(), withdrawn_by=operator, withdrawn_reason="doppio"
        )
    response = bring(operator_client, incomes, attachment=str(other.pk))
    assert "Questo allegato non c&#x27;è più" in response.content.decode()


@pytest.mark.parametrize(
    ("content", "year", "sentence"),
    [
        (papers.EXECUTABLE, "2024", "Dentro il file non c&#x27;è un PDF"),
        (papers.pdf(), "1492", "Scrivi un anno dal 1950 al 2026."),
    ],
)
def test_what_is_refused_is_told_and_nothing_is_kept(
    operator_client: Client, incomes: ChecklistItem, content: bytes, year: str, sentence: str
) -> None:
    response = bring(operator_client, incomes, content, year=year)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert f'value="{year}"' in response.content.decode()
    incomes.refresh_from_db()
    assert incomes.state == "missing"
    assert not Attachment.objects.exists()


def test_an_archive_that_does_not_write_changes_no_line(
    operator_client: Client, incomes: ChecklistItem, tmp_path: Any
) -> None:
    (tmp_path / "media").write_text("a file where the folder should be")
    with override_settings(MEDIA_ROOT=tmp_path / "media"):
        response = bring(operator_client, incomes, papers.pdf())
    assert "L&#x27;archivio dei file non accetta il documento" in response.content.decode()
    incomes.refresh_from_db()
    assert incomes.state == "missing"
    assert not LogEntry.objects.exists()


def test_after_the_dsu_no_line_changes(operator_client: Client, incomes: ChecklistItem) -> None:
    Dossier.objects.update(state=Dossier.State.PRESENTED)
    html = bring(operator_client, incomes, papers.pdf(), follow=True).content.decode()
    assert "La DSU è già presentata" in html
    assert not Attachment.objects.exists()


def test_who_may_not_and_what_is_not_there(
    operator_client: Client, supervisor_client: Client, incomes: ChecklistItem
) -> None:
    assert bring(supervisor_client, incomes).status_code == 403
    assert operator_client.get(reverse("item_paper", args=[incomes.dossier_id, 0])).status_code == 404
