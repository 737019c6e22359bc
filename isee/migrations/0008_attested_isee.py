from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("isee", "0007_attested_values")]

    operations = [migrations.RemoveField(model_name="attestation", name="isee")]
