from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from isee.models import Member
from isee.needs.answers import Answers
from sportello.models import Attachment

Kind = Attachment.Kind


class Code(Enum):
    """The papers, in the order of the screen; each with the kind that its file has as an attachment."""

    IDENTITY = "identity", Kind.IDENTITY
    TAX_CODES = "tax-codes", Kind.IDENTITY
    SPOUSES_APART = "spouses-apart", Kind.COURT
    PARENT_AWAY = "parent-away", Kind.COURT
    DISABILITY = "disability", Kind.HEALTH
    INCOMES = "incomes", Kind.INCOME
    MAINTENANCE = "maintenance", Kind.COURT
    DISABILITY_EXPENSES = "disability-expenses", Kind.HEALTH
    ACCOUNTS = "accounts", Kind.BANK
    INSTRUMENTS = "instruments", Kind.BANK
    RENT_CONTRACT = "rent-contract", Kind.HOME
    REAL_ESTATE = "real-estate", Kind.HOME
    MORTGAGE = "mortgage", Kind.HOME
    VEHICLES = "vehicles", Kind.OTHER
    STUDENT = "student", Kind.INCOME
    CHILD_OUTSIDE = "child-outside", Kind.OTHER
    DONATION = "donation", Kind.OTHER
    VARIATION = "variation", Kind.INCOME
    RECENT_INCOMES = "recent-incomes", Kind.INCOME

    def __init__(self, code: str, kind: Attachment.Kind) -> None:
        self.code, self.kind = code, kind


PLACES = {code.code: place for place, code in enumerate(Code)}
KINDS = {code.code: code.kind for code in Code}


@dataclass(frozen=True, kw_only=True)
class Need:
    """A paper that the answers ask for: of one member or of the whole household, in words.

    `help` says which papers will do, `why` in one sentence what it is for, `where` who gives it; `year` is the one
    that it must speak of. `about` is the id of the account, property or fact that it is of. A paper that is not
    `required` is useful: without it the dossier is ready all the same.
    """

    code: Code
    title: str
    help: str
    why: str
    where: str = ""
    member: Member | None = None
    about: int | None = None
    year: int | None = None
    required: bool = True


Rule = Callable[[Answers], Iterator[Need]]
