"""On PostgreSQL each token is stored with its time (see core.fulltext_postgresql)."""

from django.db import migrations

from homegroup.core.fulltext import DatedIndex

TEXTS = DatedIndex("search_text")
_BATCH = 1_000


def date_tokens(apps, schema_editor):
    """Put what is there once more."""
    if schema_editor.connection.vendor != "postgresql":
        return
    after = -(2**62)
    while ids := TEXTS.ids(after=after, limit=_BATCH):
        TEXTS.put_words([(row_id, sorted(TEXTS.tokens_of(row_id))) for row_id in ids])
        after = ids[-1]


class Migration(migrations.Migration):
    dependencies = [("search", "0003_within_a_group")]

    operations = [migrations.RunPython(date_tokens, migrations.RunPython.noop)]
