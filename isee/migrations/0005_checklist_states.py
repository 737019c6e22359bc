"""The states of papers as the counter speaks of them: who had said «Manca» had asked for the paper."""

from django.db import migrations

OLD_TO_NEW = {"missing": "asked", "to_ask": "missing", "presented": "brought"}  # in this order
NEW_TO_OLD = {"missing": "to_ask", "asked": "missing", "brought": "presented", "checked": "presented"}


def forwards(apps, schema_editor):
    # Migrations run on the connection of the role that owns the tables, which is not the default one.
    items = apps.get_model("isee", "ChecklistItem").objects.using(schema_editor.connection.alias)
    step = apps.get_model("isee", "ChecklistStep")
    for old, new in OLD_TO_NEW.items():
        items.filter(state=old).update(state=new)
    changed = items.exclude(changed_by=None).exclude(changed_at=None)
    step.objects.using(schema_editor.connection.alias).bulk_create(
        [step(item=one, state=one.state, by_id=one.changed_by_id, at=one.changed_at) for one in changed.iterator()],
        batch_size=1000,
    )


def backwards(apps, schema_editor):
    items = apps.get_model("isee", "ChecklistItem").objects.using(schema_editor.connection.alias)
    for new, old in NEW_TO_OLD.items():
        items.filter(state=new).update(state=old)


class Migration(migrations.Migration):

    dependencies = [("isee", "0004_checklist")]

    operations = [migrations.RunPython(forwards, backwards)]
