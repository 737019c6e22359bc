"""Files put to a case: looked into, kept under their digest, opened, withdrawn."""

import hashlib
import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError, transaction
from django.test import Client, override_settings
from django.urls import reverse

from sportello import attachment_files, attachments
from sportello.attachment_files import CannotKeep
from sportello.models import Attachment, Case, Citizen, LogEntry, Service, User
from tests import make, papers

Kind = Attachment.Kind


@pytest.fixture(autouse=True)
def on_a_wednesday_morning() -> Iterator[None]:
    with time_machine.travel(make.moment(), tick=False):
        yield


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Path]:
    """The private folder of the files, empty."""
    with override_settings(MEDIA_ROOT=tmp_path / "media"):
        yield tmp_path / "media"


@pytest.fixture
def case(elena: Citizen, operator: User, archive: Path) -> Case:
    return make.case(elena, make.service("bonus", "Bonus", kind=Service.Kind.PROCEDURE), operator)


def upload(client: Client, case: Case, content: bytes, name: str = "cu.pdf", **more: Any) -> Any:
    data = {"paper": SimpleUploadedFile(name, content), "kind": "income", "year": "2024"} | more
    return client.post(reverse("new_attachment", args=[case.pk]), data)


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


# Putting a file to a case


def test_it_works(operator_client: Client, operator: User, case: Case, archive: Path) -> None:
    content = papers.pdf()
    response = upload(operator_client, case, content)

    assert response.headers["Location"] == reverse("case", args=[case.pk])
    one = Attachment.objects.get()
    assert (one.name, one.kind, one.year, one.media_type) == ("cu.pdf", "income", 2024, "application/pdf")
    assert (one.size, one.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert (one.uploaded_by, one.uploaded_at) == (operator, make.moment())
    assert [path.read_bytes() for path in files_in(archive)] == [content]
    line = LogEntry.objects.get(kind="sportello.attachment.uploaded")
    assert line.text == "Pratica 1/2026: allegato un file PDF."


def test_the_file_is_private(operator_client: Client, case: Case, archive: Path) -> None:
    upload(operator_client, case, papers.pdf())
    (kept,) = files_in(archive)
    assert kept.stat().st_mode & 0o077 == 0
    assert kept.parent.stat().st_mode & 0o077 == 0
    assert kept.relative_to(archive).as_posix() == attachment_files.place_of(Attachment.objects.get().sha256)
    assert operator_client.get(f"/static/{kept.relative_to(archive)}").status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (papers.jpeg(), "foto.JPG", "image/jpeg"),
        (papers.png(), "scansione.png", "image/png"),
        (papers.p7m(papers.pdf()), "delega.pdf.p7m", "application/pkcs7-mime"),
        (papers.jpeg(), "in realtà una foto.pdf", "image/jpeg"),
    ],
)
def test_the_content_says_what_it_is(
    operator_client: Client, case: Case, content: bytes, name: str, media_type: str
) -> None:
    upload(operator_client, case, content, name)
    one = Attachment.objects.get()
    assert (one.name, one.media_type) == (name, media_type)


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (papers.EXECUTABLE, "cu.pdf", "Dentro il file non c&#x27;è un PDF"),
        (papers.HTML, "foto.jpg", "Dentro il file non c&#x27;è un PDF"),
        (papers.pdf()[:-200], "cu.pdf", "Il PDF è incompleto o rovinato"),
        (b"", "cu.pdf", "Il file è vuoto"),
        (papers.pdf(), f"{'a' * 296}.pdf", "Il nome del file è troppo lungo"),
        (papers.pdf() + bytes(25 * 1024 * 1024), "cu.pdf", "Il file supera 10 MB"),
    ],
    ids=["executable", "html", "truncated", "empty", "long name", "25 MB"],
)
def test_what_is_refused_is_told_at_the_field_and_the_rest_stays(
    operator_client: Client, case: Case, archive: Path, content: bytes, name: str, sentence: str
) -> None:
    response = upload(operator_client, case, content, name)

    html = response.content.decode()
    assert response.status_code == 422
    assert html.count(sentence) == 2, "in the summary and at the field"
    assert '<option value="income" selected>' in html
    assert 'value="2024"' in html
    assert not Attachment.objects.exists()
    assert not archive.exists()


