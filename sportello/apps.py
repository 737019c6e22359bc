from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SportelloConfig(AppConfig):
    name = "sportello"
    verbose_name = "Sportello"

    def ready(self) -> None:
        from sportello import checks  # noqa: F401 - importing registers them; models must be loaded before
        from sportello.database.rights import grant_application_rights

        post_migrate.connect(grant_application_rights, dispatch_uid="rights of the application's role")
