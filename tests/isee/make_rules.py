"""A canteen tariff in its states: written, tried, published; and what the administrator's form sends."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from isee.forms.rule import RuleForm
from isee.forms.rule_rows import Typed
from isee.models import CostEstimate, Dossier, RuleDraft, RuleVersion, Trial
from isee.rules import cost_estimates
from isee.rules.rule_drafts import begin_draft, completed, save_trial
from isee.rules.rule_effects import Suppositions
from isee.rules.rule_publication import Publication, publish
from sportello.models import Citizen, User
from tests import make
from tests.isee import make as isee_make

TODAY = date(2026, 3, 4)
MENSA: dict[str, Any] = {
    "name": "Mensa scolastica",
    "nature": "tariff",
    "isee": ["ordinary"],
    "todo": "Presenta la domanda al Comune.",
    "amounts": [
        {
            "amount": {
                "kind": "by_isee",
                "unit": "meal",
                "tariff": {
                    "no_isee": "5",
                    "method": {
                        "kind": "flat_bands",
                        "bands": [
                            {"over": "0", "upto": "5000", "price": "1"},
                            {"over": "5000", "upto": "15000", "price": "3"},
                            {"over": "15000", "price": "5"},
                        ],
                    },
                },
            }
        }
    ],
}
BANDS = "amounts-0-amount-tariff-method-bands"


def draft(by: User, code: str = "mensa", at: datetime | None = None, **data: Any) -> RuleDraft:
    """A draft of the canteen, with nothing wrong."""
    return begin_draft(code=code, data=MENSA | data, by=by, at=at or make.moment())


def trial(
    of: RuleDraft, isee: str | None = "4000", amount: str | None = "1", outcome: str = "spetta", **fields: Any
) -> Trial:
    """A mother with a child of eight, who must pay one euro."""
    given: dict[str, Any] = {"name": "Madre e figlio", "adult_ages": [38], "child_ages": [8]}
    made = Trial(
        draft=of,
        isee=None if isee is None else Decimal(isee),
        amount=None if amount is None else Decimal(amount),
        outcome=outcome,
        **given | fields,
    )
    save_trial(trial=made, by=of.changed_by, at=make.moment())
    return made


def published(
    by: User,
    valid_from: date = date(2026, 1, 1),
    valid_to: date | None = None,
    published_on: date = date(2026, 1, 1),
    code: str = "mensa",
    **data: Any,
) -> RuleVersion:
    """A version of the canteen, tried with one household."""
    written = draft(by, code, **data) if not RuleVersion.objects.filter(code=code) else _next(by, code, data)
    if not written.trials.exists():
        trial(written)
    asked = Publication("Giunta 12/2026", valid_from, valid_to, published_on)
    return publish(draft=written, publication=asked, version=written.version, by=by, at=make.moment())


def _next(by: User, code: str, data: dict[str, Any]) -> RuleDraft:
    return RuleDraft.objects.create(
        code=code, data=MENSA | data | {"code": code}, changed_at=make.moment(), changed_by=by
    )


def bands(*rows: tuple[str, str | None, str]) -> dict[str, Any]:
    """The amounts of a canteen with these bands: over, up to, price."""
    method = {
        "kind": "flat_bands",
        "bands": [
            {"over": over, "price": price} | ({"upto": upto} if upto else {}) for over, upto, price in rows
        ],
    }
    tariff = {"no_isee": "5", "method": method}
    return {"amounts": [{"amount": {"kind": "by_isee", "unit": "meal", "tariff": tariff}}]}


def sent(form: RuleForm | Typed, version: int = 0, **changes: Any) -> dict[str, Any]:
    """What the browser sends for a form, with some fields changed."""
    typed = form.typed if isinstance(form, RuleForm) else form
    fields = {name: values if len(values) > 1 else values[0] for name, values in typed.lists() if values}
    return fields | {"version": version} | changes


def attested(citizen: Citizen, operator: User, isee: str, on: date = TODAY, **fields: Any) -> Dossier:
    """A dossier whose ISEE INPS attested on that day."""
    dossier = isee_make.begin_dossier(citizen, operator, on)
    protocol = f"INPS-ISEE-{on.year}-{dossier.pk:08}P-00"
    valid_to = date(on.year, 12, 31)
    isee_make.attest(dossier, operator, isee, protocol=protocol, issued_on=on, valid_to=valid_to, **fields)
    Dossier.objects.filter(pk=dossier.pk).update(state=Dossier.State.ATTESTED)
    return dossier


def estimate(by: User) -> CostEstimate:
    """What the canteen would cost, asked and not yet counted."""
    return cost_estimates.ask(
        rule_key="r-mensa",
        label="Mensa scolastica, versione 1",
        compared_with="",
        before=completed(MENSA | {"code": "mensa"}, TODAY),
        after=completed(MENSA | {"code": "mensa"}, TODAY),
        year=TODAY.year,
        supposed=Suppositions(times=100),
        by=by,
        at=make.moment(),
    )
