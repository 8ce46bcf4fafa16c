"""The table of texts that a search looks through (see core.fulltext)."""

from django.db import migrations

from homegroup.core.fulltext import DatedIndex

TEXTS = DatedIndex("search_text")


def make(apps, schema_editor):
    TEXTS.create(schema_editor)


def drop(apps, schema_editor):
    TEXTS.drop(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(make, drop)]
