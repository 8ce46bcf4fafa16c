"""What a group has for more than its members is put into its own circle, too."""

from django.db import migrations, models

from homegroup.core.fulltext import DatedIndex
from homegroup.search.roots import forms_of, root
from homegroup.search.tokens import HOME, PUBLIC, mark, scope_of_group

TEXTS = DatedIndex("search_text")
_WIDER = {"public": PUBLIC, "home": HOME}
_OLD_GROUP = "\uf8f1"  # marked the tokens of a group


def put_into_groups(apps, schema_editor):
    """Only things that more people read than the group; a mark that the others keep harms nobody."""
    document = apps.get_model("search", "Document")
    rows = document.objects.filter(audience__in=_WIDER).exclude(group=None)
    for key, audience, group in rows.values_list("pk", "audience", "group").iterator():
        sign, scope = mark(_WIDER[audience]), scope_of_group(group)
        tokens = {each for each in TEXTS.tokens_of(key) if not each.startswith(_OLD_GROUP)}
        roots = {each[len(sign) :] for each in tokens if each.startswith(sign)}
        TEXTS.put_words([(key, sorted(tokens | {mark(scope) + each for each in roots}))])
        _learn(apps, _WIDER[audience], scope, roots)


def _learn(apps, wider, scope, roots):
    word = apps.get_model("search", "Word")
    heads = {each[:2] for one in roots for each in (one, *forms_of(one))}
    known = word.objects.filter(scope=wider, head__in=heads).values_list("word", flat=True)
    word.objects.bulk_create(
        [
            word(scope=scope, word=each, head=each[:2], tail=each[-2:])
            for each in known
            if root(each) in roots
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("search", "0002_texts")]

    operations = [
        migrations.RemoveIndex(model_name="word", name="word_by_tail"),
        migrations.AddIndex(
            model_name="word",
            index=models.Index(fields=["scope", "tail", "word"], name="word_by_tail"),
        ),
        migrations.RunPython(put_into_groups, migrations.RunPython.noop),
    ]
