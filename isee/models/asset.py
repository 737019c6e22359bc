"""What a member owns, by the lines of the DSU: FC2 section I and II, FC3, FC6. Own share, in euro."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from isee.calculation import InstrumentKind
from isee.models.member import Member, OfMember
from isee.models.row import NOT_NEGATIVE, not_negative

HUNDRED = Decimal(100)


class Asset(OfMember):
    """What the lines of the assets have in common. An updated one counts for the ISEE corrente alone."""

    updated = models.BooleanField("aggiornato per l'ISEE corrente", default=False, editable=False)

    class Meta:
        abstract = True


class Account(Asset):
    """A deposit or current account of a member (FC2 section I)."""

    class Kind(models.TextChoices):
        CURRENT = "current", "conto corrente"
        BOOKLET = "booklet", "libretto di risparmio"
        DEPOSIT = "deposit", "conto deposito"
        CARD = "card", "carta prepagata con IBAN"

    # Codes of the DSU that were seen in its records and instructions (a card with IBAN is declared as an account).
    CODES = {Kind.CURRENT: "01", Kind.BOOKLET: "03", Kind.DEPOSIT: "03", Kind.CARD: "01"}
    AMOUNTS = ("balance", "average")

    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="accounts"
    )  # a part of the member
    kind = models.CharField("tipo", max_length=8, choices=Kind, default=Kind.CURRENT)
    label = models.CharField("banca o posta", max_length=80)
    identifier = models.CharField("IBAN o numero", max_length=40, blank=True)
    balance = models.DecimalField(
        "saldo al 31 dicembre", max_digits=12, decimal_places=2, null=True, validators=[NOT_NEGATIVE]
    )
    average = models.DecimalField(
        "giacenza media", max_digits=12, decimal_places=2, null=True, validators=[NOT_NEGATIVE]
    )
    state_backed = models.BooleanField("libretto postale", default=False)
    already_net = models.BooleanField("importi già al netto dell'esclusione", default=False)
    opened_on = models.DateField("aperto nell'anno, il", null=True, blank=True)
    closed_on = models.DateField("chiuso nell'anno, il", null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="account_not_negative", condition=not_negative("balance", "average")),
            models.CheckConstraint(
                name="account_said",
                condition=Q(to_confirm=True) | Q(balance__isnull=False, average__isnull=False),
            ),
            models.CheckConstraint(
                name="postal_booklet",
                condition=Q(state_backed=False) | Q(kind="booklet"),
                violation_error_message="Solo un libretto può essere postale.",
            ),
            models.CheckConstraint(
                name="account_opened_before_closed",
                condition=Q(opened_on__isnull=True)
                | Q(closed_on__isnull=True)
                | Q(closed_on__gte=models.F("opened_on")),
                violation_error_message="Il conto è chiuso prima di essere aperto: controlla le due date.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def code(self) -> str:
        return self.CODES.get(Account.Kind(self.kind), "")


class Instrument(Asset):
    """Any other financial asset of a member (FC2 section II)."""

    # Codes of the DSU that were seen in its records; the others are not certain and are not shown.
    CODES = {
        InstrumentKind.STATE_SECURITY: "02",
        InstrumentKind.BOND: "02",
        InstrumentKind.MANAGED_PORTFOLIO: "06",
        InstrumentKind.POSTAL_BOND: "07",
        InstrumentKind.OTHER: "99",
    }
    AMOUNTS = ("value",)

    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="instruments"
    )  # a part of the member
    kind = models.CharField(
        "tipo",
        max_length=20,
        choices=[(kind.value, kind.label) for kind in InstrumentKind],
        default=InstrumentKind.OTHER.value,
    )
    label = models.CharField("che cos'è", max_length=80)
    identifier = models.CharField("numero o codice", max_length=40, blank=True)
    value = models.DecimalField(
        "valore al 31 dicembre", max_digits=12, decimal_places=2, null=True, validators=[NOT_NEGATIVE]
    )
    already_net = models.BooleanField("importo già al netto dell'esclusione", default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="instrument_not_negative", condition=not_negative("value")),
            models.CheckConstraint(
                name="instrument_said", condition=Q(to_confirm=True) | Q(value__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def code(self) -> str:
        return self.CODES.get(InstrumentKind(self.kind), "")

    @property
    def state_backed(self) -> bool:
        """Whether the exclusion of art. 5, c. 4-bis may reach it: it follows from what it is."""
        return InstrumentKind(self.kind).may_be_state_backed


class Property(Asset):
    """A building, a building area or a piece of land of a member (FC3): value and mortgage of the share owned."""

    class Kind(models.TextChoices):
        """The types of the DSU."""

        BUILDING = "F", "fabbricato"
        AREA = "TE", "terreno edificabile"
        LAND = "TA", "terreno agricolo"

    AMOUNTS = ("value", "mortgage")

    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="properties"
    )  # a part of the member
    kind = models.CharField("tipo", max_length=2, choices=Kind, default=Kind.BUILDING)
    label = models.CharField(
        "dove", max_length=120, help_text="Indirizzo, oppure foglio, particella e subalterno."
    )
    place = models.CharField("Comune, o Stato estero", max_length=80, blank=True)
    is_abroad = models.BooleanField("è all'estero", default=False)
    share = models.DecimalField(
        "quota di possesso, in percentuale",
        max_digits=5,
        decimal_places=2,
        default=HUNDRED,
        validators=[
            MinValueValidator(Decimal("0.01"), "La quota è più di zero."),
            MaxValueValidator(HUNDRED, "La quota non può superare il 100%%."),
        ],
    )
    category = models.CharField("categoria catastale", max_length=5, blank=True)
    rendita = models.DecimalField(
        "rendita, o reddito dominicale",
        max_digits=11,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
    )
    value = models.DecimalField(
        "valore IMU della quota", max_digits=12, decimal_places=2, null=True, validators=[NOT_NEGATIVE]
    )
    mortgage = models.DecimalField(
        "mutuo residuo della quota",
        max_digits=12,
        decimal_places=2,
        default=0,
        null=True,
        validators=[NOT_NEGATIVE],
    )
    is_home = models.BooleanField("è la casa dove abita la famiglia", default=False)
    destroyed = models.BooleanField("distrutto o inagibile per una calamità naturale", default=False)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "properties"
        constraints = [
            models.CheckConstraint(
                name="property_not_negative", condition=not_negative("value", "mortgage", "rendita")
            ),
            models.CheckConstraint(
                name="property_said",
                condition=Q(to_confirm=True) | Q(value__isnull=False, mortgage__isnull=False),
            ),
            models.CheckConstraint(
                name="share_up_to_all",
                condition=Q(share__gt=0) & Q(share__lte=100),
                violation_error_message="La quota va da più di 0 a 100.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def same_as(self) -> tuple[str, str]:
        """What tells that two members have shares of one property: how place and address are written."""
        return (" ".join(self.place.casefold().split()), " ".join(self.label.casefold().split()))


class Vehicle(OfMember):
    """A car, a motorcycle or a boat of a member (FC6): declared, and without a value in the ISEE."""

    class Kind(models.TextChoices):
        CAR = "car", "autoveicolo"
        MOTORCYCLE = "motorcycle", "motoveicolo da 500 cc in su"
        BOAT = "boat", "nave o imbarcazione da diporto"

    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="vehicles"
    )  # a part of the member
    kind = models.CharField("tipo", max_length=10, choices=Kind, default=Kind.CAR)
    plate = models.CharField("targa, o estremi di registrazione", max_length=20)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.plate
