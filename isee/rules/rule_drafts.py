"""Acts on the drafts of local rules: begun, changed, tried with households, thrown away."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from isee.benefits import Rule, check, national_rules, read, validate
from isee.benefits.reading import PLACES, InvalidRule, Problem
from isee.models import RuleDraft, RuleVersion, Trial
from sportello import daily_log
from sportello.models import User
from sportello.permission import NotAllowed

# What every rule of the Comune has in common; `doubt` lowers the confidence.
LOCAL = {"decider": "comune", "channel": "comune", "confidence": "high"}
# What the engine calls a version that has no name yet.
DRAFT_ID = "bozza"


class CannotChange(NotAllowed):
    """The draft may not be changed so."""


class ChangedMeanwhile(NotAllowed):
    """A colleague saved the draft after it was opened here; `draft` is as it stands now."""

    def __init__(self, draft: RuleDraft, typed: Mapping[str, Any]) -> None:
        self.draft = draft
        at = timezone.localtime(draft.changed_at)
        differing = [
            PLACES.get(key, key)
            for key in sorted({*draft.data, *typed})
            if draft.data.get(key) != typed.get(key)
        ]
        what = f" Diverso da quello che hai scritto tu: {', '.join(differing)}." if differing else ""
        super().__init__(
            f"{draft.changed_by.display_name} ha salvato questa bozza alle {at:%H:%M}, dopo che l'avevi aperta: "
            f"quello che hai scritto non è stato salvato, ma è ancora qui sotto.{what} "
            "Se salvi di nuovo, la tua versione prende il posto della sua."
        )


def completed(data: Mapping[str, Any], on: date) -> dict[str, Any]:
    """The data of a draft with what publishing will ask: until then its version has no name, day or act."""
    asked = {"id": DRAFT_ID, "valid_from": on.isoformat(), "act": "atto da scrivere"}
    whole = {**LOCAL, **asked, **data}
    whole.setdefault("source", [whole["act"]])
    return whole


def first_day(data: Mapping[str, Any], today: date) -> date:
    """The day for which a draft is read and tried: its first one, or today while it has none."""
    return date.fromisoformat(data["valid_from"]) if data.get("valid_from") else today


def problems_of(data: Mapping[str, Any], on: date) -> list[Problem]:
    """All that is wrong with a draft, each at its place; `on` stands for its first day while it has none."""
    return check(completed(data, on))


def rule_of(data: Mapping[str, Any], on: date) -> Rule | None:
    """The draft as a rule, or None while something is wrong with it."""
    whole = completed(data, on)
    return None if check(whole) else read(whole)


def drawable(data: Mapping[str, Any], on: date) -> Rule | None:
    """The draft as a rule as soon as its amounts make sense, whatever else is missing; None before."""
    try:
        rule = read(completed(data, on))
    except InvalidRule:
        return None
    return None if any(each.path.startswith(("amounts", "thresholds")) for each in validate(rule)) else rule


def code_taken(code: str) -> bool:
    """Whether a benefit is called so already: of the State, published here, or being written."""
    return (
        any(rule.code == code for rule in national_rules())
        or RuleVersion.objects.filter(code=code).exists()
        or RuleDraft.objects.filter(code=code).exists()
    )


@transaction.atomic
def begin_draft(*, code: str, data: Mapping[str, Any], by: User, at: datetime) -> RuleDraft:
    """Begin a new rule. Raises CannotChange where the code is taken."""
    if code_taken(code):
        raise CannotChange(f"La sigla «{code}» è già di un'altra regola: scegline una diversa.")
    draft = RuleDraft.objects.create(code=code, data={**data, "code": code}, changed_at=at, changed_by=by)
    _record("begun", f"Cominciata la bozza della regola «{draft}».", by, at)
    return draft


@transaction.atomic
def follow(*, version: RuleVersion, by: User, at: datetime) -> RuleDraft:
    """Begin the version that follows a published one: its data and households are copied into a draft.

    The draft already there is given back. What publishing asks anew, days, act and source, is not copied.
    """
    version = RuleVersion.objects.get(pk=version.pk)
    asked_anew = {"id", "valid_from", "valid_to", "published_on", "act", "source"}
    data = {key: value for key, value in version.data.items() if key not in asked_anew}
    draft, is_new = RuleDraft.objects.get_or_create(
        code=version.code,
        defaults={"data": data, "follows": version, "changed_at": at, "changed_by": by},
    )
    if is_new:
        trials = version.trials_read
        for trial in trials:
            trial.draft = draft
        Trial.objects.bulk_create(trials)
        _record("begun", f"Cominciata la bozza che segue la regola «{version}».", by, at)
    return draft


@transaction.atomic
def save_draft(*, draft: RuleDraft, data: Mapping[str, Any], version: int, by: User, at: datetime) -> None:
    """Keep what was written, whatever is still wrong with it.

    `version` is the one that was on the screen. Raises ChangedMeanwhile, and CannotChange when it was
    published or thrown away in the meantime.
    """
    kept = locked(draft)
    whole = {**data, "code": kept.code}
    if kept.version != version:
        raise ChangedMeanwhile(kept, whole)
    if kept.data == whole:
        return
    kept.data, kept.changed_at, kept.changed_by, kept.version = whole, at, by, version + 1
    kept.save()
    draft.data, draft.version = kept.data, kept.version
    _record("changed", f"Cambiata la bozza della regola «{kept}».", by, at)


@transaction.atomic
def discard_draft(*, draft: RuleDraft, by: User, at: datetime) -> None:
    """Throw a draft away with its households; what is published stays. Raises CannotChange."""
    kept = locked(draft)
    _record("discarded", f"Eliminata la bozza della regola «{kept}».", by, at)
    kept.delete()


@transaction.atomic
def save_trial(*, trial: Trial, by: User, at: datetime) -> None:
    """Keep a household of the table. Raises CannotChange when the draft is gone."""
    draft = locked(trial.draft)
    word = "Cambiato" if trial.pk else "Aggiunto"
    trial.save()
    _record("tried", f"{word} un nucleo di prova della regola «{draft}».", by, at)


@transaction.atomic
def remove_trial(*, trial: Trial, by: User, at: datetime) -> None:
    """Take a household out of the table. Raises CannotChange when the draft is gone."""
    draft = locked(trial.draft)
    trial.delete()
    _record("tried", f"Tolto un nucleo di prova della regola «{draft}».", by, at)


def locked(draft: RuleDraft) -> RuleDraft:
    """The draft as it stands now, held until the act ends. Raises CannotChange when it is gone."""
    kept = RuleDraft.objects.select_for_update(of=("self",)).select_related("changed_by").filter(pk=draft.pk)
    found = kept.first()
    if found is None:
        raise CannotChange("Questa bozza non c'è più: un collega l'ha pubblicata o eliminata.")
    return found


def _record(what: str, text: str, by: User, at: datetime) -> None:
    daily_log.record(f"isee.rule.{what}", text, operator=by, at=at)
