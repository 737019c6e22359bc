import pgtrigger
from django.apps import apps
from django.db import models


class AppendOnly(models.Model):
    """A row of record: written once, never changed, never removed by the application.

    Two locks hold it. Triggers refuse UPDATE, DELETE and TRUNCATE; and because a session may switch a trigger off,
    the application's database role has no such right either (sportello/database/rights.py).
    """

    class Meta:
        abstract = True
        triggers = [
            pgtrigger.Protect(name="only_appended", operation=pgtrigger.Update | pgtrigger.Delete),
            # pgtrigger's own Protect knows no statement-level TRUNCATE.
            pgtrigger.Trigger(
                name="never_truncated",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func="RAISE EXCEPTION 'rows of % are never removed', TG_TABLE_NAME;",
            ),
        ]


def append_only_models() -> list[type[AppendOnly]]:
    return [model for model in apps.get_models() if issubclass(model, AppendOnly)]
