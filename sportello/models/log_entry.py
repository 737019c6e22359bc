from django.db import models

from sportello.models.append_only import AppendOnly
from sportello.models.case import Case
from sportello.models.visit import Act

# The words for the outcomes that lines carry: of acts, of cases, of questions to partners, of papers of a dossier.
OUTCOMES = {
    **{str(value): str(label) for value, label in Act.Outcome.choices},
    Case.State.ABANDONED.value: "abbandonata",
    "found": "trovato",
    "not_found": "non trovato",
    "refused": "rifiutato",
    "unreachable": "l'ente non risponde",
    "unintelligible": "risposta non leggibile",
    "not_allowed": "non consentito",
    "failed": "non riuscito",
    "missing": "documento mancante",
    "asked": "documento chiesto",
    "brought": "documento portato",
    "acquired": "documento acquisito d'ufficio",
    "checked": "documento controllato",
    "not_needed": "documento non necessario",
    # Words of earlier versions, in lines that never change.
    "to_ask": "documento da chiedere",
    "presented": "documento presentato",
}


class LogEntry(AppendOnly):
    """One line of the daily log: one act of one operator, told in a finished sentence."""

    at = models.DateTimeField()
    day = models.DateField()
    operator = models.ForeignKey("sportello.User", on_delete=models.PROTECT, related_name="log_entries")
    # Dotted name, prefixed by the app that wrote it: «isee.dossier.opened».
    kind = models.CharField(max_length=60)
    text = models.CharField(max_length=300)
    outcome = models.CharField(max_length=40, blank=True)
    # Of an act; of a correction the difference, so that the lines of a day add up.
    minutes = models.SmallIntegerField(null=True)
    visit = models.ForeignKey(
        "sportello.Visit", null=True, on_delete=models.PROTECT, related_name="log_entries"
    )
    citizen = models.ForeignKey(
        "sportello.Citizen", null=True, on_delete=models.PROTECT, related_name="log_entries"
    )
    case = models.ForeignKey(
        "sportello.Case", null=True, on_delete=models.PROTECT, related_name="log_entries"
    )
    service = models.ForeignKey(
        "sportello.Service", null=True, on_delete=models.PROTECT, related_name="log_entries"
    )

    class Meta(AppendOnly.Meta):
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["day", "-at", "-id"], name="log_of_day"),
            models.Index(fields=["day", "operator", "-at", "-id"], name="log_of_operator"),
            models.Index(fields=["citizen", "-id"], name="log_of_citizen"),
            models.Index(fields=["case", "-id"], name="log_of_case"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def outcome_name(self) -> str:
        return OUTCOMES.get(self.outcome, self.outcome)
