"""What a condition finds, and how findings are joined: yes, no, or not known."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Missing:
    """Something not known that would settle the answer: which fact, how to ask it, what paper shows it."""

    fact: str
    sentence: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a condition found: it holds, it does not, or (None) it cannot be said."""

    holds: bool | None
    sentence: str
    missing: tuple[Missing, ...] = ()


def unknown(missing: Missing, *others: Missing) -> Finding:
    """Say that something is not known."""
    return Finding(None, missing.sentence, (missing, *others))


def all_of(findings: list[Finding]) -> Finding:
    """Join findings that must all hold; none to join holds."""
    refused = [finding for finding in findings if finding.holds is False]
    if refused:
        return Finding(False, sentences_of(refused))
    open_ones = [finding for finding in findings if finding.holds is None]
    if open_ones:
        return Finding(None, sentences_of(open_ones), missing_of(open_ones))
    return Finding(True, sentences_of(findings))


def sentences_of(findings: Iterable[Finding]) -> str:
    """Join the sentences, each once."""
    return " ".join(dict.fromkeys(finding.sentence for finding in findings))


def missing_of(findings: Iterable[Finding]) -> tuple[Missing, ...]:
    """Join what is missing, each once."""
    return tuple(dict.fromkeys(missing for finding in findings for missing in finding.missing))
