from django.db import models
from django.db.models import Q

from sportello.models import Attachment, Delegation
from sportello.models.append_only import AppendOnly


class LookUpQuerySet(models.QuerySet["LookUp"]):
    def with_everything(self) -> "LookUpQuerySet":
        """Each with all that its panel shows, in one query."""
        return self.select_related(
            "outcome",
            "answer",
            "paper",
            "start",
            "subject",
            "service__partner",
            "procedure",
            "case__citizen",
            "delegation",
            "visit",
            "operator",
        ).defer("paper__content")

    def pending(self) -> "LookUpQuerySet":
        return self.filter(outcome__isnull=True)


class LookUp(AppendOnly):
    """That a partner was asked about a citizen: by whom, why, on what ground. Written before the asking.

    With LookUpStart, LookUpCall, LookUpOutcome and LookUpAccess it is the record that the law wants of each look-up:
    who, from where and how signed in, about whom, for which procedure, what the partner was told and what came of it.
    Nothing of the answer is in any of them.
    """

    class Document(models.TextChoices):
        CU = "cu", "Certificazione Unica"
        CONTRACTS = "contracts", "Contratti precedenti"
        ISEE_RESIDENTS = "isee_residents", "Attestazione ISEE (residenti)"
        ISEE_ATTESTATION = "isee_attestation", "Attestazione ISEE"
        ISEE_INDICATOR = "isee_indicator", "Indicatore ISEE"
        ISEE_THRESHOLD = "isee_threshold", "Soglia ISEE"
        CONTRIBUTIONS = "contributions", "Estratto conto contributivo"
        REGISTRATIONS = "registrations", "Iscrizioni alle gestioni"
        PENSION_SLIP = "pension_slip", "Cedolino e certificato della pensione (ObisM)"

    class Channel(models.TextChoices):
        """How the document is had: from the partner's system, or by an operator on the partner's portal."""

        SERVICE = "service", "servizio"
        PORTAL = "portal", "portale"

    class Indicator(models.TextChoices):
        """Which of a person's indicators is asked for. A corrente comes back inside the ordinary one."""

        ORDINARY = "ordinary", "ordinario"
        MINOR = "minor", "minorenni"
        UNIVERSITY = "university", "universitario"
        SOCIO_HEALTH = "socio_health", "sociosanitario"
        DOCTORATE = "doctorate", "dottorato"
        RESIDENTIAL = "residential", "residenziale"

    class BenefitState(models.TextChoices):
        """Whether the benefit of the procedure was granted already: INPS wants to know it with each question."""

        TO_GRANT = "to_grant", "da erogare"
        GRANTED = "granted", "erogata"

    class Basis(models.TextChoices):
        """Why the Comune may ask."""

        EX_OFFICIO = "ex_officio", "documento acquisito d'ufficio (art. 43 DPR 445/2000)"
        CHECK = "check", "controllo di una dichiarazione (art. 71 DPR 445/2000)"
        REQUEST = "request", "richiesta dell'interessato"

    case = models.ForeignKey("sportello.Case", on_delete=models.PROTECT, related_name="look_ups")
    visit = models.ForeignKey("sportello.Visit", null=True, on_delete=models.PROTECT, related_name="look_ups")
    subject = models.ForeignKey("sportello.Citizen", on_delete=models.PROTECT, related_name="look_ups")
    service = models.ForeignKey("sportello.Service", on_delete=models.PROTECT, related_name="look_ups")
    delegation = models.ForeignKey(
        "sportello.Delegation", null=True, on_delete=models.PROTECT, related_name="look_ups"
    )
    operator = models.ForeignKey("sportello.User", on_delete=models.PROTECT, related_name="look_ups")
    workstation = models.CharField(max_length=60, blank=True)
    # How the operator had signed in and from where (sportello's session, shortened to a digest of it).
    session = models.CharField(max_length=64, blank=True)
    authentication = models.CharField(max_length=40, blank=True)
    level_of_assurance = models.CharField(max_length=20, blank=True)
    client_ip = models.GenericIPAddressField(null=True)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.SERVICE)
    # The portal channel: which version of the steps was followed; empty where nobody had written any.
    procedure = models.ForeignKey(
        "partners.PortalProcedure", null=True, on_delete=models.PROTECT, related_name="look_ups"
    )
    # Where the person concerned asks: what the person at the desk showed.
    identity_document = models.CharField(max_length=14, choices=Delegation.Document, blank=True)
    identity_number = models.CharField(max_length=40, blank=True)
    document = models.CharField(max_length=20, choices=Document)
    # The year in which the incomes were earned, or the pension was paid; other documents have none.
    tax_year = models.PositiveSmallIntegerField(null=True)
    indicator = models.CharField(max_length=12, choices=Indicator, blank=True)
    # The code of a threshold, as agreed with INPS: four letters and two digits.
    threshold_code = models.CharField(max_length=6, blank=True)
    # The day on which the attestation shall be valid; empty: the day of the asking.
    valid_on = models.DateField(null=True)
    # Empty where it was not allowed because the person has no tax code.
    tax_code = models.CharField(max_length=16, blank=True)
    # Empty where no ground was found, and so it was not allowed.
    basis = models.CharField(max_length=12, choices=Basis, blank=True)
    # Why just this person is checked: asked for with the basis CHECK.
    reason = models.CharField(max_length=200, blank=True)
    protocol_number = models.CharField(max_length=20, blank=True)
    protocol_date = models.DateField(null=True)
    benefit_code = models.CharField(max_length=6, blank=True)
    benefit_state = models.CharField(max_length=10, choices=BenefitState, blank=True)
    # Sent to the partner with the question, and quoted to its help desk.
    correlation_id = models.UUIDField(unique=True)
    asked_at = models.DateTimeField()

    objects = LookUpQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["case", "-id"], name="look_up_of_case"),
            models.Index(fields=["subject", "-id"], name="look_up_of_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                name="year_of_certificazione",
                condition=~Q(document__in=["cu", "pension_slip"]) | Q(tax_year__isnull=False),
            ),
            models.CheckConstraint(
                name="look_up_of_one_indicator", condition=~Q(document="isee_indicator") ^ Q(indicator__gt="")
            ),
            models.CheckConstraint(
                name="look_up_of_one_threshold",
                condition=~Q(document="isee_threshold") ^ Q(threshold_code__gt=""),
            ),
            models.CheckConstraint(
                name="check_has_its_reason", condition=~Q(basis="check") | Q(reason__gt="")
            ),
        ]

    def __str__(self) -> str:
        """What was asked for, as the operator reads it."""
        name = str(self.get_document_display())
        if self.document == self.Document.CU:
            return f"{name}, redditi {self.tax_year}"
        detail = self.get_indicator_display() or self.threshold_code or self.tax_year
        return f"{name}, {detail}" if detail else name


