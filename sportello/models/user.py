from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """Somebody who works at the office; a citizen never signs in. One person may hold several roles."""

    is_operator = models.BooleanField("operatore", default=False, help_text="Serve i cittadini al banco.")
    is_supervisor = models.BooleanField(
        "supervisore", default=False, help_text="Legge il registro del giorno di tutti."
    )
    is_administrator = models.BooleanField(
        "amministratore", default=False, help_text="Tiene enti, accordi, servizi e utenti."
    )
    counter = models.ForeignKey(
        "sportello.Counter",
        verbose_name="sportello",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="users",
    )

    class Meta(AbstractUser.Meta):
        verbose_name = "utente"
        verbose_name_plural = "utenti"

    @property
    def display_name(self) -> str:
        """How colleagues read the person: «G. Bianchi», or the user name where no name is known."""
        if not self.last_name:
            return self.username
        return f"{self.first_name[:1]}. {self.last_name}" if self.first_name else self.last_name

    @property
    def role_names(self) -> list[str]:
        """The roles held, as the screens name them."""
        names = {
            "operatore": self.is_operator,
            "supervisore": self.is_supervisor,
            "amministratore": self.is_administrator,
        }
        return [name for name, held in names.items() if held]
