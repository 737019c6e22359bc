from django.db import models


class ChecklistItem(models.Model):
    """A paper that the dossier needs, of one member or of the whole household, and where it stands."""

    class State(models.TextChoices):
        MISSING = "missing", "Manca"
        ASKED = "asked", "Chiesto"
        BROUGHT = "brought", "Portato"
        ACQUIRED = "acquired", "Acquisito d'ufficio"
        CHECKED = "checked", "Controllato"
        NOT_NEEDED = "not_needed", "Non serve"

    # What an operator may choose of a paper that the citizen brings, and of one that the Comune got itself.
    CHOICES = (State.MISSING, State.ASKED, State.BROUGHT, State.CHECKED, State.NOT_NEEDED)
    CHOICES_OF_ACQUIRED = (State.ACQUIRED, State.CHECKED)
    TO_BRING = (State.MISSING, State.ASKED)
    SETTLED = (State.BROUGHT, State.ACQUIRED, State.CHECKED, State.NOT_NEEDED)

    dossier = models.ForeignKey(
        "isee.Dossier", on_delete=models.CASCADE, related_name="checklist"
    )  # a part of it
    member = models.ForeignKey(
        "isee.Member", null=True, on_delete=models.CASCADE, related_name="documents", editable=False
    )  # a paper of who is no longer in the household is not asked for
    # What a rule of isee/needs says of the paper: which one (`about` is the id of the account or property it speaks
    # of), why, where it is had, of which year, and whether the dossier can be ready without it.
    code = models.SlugField(max_length=40, editable=False)
    about = models.PositiveBigIntegerField(null=True, editable=False)
    # As long as the name of a person and that of what is owned may be.
    title = models.CharField(max_length=340, editable=False)
    help = models.CharField(max_length=200, blank=True, editable=False)
    why = models.CharField(max_length=300, blank=True, editable=False)
    where = models.CharField(max_length=200, blank=True, editable=False)
    year = models.PositiveSmallIntegerField(null=True, editable=False)
    is_required = models.BooleanField(default=True, editable=False)
    state = models.CharField("stato", max_length=10, choices=State, default=State.MISSING)
    # The year of the paper that was brought, where somebody looked.
    year_of_paper = models.PositiveSmallIntegerField("anno del documento", null=True, blank=True)
    attachments = models.ManyToManyField("sportello.Attachment", related_name="checklist_items")
    # Named where the Comune got the paper itself: the citizen is not asked for it (art. 43 DPR 445/2000).
    acquired_from = models.CharField(max_length=40, blank=True, editable=False)
    # Both empty while the state is the one that follows from the answers.
    changed_at = models.DateTimeField(null=True, editable=False)
    changed_by = models.ForeignKey(
        "sportello.User", null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    # Counts changes, so that two people who change the same line at once find out.
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="item_once", fields=["dossier", "code", "member", "about"], nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_settled(self) -> bool:
        return self.state in self.SETTLED

    @property
    def choices(self) -> tuple[State, ...]:
        return self.CHOICES_OF_ACQUIRED if self.acquired_from else self.CHOICES

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"item-{self.pk}"

    @property
    def is_of_another_year(self) -> bool:
        """Whether the paper that is here speaks of another year than the one that the DSU looks at."""
        return bool(self.year and self.year_of_paper and self.year != self.year_of_paper)

    @property
    def trail(self) -> "list[ChecklistStep]":
        """Who asked, brought and checked, as far as the line has come: the last of each, in that order."""
        last = {step.state: step for step in self.steps.all()}
        reached = ChecklistStep.WAY.get(self.state, 0)
        steps = [step for step in last.values() if 0 < step.way <= reached]
        return sorted(steps, key=lambda step: (step.way, step.pk))


class ChecklistStep(models.Model):
    """Who brought a line of the checklist to a state, and when."""

    State = ChecklistItem.State
    # How far each state is on the way of a paper that is there in the end.
    WAY: dict[str, int] = {State.ASKED: 1, State.BROUGHT: 2, State.ACQUIRED: 2, State.CHECKED: 3}

    item = models.ForeignKey(
        ChecklistItem, on_delete=models.CASCADE, related_name="steps"
    )  # a part of the line
    state = models.CharField(max_length=10, choices=State)
    by = models.ForeignKey("sportello.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    @property
    def way(self) -> int:
        return self.WAY.get(self.state, 0)

    def __str__(self) -> str:
        return f"{self.get_state_display()}, {self.by.display_name}, {self.at:%d/%m/%Y}"
