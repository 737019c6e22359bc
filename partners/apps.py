from datetime import datetime
from typing import Any

from django.apps import AppConfig

from sportello.signals import visit_closed


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = "Enti e accordi"

    def ready(self) -> None:
        from partners import checks  # noqa: F401  # registers them; models are loaded only now

        visit_closed.connect(
            forget_what_partners_answered, dispatch_uid="partners: answers end with the visit"
        )


def forget_what_partners_answered(sender: Any, visit: Any, at: datetime, **kwargs: Any) -> None:
    from partners import look_ups  # models are loaded only now

    look_ups.forget_later(visit, at=at)
