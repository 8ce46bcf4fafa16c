import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('groups', '0003_few_unlisted'),
    ]

    operations = [
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(choices=[('group', 'One of my groups'), ('home', 'All members here'), ('public', 'Everybody, also people without an account')], max_length=8)),
                ('title', models.CharField(max_length=100)),
                ('pen_name', models.CharField(blank=True, max_length=40)),
                ('language', models.CharField(max_length=8)),
                ('chapters', models.JSONField(default=list)),
                ('topics', models.CharField(blank=True, max_length=120)),
                ('hard', models.CharField(blank=True, max_length=120)),
                ('words', models.PositiveIntegerField(default=0)),
                ('stage', models.CharField(choices=[('waiting', 'Waits for an editor'), ('back', 'Came back to you with notes')], default='waiting', max_length=8)),
                ('handed_in_at', models.DateTimeField()),
                ('round', models.PositiveIntegerField(default=1, help_text='Rises with each change of the words: an editor publishes what they read')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offers', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.group')),
            ],
            options={
                'db_table': 'stories_offer',
                'ordering': ['handed_in_at', 'id'],
                'indexes': [models.Index(condition=models.Q(('stage', 'waiting')), fields=['handed_in_at'], name='offer_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('audience', 'group'), ('group__isnull', False)), models.Q(('audience__in', ['home', 'public']), ('group__isnull', True)), _connector='OR'), name='offer_group'), models.CheckConstraint(condition=models.Q(('stage__in', ['waiting', 'back'])), name='offer_stage')],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('chapter', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('text', models.CharField(max_length=2000)),
                ('from_editor', models.BooleanField()),
                ('at', models.DateTimeField()),
                ('writer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='story_notes', to=settings.AUTH_USER_MODEL)),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='stories.offer')),
            ],
            options={
                'db_table': 'stories_note',
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Prompt',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('language', models.CharField(max_length=8)),
                ('origin', models.CharField(blank=True, max_length=40)),
                ('text', models.CharField(blank=True, max_length=200)),
                ('is_off', models.BooleanField(default=False)),
            ],
            options={
                'db_table': 'stories_prompt',
                'ordering': ['language', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('origin', ''), _negated=True), fields=('language', 'origin'), name='prompt_origin_once'), models.CheckConstraint(condition=models.Q(('is_off', True), models.Q(('text', ''), _negated=True), _connector='OR'), name='prompt_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Recording',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('forms', models.CharField(help_text='Which files there are: opus, aac', max_length=20)),
                ('seconds', models.PositiveIntegerField()),
                ('sealed', models.BooleanField(default=True)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='recordings', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'stories_recording',
            },
        ),
        migrations.AddField(
            model_name='offer',
            name='recording',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='offer', to='stories.recording'),
        ),
        migrations.CreateModel(
            name='Story',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(choices=[('group', 'One of my groups'), ('home', 'All members here'), ('public', 'Everybody, also people without an account')], max_length=8)),
                ('title', models.CharField(max_length=100)),
                ('pen_name', models.CharField(blank=True, max_length=40)),
                ('language', models.CharField(max_length=8)),
                ('chapters', models.JSONField(default=list)),
                ('topics', models.CharField(blank=True, max_length=120)),
                ('hard', models.CharField(blank=True, max_length=120)),
                ('words', models.PositiveIntegerField(default=0)),
                ('state', models.CharField(choices=[('shown', 'Can be read'), ('held', 'Waits for a moderator'), ('refused', 'Was not let through'), ('removed', 'Was taken away by a moderator')], default='shown', max_length=8)),
                ('fold_label', models.CharField(blank=True, help_text='Set by a moderator', max_length=80)),
                ('published_on', models.DateField()),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='stories', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.group')),
                ('recording', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='story', to='stories.recording')),
            ],
            options={
                'db_table': 'stories_story',
                'ordering': ['-published_on', 'id'],
                'indexes': [models.Index(fields=['audience', 'group', 'state', '-published_on', 'id'], name='story_list')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('audience', 'group'), ('group__isnull', False)), models.Q(('audience__in', ['home', 'public']), ('group__isnull', True)), _connector='OR'), name='story_group'), models.CheckConstraint(condition=models.Q(('state__in', ['shown', 'held', 'refused', 'removed'])), name='story_state')],
            },
        ),
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('chapter', models.PositiveSmallIntegerField()),
                ('before', models.TextField()),
                ('after', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suggestions', to='stories.offer')),
                ('writer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='story_suggestions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'stories_suggestion',
                'ordering': ['chapter', 'at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Thanks',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('chapter', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('reason', models.CharField(choices=[('seen', 'I saw myself in it'), ('hope', 'It gave me hope'), ('idea', 'I will try something from it'), ('words', 'It found words for what I feel'), ('company', 'I felt less alone'), ('other', 'Something else')], max_length=8)),
                ('words', models.CharField(blank=True, max_length=300)),
                ('state', models.CharField(choices=[('shown', 'Can be read'), ('held', 'Waits for a moderator'), ('refused', 'Was not let through'), ('removed', 'Was taken away by a moderator')], default='shown', max_length=8)),
                ('said_on', models.DateField()),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='story_thanks', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='thanks', to='stories.story')),
            ],
            options={
                'db_table': 'stories_thanks',
                'ordering': ['-said_on', 'id'],
                'constraints': [models.UniqueConstraint(fields=('story', 'reader'), name='thanks_once'), models.CheckConstraint(condition=models.Q(('reason__in', ['seen', 'hope', 'idea', 'words', 'company', 'other'])), name='thanks_reason'), models.CheckConstraint(condition=models.Q(('state__in', ['shown', 'held', 'refused', 'removed'])), name='thanks_state')],
            },
        ),
    ]
