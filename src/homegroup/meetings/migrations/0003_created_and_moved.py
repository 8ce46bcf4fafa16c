"""When a meeting was first listed; dates moved to before a run; slugs that must stay free."""

from datetime import UTC, datetime

from django.db import migrations, models
from django.db.models import F, Q


def fill(apps, schema_editor):
    """What is here was listed at its last known change, at the latest."""
    apps.get_model("meetings", "Meeting").objects.update(created_at=F("updated_at"))


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_texts")]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="created_at",
            field=models.DateTimeField(
                default=datetime(2000, 1, 1, tzinfo=UTC),
                help_text="When it was first listed here",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddField(
            model_name="slot",
            name="moved_before",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=Q(("slug__in", ["desk", "new", "print"]), _negated=True),
                name="meeting_slug_free",
            ),
        ),
    ]