def test_the_limit_is_a_setting(operator_client: Client, case: Case) -> None:
    with override_settings(ATTACHMENT_MAX_BYTES=2 * 1024 * 1024):
        response = upload(operator_client, case, papers.pdf() + bytes(2 * 1024 * 1024))
    assert "Il file supera 2 MB" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Utenti\\giulia\\cu.pdf", "cu.pdf"),
        ("cu\x00\x07\u202e.pdf", "cu.pdf"),
    ],
)
def test_a_name_keeps_neither_folders_nor_hidden_signs(
    operator_client: Client, case: Case, archive: Path, name: str, kept: str
) -> None:
    file = SimpleUploadedFile("x", papers.pdf())
    file._name = name  # type: ignore[attr-defined]  # as a hostile browser sends it
    operator_client.post(reverse("new_attachment", args=[case.pk]), {"paper": file, "kind": "income"})
    assert Attachment.objects.get().name == kept
    assert len(files_in(archive)) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"paper": ""}, "Scegli il file."),
        ({"kind": ""}, "Scegli che cos&#x27;è."),
        ({"kind": "virus"}, "Scegli"),
        ({"year": "duemila"}, "Scrivi l&#x27;anno: per esempio 2024."),
        ({"year": "2027"}, "Scrivi un anno dal 1950 al 2026."),
    ],
)
def test_what_is_missing_or_malformed(
    operator_client: Client, case: Case, changes: dict[str, str], sentence: str
) -> None:
    response = upload(operator_client, case, papers.pdf(), **changes)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Attachment.objects.exists()


def test_the_same_file_twice_in_a_case_is_told(operator_client: Client, case: Case) -> None:
    upload(operator_client, case, papers.pdf())
    response = upload(operator_client, case, papers.pdf(), "un altro nome.pdf")

    assert response.status_code == 422
    sentence = "Questo file è già nella pratica: è «cu.pdf», allegato il 04/03/2026 da G. Bianchi."
    assert sentence in response.content.decode()
    assert Attachment.objects.count() == 1


def test_in_two_cases_it_lies_once_in_the_archive(
    operator: User, case: Case, archive: Path, elena: Citizen
) -> None:
    make.kept_attachment(case, operator)
    make.kept_attachment(make.case(elena, case.service, operator), operator)
    assert Attachment.objects.count() == 2
    assert len(files_in(archive)) == 1


def test_a_closed_case_takes_none(operator_client: Client, case: Case) -> None:
    Case.objects.update(state=Case.State.CONCLUDED)
    response = upload(operator_client, case, papers.pdf())
    assert "La pratica 1/2026 è chiusa: riaprila" in response.content.decode()
    assert not Attachment.objects.exists()


# What goes wrong


def test_a_folder_that_cannot_be_written(operator_client: Client, case: Case, archive: Path) -> None:
    archive.write_text("a file where the folder should be")
    response = upload(operator_client, case, papers.pdf())

    assert response.status_code == 422
    assert "L&#x27;archivio dei file non accetta il documento" in response.content.decode()
    assert not Attachment.objects.exists()
    assert not LogEntry.objects.exists()


def test_a_disk_that_fills_while_writing(operator_client: Client, case: Case, archive: Path) -> None:
    """The system refuses to let the file grow, as it does on a full disk."""
    content = papers.pdf() + bytes(200_000) + b"%%EOF"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        response = upload(operator_client, case, content)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert "L&#x27;archivio dei file non accetta il documento" in response.content.decode()
    assert not Attachment.objects.exists()
    assert files_in(archive) == [], "nothing half-written stays"


