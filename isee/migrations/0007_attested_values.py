"""The value of each attestation becomes its ordinary one."""

from django.db import migrations


def forwards(apps, schema_editor):
    alias = schema_editor.connection.alias
    attestations = apps.get_model("isee", "Attestation").objects.using(alias)
    value = apps.get_model("isee", "AttestedValue")
    value.objects.using(alias).bulk_create(
        [value(attestation=one, kind="ordinary", isee=one.isee) for one in attestations.iterator()],
        batch_size=1000,
    )


class Migration(migrations.Migration):

    dependencies = [("isee", "0006_attestation")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