class LookUpStart(AppendOnly):
    """That a worker began to put the question to the partner: from here on the partner may have heard it.

    Written once, before the first call. A worker that finds it, and no outcome, knows that another one was stopped in
    the middle: it says so, and asks nobody a second time.
    """

    look_up = models.OneToOneField(LookUp, on_delete=models.PROTECT, related_name="start")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"start of {self.look_up_id}"


class LookUpCall(AppendOnly):
    """One call to the partner's service for a look-up, repetitions included: PDND wants each of them counted."""

    look_up = models.ForeignKey(LookUp, on_delete=models.PROTECT, related_name="calls")
    at = models.DateTimeField()
    operation = models.CharField(max_length=60)
    purpose_id = models.CharField(max_length=40, blank=True)
    voucher_jti = models.CharField(max_length=80, blank=True)
    # Empty where no answer came.
    http_status = models.PositiveSmallIntegerField(null=True)
    duration_ms = models.PositiveIntegerField()

    class Meta(AppendOnly.Meta):
        ordering = ["pk"]
        indexes = [models.Index(fields=["at"], name="look_up_call_at")]

    def __str__(self) -> str:
        return f"{self.operation}: {self.http_status or '-'}"


class LookUpOutcome(AppendOnly):
    """How an asking went. A second row, because the first is never changed."""

    class Result(models.TextChoices):
        FOUND = "found", "trovato"
        NOT_FOUND = "not_found", "non trovato"
        MISMATCH = "mismatch", "riscontro negativo"
        INVALID = "invalid", "domanda non valida"
        REFUSED = "refused", "rifiutato"
        QUOTA = "quota", "limite di domande raggiunto"
        UNREACHABLE = "unreachable", "l'ente non risponde"
        UNINTELLIGIBLE = "unintelligible", "risposta non leggibile"
        NOT_ALLOWED = "not_allowed", "non consentito"
        # Our own fault: the question never left, or its answer was lost here.
        FAILED = "failed", "non riuscito"
        # Not asked of the partner's system in the end: the paper came another way.
        OTHER_MEANS = "other_means", "chiesto per altra via"

    look_up = models.OneToOneField(LookUp, on_delete=models.PROTECT, related_name="outcome")
    result = models.CharField(max_length=14, choices=Result)
    at = models.DateTimeField()
    # The code to quote to the partner's help desk.
    reference = models.CharField(max_length=80, blank=True)
    http_status = models.PositiveSmallIntegerField(null=True)
    message = models.CharField(max_length=500, blank=True)
    # The service channel: the last call, as the partner knows it.
    environment = models.CharField(max_length=20, blank=True)
    purpose_id = models.CharField(max_length=40, blank=True)
    voucher_jti = models.CharField(max_length=80, blank=True)
    evidence_jti = models.CharField(max_length=80, blank=True)
    evidence_sha256 = models.CharField(max_length=64, blank=True)
    provider_request_id = models.CharField(max_length=80, blank=True)
    duration_ms = models.PositiveIntegerField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # What the partner sent can be recognised by it, after the sealed copy of it (LookUpRaw) is gone.
    raw_sha256 = models.CharField(max_length=64, blank=True)
    # The portal channel: number and day that the partner's portal showed, and the paper that came of it.
    external_number = models.CharField(max_length=60, blank=True)
    external_date = models.DateField(null=True)
    attachment = models.ForeignKey(
        "sportello.Attachment", null=True, on_delete=models.PROTECT, related_name="look_up_outcomes"
    )

    class Meta(AppendOnly.Meta):
        indexes = [models.Index(fields=["-at"], name="look_up_outcome_at")]

    def __str__(self) -> str:
        return str(self.get_result_display())