def test_what_a_crash_left_half_written_is_written_anew(operator: User, case: Case, archive: Path) -> None:
    half = archive / attachment_files.place_of(hashlib.sha256(papers.pdf()).hexdigest())
    half.parent.mkdir(parents=True)
    half.write_bytes(papers.pdf()[:100])
    make.kept_attachment(case, operator)
    assert half.read_bytes() == papers.pdf()


def test_when_the_act_fails_its_file_goes_too(operator: User, case: Case, archive: Path) -> None:
    # No citizen is so many characters: the database refuses what the act does beside.
    with pytest.raises(DataError):
        attach_and_rename(case, operator, "x" * 10_000)
    assert not Attachment.objects.exists()
    assert files_in(archive) == []


def attach_and_rename(case: Case, operator: User, surname: str) -> None:
    paper = make.paper()
    with attachment_files.kept(paper):
        attachments.add(
            case=case, paper=paper, kind=Kind.BANK, operator=operator, at=make.moment(), year=None
        )
        Citizen.objects.update(surname=surname)


def test_but_not_where_another_case_counts_on_it(
    operator: User, case: Case, archive: Path, elena: Citizen
) -> None:
    make.kept_attachment(case, operator)
    with pytest.raises(DataError):
        attach_and_rename(make.case(elena, case.service, operator), operator, "x" * 10_000)
    assert len(files_in(archive)) == 1


def test_a_file_that_fails_is_no_sign_of_the_database(operator: User, case: Case, archive: Path) -> None:
    archive.write_text("a file where the folder should be")
    with transaction.atomic():
        with pytest.raises(CannotKeep):
            make.kept_attachment(case, operator)
        assert Case.objects.get() == case, "the transaction around it goes on"


# Opening


def test_opening_gives_the_bytes_to_keep_and_never_to_run(
    operator_client: Client, operator: User, case: Case
) -> None:
    one = make.kept_attachment(case, operator)
    response = operator_client.get(reverse("attachment", args=[one.pk]))

    assert response.content == papers.pdf()
    assert response.headers["Content-Type"] == "application/pdf"
    disposition = f'attachment; filename="pratica-1-2026-allegato-{one.pk}.pdf"'
    assert response.headers["Content-Disposition"] == disposition
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_each_opening_is_a_line_of_the_day_without_names(
    operator_client: Client, operator: User, case: Case
) -> None:
    one = make.kept_attachment(case, operator)
    for _ in range(2):
        operator_client.get(reverse("attachment", args=[one.pk]))
    lines = LogEntry.objects.filter(kind="sportello.attachment.opened")
    assert [line.text for line in lines] == [f"Pratica 1/2026: aperto l'allegato {one.pk}."] * 2
    assert {line.operator for line in lines} == {operator}


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_a_file_that_is_not_what_came_in_is_not_given(
    operator_client: Client, operator: User, case: Case, archive: Path, harm: str
) -> None:
    one = make.kept_attachment(case, operator)
    (kept,) = files_in(archive)
    if harm == "gone":
        kept.unlink()
    else:
        kept.write_bytes(papers.EXECUTABLE)
    response = operator_client.get(reverse("attachment", args=[one.pk]), follow=True)

    assert "vvisa chi amministra il server" in response.content.decode()
    assert not LogEntry.objects.filter(kind="sportello.attachment.opened").exists()


# Withdrawing


def test_withdrawn_with_the_reason_it_stays_in_the_list_and_opens_no_more(
    operator_client: Client, colleague: User, operator: User, case: Case, archive: Path
) -> None:
    one = make.kept_attachment(case, colleague)
    url = reverse("withdraw_attachment", args=[one.pk])
    assert "Ritirare «cu.pdf»?" in operator_client.get(url).content.decode()
    operator_client.post(url, {"reason": "è di un'altra persona"})

    one.refresh_from_db()
    assert (one.withdrawn_by, one.withdrawn_at) == (operator, make.moment())
    html = operator_client.get(reverse("case_attachments", args=[case.pk])).content.decode()
    assert "Ritirato da G. Bianchi il 04/03/2026: è di un&#x27;altra persona" in html
    assert reverse("attachment", args=[one.pk]) not in html
    answer = operator_client.get(reverse("attachment", args=[one.pk]), follow=True)
    assert "L&#x27;allegato è stato ritirato" in answer.content.decode()
    assert len(files_in(archive)) == 1, "the file stays until its term"
    line = LogEntry.objects.get(kind="sportello.attachment.withdrawn")
    assert line.text == "Pratica 1/2026: ritirato un allegato."


