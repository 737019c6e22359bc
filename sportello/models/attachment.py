from django.db import models
from django.db.models import Q


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def kept(self) -> "AttachmentQuerySet":
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def with_people(self) -> "AttachmentQuerySet":
        return self.select_related("uploaded_by", "withdrawn_by")


class Attachment(models.Model):
    """A file that somebody put to a case: what it is, who brought it in, whether it was withdrawn.

    The bytes lie in the private storage under their digest (sportello/attachment_files.py), never under static.
    """

    class Kind(models.TextChoices):
        IDENTITY = "identity", "documento d'identità"
        INCOME = "income", "redditi (CU, 730, pensione)"
        BANK = "bank", "banca o posta"
        HOME = "home", "casa (contratto, rendita, mutuo)"
        HEALTH = "health", "disabilità e salute"
        COURT = "court", "provvedimento del giudice"
        DELEGATION = "delegation", "delega"
        REQUEST = "request", "domanda o modulo firmato"
        OTHER = "other", "altro"

    class MediaType(models.TextChoices):
        """What the content is, whatever the name says."""

        PDF = "application/pdf", "PDF"
        JPEG = "image/jpeg", "JPEG"
        PNG = "image/png", "PNG"
        P7M = "application/pkcs7-mime", "P7M"

    case = models.ForeignKey(
        "sportello.Case", on_delete=models.PROTECT, related_name="attachments", editable=False
    )
    name = models.CharField("nome del file", max_length=150, editable=False)
    kind = models.CharField("che cos'è", max_length=10, choices=Kind)
    # The year that the paper speaks of, where somebody said it: incomes of 2024, balances of 31/12/2024.
    year = models.PositiveSmallIntegerField("anno a cui si riferisce", null=True, blank=True)
    media_type = models.CharField(max_length=22, choices=MediaType, editable=False)
    size = models.PositiveIntegerField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    uploaded_by = models.ForeignKey(
        "sportello.User", on_delete=models.PROTECT, related_name="+", editable=False
    )
    uploaded_at = models.DateTimeField(editable=False)
    withdrawn_by = models.ForeignKey(
        "sportello.User", null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = models.CharField("perché", max_length=200, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["case", "-id"], name="attachment_of_case"),
            # Whether another row still needs a file.
            models.Index(fields=["sha256"], name="attachment_by_digest"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="attachment_once_a_case",
                fields=["case", "sha256"],
                condition=Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="withdrawn_whole",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def extension(self) -> str:
        return {"PDF": "pdf", "JPEG": "jpg", "PNG": "png", "P7M": "p7m"}[str(self.get_media_type_display())]