class LookUpAccess(AppendOnly):
    """That somebody saw, printed or took away what a partner answered."""

    class Kind(models.TextChoices):
        VIEW = "view", "vista"
        PRINT = "print", "stampata"
        DOWNLOAD = "download", "scaricata"

    look_up = models.ForeignKey(LookUp, on_delete=models.PROTECT, related_name="accesses")
    operator = models.ForeignKey("sportello.User", on_delete=models.PROTECT, related_name="look_up_accesses")
    kind = models.CharField(max_length=8, choices=Kind)
    at = models.DateTimeField()
    workstation = models.CharField(max_length=60, blank=True)
    client_ip = models.GenericIPAddressField(null=True)

    class Meta(AppendOnly.Meta):
        ordering = ["pk"]
        indexes = [models.Index(fields=["-at"], name="look_up_access_at")]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class LookUpRaw(models.Model):
    """What the partner sent, byte for byte and sealed (partners/raw_answers.py), for some weeks: then only its digest."""

    look_up = models.OneToOneField(LookUp, on_delete=models.PROTECT, related_name="raw")
    sealed = models.BinaryField()
    received_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["received_at"], name="look_up_raw_received_at")]

    def __str__(self) -> str:
        return f"sealed answer of {self.look_up_id}"


class LookUpAnswer(models.Model):
    """What the partner answered, kept only while the visit lasts; what a dossier needs is copied into it."""

    look_up = models.OneToOneField(
        LookUp, on_delete=models.CASCADE, related_name="answer"
    )  # gone with its visit
    content = models.JSONField()
    received_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["received_at"], name="answer_received_at")]
        constraints = [models.CheckConstraint(name="answer_has_content", condition=~Q(content={}))]

    def __str__(self) -> str:
        return f"answer of {self.look_up_id}"


class LookUpPaper(models.Model):
    """What an operator took from the partner's portal for the person who asked: a file, gone with the visit too."""

    look_up = models.OneToOneField(
        LookUp, on_delete=models.CASCADE, related_name="paper"
    )  # gone with its visit
    content = models.BinaryField()
    media_type = models.CharField(max_length=22, choices=Attachment.MediaType)
    received_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["received_at"], name="look_up_paper_received_at")]

    def __str__(self) -> str:
        return f"paper of {self.look_up_id}"
