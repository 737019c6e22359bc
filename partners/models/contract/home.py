from django.core.validators import RegexValidator
from django.db import models

from partners.adapters.base import HousingTitle


def _form(pattern: str, sentence: str) -> RegexValidator:
    return RegexValidator(rf"\A{pattern}\Z", sentence)


class HomeData(models.Model):
    """The dwelling: by what right the client has it (DL 47/2014, art. 5), and its cadastral data (L. 311/2004)."""

    class Title(models.TextChoices):
        __empty__ = "scegli…"
        OWNERSHIP = HousingTitle.PROPERTY.value, "proprietà"
        USUFRUCT = HousingTitle.USUFRUCT.value, "usufrutto"
        LEASE = HousingTitle.RENT.value, "affitto (locazione)"
        LOAN = HousingTitle.COMODATO.value, "comodato"
        OTHER = HousingTitle.OTHER.value, "altro titolo"

    class Proof(models.TextChoices):
        __empty__ = "scegli…"
        DOCUMENT = "document", "documento mostrato"
        DECLARATION = "declaration", "dichiarazione firmata"

    class Cadastre(models.TextChoices):
        __empty__ = "scegli…"
        URBAN = "urban", "fabbricati (urbano)"
        LAND = "land", "terreni"

    class NoCadastre(models.TextChoices):
        """Why cadastral data lack; the codes of the official list were not found."""

        __empty__ = "ci sono tutti"
        NOT_REGISTERED = "not_registered", "l'immobile non è ancora accatastato"
        NOT_KNOWN = "not_known", "la persona non li ha con sé, li porta poi"

    title = models.CharField("titolo sulla casa", max_length=10, choices=Title, blank=True)
    title_proof = models.CharField("come lo prova", max_length=12, choices=Proof, blank=True)
    lease_registration = models.CharField("registrazione dell'affitto", max_length=60, blank=True)
    lease_registered_on = models.DateField("registrato il", null=True, blank=True)

    cadastre = models.CharField("catasto", max_length=6, choices=Cadastre, blank=True)
    cadastral_town = models.CharField("Comune catastale, se diverso", max_length=80, blank=True)
    cadastral_code = models.CharField(
        "codice del Comune catastale",
        max_length=5,
        blank=True,
        validators=[
            _form("[A-Z0-9]{4,5}", "Il codice del Comune catastale ha quattro o cinque tra lettere e cifre.")
        ],
    )
    section = models.CharField(
        "sezione urbana",
        max_length=3,
        blank=True,
        validators=[_form("[A-Z0-9]{1,3}", "La sezione ha al massimo tre tra lettere e cifre.")],
    )
    sheet = models.CharField(
        "foglio",
        max_length=4,
        blank=True,
        validators=[
            _form("[0-9]{1,4}", "Il foglio catastale ha solo cifre, al massimo quattro: rileggi la visura.")
        ],
    )
    parcel = models.CharField(
        "particella",
        max_length=9,
        blank=True,
        validators=[
            _form(
                "[0-9]{1,5}(/[0-9]{1,4})?",
                "La particella ha solo cifre, al massimo cinque: rileggi la visura.",
            )
        ],
    )
    subunit = models.CharField(
        "subalterno",
        max_length=4,
        blank=True,
        validators=[
            _form("[0-9]{1,4}", "Il subalterno ha solo cifre, al massimo quattro: rileggi la visura.")
        ],
    )
    no_cadastre = models.CharField("perché mancano", max_length=16, choices=NoCadastre, blank=True)

    class Meta:
        abstract = True

    @property
    def cadastral_data(self) -> str:
        """The parcel on one line; why it lacks where it does."""
        if self.no_cadastre:
            return f"mancano: {self.get_no_cadastre_display()}"
        parts = (
            ("foglio", self.sheet),
            ("particella", self.parcel),
            ("sub.", self.subunit),
            ("sezione", self.section),
            ("Comune", self.cadastral_code or self.cadastral_town),
        )
        return ", ".join(f"{label} {value}" for label, value in parts if value)
