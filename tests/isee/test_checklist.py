"""The lines of the checklist: they follow from the answers, and keep what an operator decided."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from isee.dossier import checklist
from isee.dossier.progress import NotEditable
from isee.models import ChecklistItem, ChecklistStep, Dossier
from sportello.models import Attachment, User
from tests import make
from tests.isee.make import attest, declarant, item, member, refresh

State = ChecklistItem.State


def live(dossier: Dossier, dwelling: Dossier.Dwelling) -> None:
    dossier.dwelling = dwelling
    dossier.save()
    refresh(dossier)


def choose(line: ChecklistItem, state: ChecklistItem.State, operator: User) -> None:
    checklist.choose(item=line, state=state, version=line.version, operator=operator, at=make.moment())


def test_what_nobody_touched_goes_when_it_is_no_longer_needed(dossier: Dossier) -> None:
    live(dossier, Dossier.Dwelling.RENTED)
    assert dossier.checklist.filter(code="rent-contract").exists()
    live(dossier, Dossier.Dwelling.OTHER)
    assert not dossier.checklist.filter(code="rent-contract").exists()


def test_the_papers_of_who_goes_away_go_too(dossier: Dossier) -> None:
    member(dossier, disability="media").delete()
    refresh(dossier)
    assert not dossier.checklist.filter(code="disability").exists()


def test_what_an_operator_decided_stays_and_only_says_that_it_is_not_needed(
    dossier: Dossier, operator: User
) -> None:
    live(dossier, Dossier.Dwelling.RENTED)
    choose(item(dossier, "rent-contract"), State.ASKED, operator)
    live(dossier, Dossier.Dwelling.OWNED)
    assert item(dossier, "rent-contract").state == State.NOT_NEEDED
    live(dossier, Dossier.Dwelling.RENTED)
    assert item(dossier, "rent-contract").state == State.MISSING


def test_not_needed_said_by_an_operator_holds_while_the_rule_still_asks(
    dossier: Dossier, operator: User
) -> None:
    choose(item(dossier, "vehicles"), State.NOT_NEEDED, operator)
    member(dossier)
    assert item(dossier, "vehicles").state == State.NOT_NEEDED


def test_the_way_of_a_paper_says_who_asked_who_brought_and_who_checked(
    dossier: Dossier, operator: User, colleague: User
) -> None:
    line = item(dossier, "identity")
    choose(line, State.ASKED, operator)
    choose(line, State.BROUGHT, operator)
    choose(line, State.CHECKED, colleague)
    assert [(step.state, step.by) for step in line.trail] == [
        (State.ASKED, operator),
        (State.BROUGHT, operator),
        (State.CHECKED, colleague),
    ]
    choose(line, State.ASKED, operator)
    assert [step.state for step in line.trail] == [State.ASKED], "what was taken back is not told as done"
    choose(line, State.NOT_NEEDED, operator)
    assert line.trail == []
    assert ChecklistStep.objects.count() == 5, "but nothing of it is lost"


def test_the_dossier_is_ready_when_every_paper_that_it_needs_is_there(
    dossier: Dossier, operator: User
) -> None:
    for line in dossier.checklist.filter(is_required=True):
        choose(line, State.BROUGHT, operator)
    dossier.refresh_from_db()
    assert item(dossier, "incomes", declarant(dossier)).state == State.MISSING
    assert dossier.state == Dossier.State.READY, "a paper that is only useful does not hold it up"

    choose(item(dossier, "identity"), State.ASKED, operator)
    dossier.refresh_from_db()
    assert dossier.state == Dossier.State.COLLECTING


def test_a_paper_that_the_comune_got_is_checked_and_not_asked(dossier: Dossier, operator: User) -> None:
    line = item(dossier, "incomes", declarant(dossier))
    ChecklistItem.objects.filter(pk=line.pk).update(state=State.ACQUIRED, acquired_from="INPS")
    line.refresh_from_db()
    choose(line, State.CHECKED, operator)
    assert (line.state, line.acquired_from) == (State.CHECKED, "INPS")
    with pytest.raises(checklist.Conflict):
        choose(line, State.ASKED, operator)


def test_a_file_hung_on_a_line_makes_it_brought(dossier: Dossier, operator: User) -> None:
    line = item(dossier, "incomes", declarant(dossier))
    bring(line, operator, year=2024)

    line.refresh_from_db()
    assert (line.state, line.year_of_paper, line.is_of_another_year) == (State.BROUGHT, 2024, False)
    attachment = line.attachments.get()
    assert (attachment.case, attachment.kind) == (dossier.case, Attachment.Kind.INCOME)


def test_a_paper_of_another_year_is_told(dossier: Dossier, operator: User) -> None:
    line = item(dossier, "incomes", declarant(dossier))
    bring(line, operator, year=2025)
    assert line.is_of_another_year
    bring(line, operator, year=2024, content=b"x")
    assert not line.is_of_another_year


def test_what_was_checked_stays_so_when_a_file_is_added(dossier: Dossier, operator: User) -> None:
    line = item(dossier, "identity")
    choose(line, State.CHECKED, operator)
    bring(line, operator, year=None)
    assert line.state == State.CHECKED


def test_after_the_attestation_only_what_a_corrente_or_a_rettifica_needs(
    dossier: Dossier, operator: User
) -> None:
    line = item(dossier, "identity")
    paper = attest(dossier, operator)
    Dossier.objects.update(state=Dossier.State.ATTESTED)
    with pytest.raises(NotEditable):
        choose(line, State.ASKED, operator)
    attest(dossier, operator, has_omissions=True, replaces=paper, reason="una casella")
    choose(line, State.ASKED, operator)
    dossier.refresh_from_db()
    assert (line.state, dossier.state) == (State.ASKED, Dossier.State.ATTESTED)


def test_the_old_words_become_the_new_ones(dossier: Dossier, operator: User) -> None:
    """Before, «Manca» was said of what had been asked for, and «Presentato» of what was brought."""
    lines = list(dossier.checklist.all()[:3])
    for line, old in zip(lines, ("to_ask", "presented", "missing"), strict=True):
        ChecklistItem.objects.filter(pk=line.pk).update(
            state=old, changed_by=operator, changed_at=make.moment()
        )
    migration = import_module("isee.migrations.0005_checklist_states")
    with connection.schema_editor() as editor:
        migration.forwards(apps, editor)

    for line in lines:
        line.refresh_from_db()
    assert [line.state for line in lines] == [State.MISSING, State.BROUGHT, State.ASKED]
    assert [step.state for step in lines[1].trail] == [State.BROUGHT]

    with connection.schema_editor() as editor:
        migration.backwards(apps, editor)
    states = [ChecklistItem.objects.values_list("state", flat=True).get(pk=line.pk) for line in lines]
    assert states == ["to_ask", "presented", "missing"]


def bring(line: ChecklistItem, operator: User, *, year: int | None, content: bytes = b"") -> None:
    checklist.bring(
        item=line,
        paper=make.paper(content),
        attachment=None,
        year=year,
        operator=operator,
        at=make.moment(),
    )
