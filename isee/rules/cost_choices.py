"""The rules of which one may ask what they would cost."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from isee.models import RuleDraft, RuleVersion
from isee.rules.rule_drafts import completed, first_day


@dataclass(frozen=True)
class Choice:
    """A rule that may be moved: its name, the data it is compared with, the data to begin from."""

    label: str
    before: dict[str, Any]
    data: dict[str, Any]
    compared_with: str = ""


def choices(today: date) -> dict[str, Choice]:
    """The last version of each rule of the Comune, and the drafts, by key; a draft is compared with what it follows.

    Two queries.
    """
    found = {}
    for version in RuleVersion.objects.order_by("name", "code", "number"):
        found[f"r-{version.code}"] = Choice(str(version), version.data, version.data)
    for draft in RuleDraft.objects.select_related("follows"):
        data = completed(draft.data, first_day(draft.data, today))
        before = draft.follows.data if draft.follows else data
        words = "«Prima» è la versione che la bozza segue, «dopo» è la bozza." if draft.follows else ""
        found[f"b-{draft.code}"] = Choice(f"{draft}, bozza", before, data, words)
    return found
