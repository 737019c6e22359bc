"""Publishing a draft: what must hold before, which versions it closes, what is kept for ever."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.forms.models import model_to_dict
from django.utils import timezone

from isee.benefits import check, read
from isee.models import RuleDraft, RuleVersion, Trial
from isee.rules import trials
from isee.rules.local_rules import ONE_DAY, Standing, standings
from isee.rules.rule_drafts import completed, locked, problems_of
from sportello import daily_log
from sportello.models import User
from sportello.permission import NotAllowed

TRIAL_FIELDS = (
    "name",
    "adult_ages",
    "child_ages",
    "disability",
    "isee",
    "resident",
    "child",
    "meets_the_rest",
    "figure",
    "outcome",
    "amount",
)


class CannotPublish(NotAllowed):
    """The draft is not ready; `reasons` say why, each in a sentence."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


@dataclass(frozen=True)
class Publication:
    """What is asked when a draft is published: the act, from and until when it counts, when it was published."""

    act: str
    valid_from: date
    valid_to: date | None
    published_on: date


def obstacles(draft: RuleDraft, on: date) -> list[str]:
    """Why a draft cannot be published as it is, whatever day is chosen; nothing in the way is an empty list."""
    problems = problems_of(draft.data, on)
    if problems:
        how_many = "una cosa" if len(problems) == 1 else f"{len(problems)} cose"
        return [f"Nella regola c'è ancora da correggere {how_many}: {problems[0].sentence}"]
    return list(_trial_obstacles(draft, completed(draft.data, on)))


def _trial_obstacles(draft: RuleDraft, whole: dict[str, Any]) -> Iterator[str]:
    tried = trials.try_all(draft.trials.all(), read(whole))
    if not tried:
        yield "Manca la prova: aggiungi almeno un nucleo con l'esito e l'importo che devono uscire."
    failed = [each.trial.name for each in tried if not each.passes]
    if failed:
        names = ", ".join(f"«{name}»" for name in failed)
        yield f"Non esce quello che ti aspetti per {names}: correggi la regola, oppure ciò che ti aspetti."


def overlapping(code: str, valid_from: date, valid_to: date | None) -> tuple[list[Standing], list[str]]:
    """The published versions that a new one would close or replace, and what forbids it. One query.

    A version that begins later than the new one is never touched: the new one must end before.
    """
    closed: list[Standing] = []
    forbidden: list[str] = []
    for one in standings(RuleVersion.objects.filter(code=code)):
        begins, last = one.version.valid_from, one.ends_on or date.max
        if one.replaced or last < valid_from:
            continue
        if begins <= valid_from:
            closed.append(one)
        elif valid_to is None or begins <= valid_to:
            forbidden.append(
                f"Dal {begins:%d/%m/%Y} vale già «{one.version}»: fai finire questa entro il "
                f"{begins - ONE_DAY:%d/%m/%Y}, oppure falla cominciare quel giorno."
            )
    return closed, forbidden


def closing_words(closed: Standing, valid_from: date) -> str:
    """Say what happens to a version that another follows."""
    if closed.version.valid_from == valid_from:
        return f"«{closed.version}» comincia lo stesso giorno: questa prende il suo posto."
    return f"«{closed.version}» finisce il {valid_from - ONE_DAY:%d/%m/%Y}, il giorno prima."


@transaction.atomic
def publish(
    *, draft: RuleDraft, publication: Publication, version: int, by: User, at: datetime
) -> RuleVersion:
    """Make a version of a draft, for ever, and end the draft.

    `version` is the one that was on the screen. Raises CannotPublish while something is wrong, a household
    does not come out as expected or there is none, or a colleague changed the draft; CannotChange when it is gone.
    """
    kept = locked(draft)
    if kept.version != version:
        who, when = kept.changed_by.display_name, timezone.localtime(kept.changed_at)
        raise CannotPublish(
            [
                f"{who} ha cambiato questa bozza alle {when:%H:%M}, dopo che l'avevi aperta: rileggila, poi pubblica."
            ]
        )
    number = RuleVersion.objects.filter(code=kept.code).count() + 1
    data = final_data(kept, publication, number)
    reasons = [problem.sentence for problem in check(data)] or list(_trial_obstacles(kept, data))
    reasons += overlapping(kept.code, publication.valid_from, publication.valid_to)[1]
    if reasons:
        raise CannotPublish(reasons)
    made = RuleVersion.objects.create(
        code=kept.code,
        number=number,
        name=kept.name,
        data=data,
        trials=[_as_data(trial) for trial in kept.trials.all()],
        valid_from=publication.valid_from,
        valid_to=publication.valid_to,
        published_on=publication.published_on,
        published_at=at,
        published_by=by,
    )
    kept.delete()
    until = f" al {publication.valid_to:%d/%m/%Y}" if publication.valid_to else ""
    daily_log.record(
        "isee.rule.published",
        f"Pubblicata la regola «{made}», dal {publication.valid_from:%d/%m/%Y}{until}: {publication.act}.",
        operator=by,
        at=at,
    )
    return made


def final_data(draft: RuleDraft, publication: Publication, number: int) -> dict[str, Any]:
    """The data of the version: the draft's, with its name, its days and its act."""
    data = {key: value for key, value in draft.data.items() if key != "valid_to"}
    data |= {
        "id": f"{draft.code}-{number}",
        "act": publication.act,
        "valid_from": publication.valid_from.isoformat(),
        "published_on": publication.published_on.isoformat(),
    }
    if publication.valid_to:
        data["valid_to"] = publication.valid_to.isoformat()
    return completed(data, publication.valid_from)


def _as_data(trial: Trial) -> dict[str, Any]:
    """A household as JSON; amounts as text, never as floats."""
    fields = model_to_dict(trial, TRIAL_FIELDS)
    return fields | {
        name: None if fields[name] is None else str(fields[name]) for name in ("isee", "figure", "amount")
    }