def test_no_withdrawal_without_a_reason(operator_client: Client, operator: User, case: Case) -> None:
    one = make.kept_attachment(case, operator)
    response = operator_client.post(reverse("withdraw_attachment", args=[one.pk]), {"reason": "  "})
    assert response.status_code == 422
    assert "Scrivi perché lo ritiri." in response.content.decode()
    one.refresh_from_db()
    assert not one.is_withdrawn


def test_who_withdraws_second_is_told(operator_client: Client, operator: User, case: Case) -> None:
    one = make.kept_attachment(case, operator)
    attachments.withdraw(attachment=one, reason="illeggibile", operator=operator, at=make.moment())
    response = operator_client.post(
        reverse("withdraw_attachment", args=[one.pk]), {"reason": "doppio"}, follow=True
    )
    assert "già stato ritirato da un collega" in response.content.decode()
    one.refresh_from_db()
    assert one.withdrawn_reason == "illeggibile"


def test_once_withdrawn_the_same_file_may_come_again(operator: User, case: Case) -> None:
    one = make.kept_attachment(case, operator)
    attachments.withdraw(attachment=one, reason="sbagliato", operator=operator, at=make.moment())
    make.kept_attachment(case, operator)
    assert case.attachments.kept().count() == 1


# The panel


def test_the_panel_is_a_part_for_htmx_and_a_page_without(
    operator_client: Client, operator: User, case: Case
) -> None:
    make.kept_attachment(case, operator)
    url = reverse("case_attachments", args=[case.pk])
    part = operator_client.get(url, headers={"HX-Request": "true"}).content.decode()
    page = operator_client.get(url).content.decode()
    assert "<html" not in part
    assert "</html>" in page
    for html in (part, page):
        assert "cu.pdf" in html
        assert "Redditi (CU, 730, pensione)" in html
        assert "G. Bianchi, 04/03/2026 10:00" in html


def test_the_page_of_a_case_asks_for_the_panel(operator_client: Client, case: Case) -> None:
    html = operator_client.get(reverse("case", args=[case.pk])).content.decode()
    assert f'hx-get="{reverse("case_attachments", args=[case.pk])}"' in html


def test_nothing_there_yet(operator_client: Client, case: Case) -> None:
    html = operator_client.get(reverse("case_attachments", args=[case.pk])).content.decode()
    assert "Nessun file." in html
    assert "Allega un file" in html


def test_who_opened_the_dialog_comes_back_to_the_same_page(operator_client: Client, case: Case) -> None:
    data = {"paper": SimpleUploadedFile("cu.pdf", papers.pdf()), "kind": "income"}
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/isee/7/?sezione=incomes"}
    response = operator_client.post(reverse("new_attachment", args=[case.pk]), data, headers=headers)
    assert response.headers["HX-Redirect"] == "/isee/7/?sezione=incomes"


@pytest.mark.parametrize("name", ["case_attachments", "new_attachment", "attachment", "withdraw_attachment"])
def test_who_may_not_and_what_is_not_there(
    supervisor_client: Client, operator_client: Client, operator: User, case: Case, name: str
) -> None:
    one = make.kept_attachment(case, operator)
    pk = one.pk if name.endswith("w_attachment") or name == "attachment" else case.pk
    assert supervisor_client.get(reverse(name, args=[pk])).status_code == 403
    assert operator_client.get(reverse(name, args=[0])).status_code == 404
