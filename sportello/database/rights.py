"""What the application's database role may do: everything with rows, but only add to rows of record.

The owner's role makes and changes tables. The application's role, which serves pages and runs jobs, has no UPDATE,
DELETE or TRUNCATE on rows of record, so that no session of it can switch a trigger off and rewrite the past.
"""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from sportello.models.append_only import append_only_models


def grant_application_rights(app_config: AppConfig, using: str, **kwargs: Any) -> None:
    """After each migration: grant anew, so that new tables are covered. Connected to `post_migrate`."""
    if app_config.name != "sportello":
        return
    role = settings.DATABASES["default"]["USER"]
    if role and role != settings.DATABASES["owner"]["USER"]:
        grant(connections[using], role)


def grant(connection: BaseDatabaseWrapper, role: str) -> None:
    """Give a role the application's rights on every table of the schema, and take the rest away."""
    name = sql.Identifier(role)
    statements = [
        sql.SQL("grant usage on schema public to {}").format(name),
        sql.SQL("grant select, insert, update, delete on all tables in schema public to {}").format(name),
        sql.SQL("grant usage, select on all sequences in schema public to {}").format(name),
        sql.SQL("revoke insert, update, delete on django_migrations from {}").format(name),
    ]
    statements += [
        sql.SQL("revoke update, delete, truncate on {} from {}").format(
            sql.Identifier(model._meta.db_table), name
        )
        for model in append_only_models()
        if model._meta.db_table in connection.introspection.table_names()
    ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
