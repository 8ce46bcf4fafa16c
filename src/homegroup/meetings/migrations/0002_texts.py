"""The table of words that a search looks through (see core.fulltext)."""

from django.db import migrations

from homegroup.core.fulltext import TextIndex

TEXTS = TextIndex("meetings_text")


def make(apps, schema_editor):
    TEXTS.create(schema_editor)


def drop(apps, schema_editor):
    TEXTS.drop(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial")]

    operations = [migrations.RunPython(make, drop)]
