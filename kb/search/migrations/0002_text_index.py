"""The full-text index of each database over the table of documents."""

from django.db import migrations

from kb.search.matching import create_text_index, drop_text_index


class Migration(migrations.Migration):
    """Add what the engine of the database needs."""

    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(create_text_index, drop_text_index)]
