import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('groups', '0004_for_everyone'),
    ]

    operations = [
        migrations.CreateModel(
            name='Share',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField(blank=True, help_text='Markdown', max_length=20000)),
                ('written_at', models.DateTimeField()),
                ('edited_at', models.DateTimeField(blank=True, null=True)),
                ('state', models.CharField(choices=[('shown', 'The group sees it'), ('held', 'Waits for a moderator'), ('refused', 'Not let through'), ('removed', 'Taken away')], default='shown', max_length=8)),
                ('fold_label', models.CharField(blank=True, max_length=80)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('kind', models.CharField(choices=[('share', 'Something on my mind'), ('question', 'A question: practical advice is welcome'), ('gratitude', 'Something I am thankful for'), ('struggling', 'I am struggling right now'), ('milestone', 'A milestone'), ('day', 'Check-in of a day')], default='share', max_length=10)),
                ('day', models.DateField(blank=True, null=True)),
                ('listen_only', models.BooleanField(default=False)),
                ('from_newcomer', models.BooleanField(default=False)),
                ('came_at', models.DateTimeField(blank=True, null=True)),
                ('waits_since', models.DateTimeField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('reminded', models.PositiveSmallIntegerField(choices=[(0, 'not yet'), (1, 'after eight hours'), (2, 'after twenty hours')], default=0)),
                ('pinned_at', models.DateTimeField(blank=True, null=True)),
                ('author', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='shares', to='groups.membership')),
                ('group', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='groups.group')),
            ],
            options={
                'db_table': 'support_share',
                'indexes': [models.Index(fields=['group', 'came_at', 'id'], name='share_feed'), models.Index(fields=['author', 'came_at'], name='share_author'), models.Index(condition=models.Q(('waits_since__isnull', False)), fields=['group', 'waits_since'], name='share_waiting'), models.Index(condition=models.Q(('waits_since__isnull', False)), fields=['reminded', 'waits_since'], name='share_reminding'), models.Index(condition=models.Q(('pinned_at__isnull', False)), fields=['group', 'pinned_at'], name='share_pinned'), models.Index(condition=models.Q(('closed_at__isnull', False)), fields=['closed_at'], name='share_closed')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['share', 'question', 'gratitude', 'struggling', 'milestone', 'day'])), name='share_kind'), models.CheckConstraint(condition=models.Q(('state__in', ['shown', 'held', 'refused', 'removed'])), name='share_state'), models.CheckConstraint(condition=models.Q(models.Q(('day__isnull', False), ('kind', 'day')), models.Q(models.Q(('kind', 'day'), _negated=True), ('day__isnull', True), models.Q(('text', ''), _negated=True)), _connector='OR'), name='share_day'), models.UniqueConstraint(condition=models.Q(('day__isnull', False)), fields=('group', 'day'), name='share_day_once'), models.CheckConstraint(condition=models.Q(models.Q(('came_at__isnull', False), ('day__isnull', True), ('state', 'shown')), models.Q(('came_at__isnull', True), models.Q(models.Q(('state', 'shown'), _negated=True), ('day__isnull', False), _connector='OR')), _connector='OR'), name='share_in_feed'), models.CheckConstraint(condition=models.Q(('pinned_at__isnull', True), ('came_at__isnull', False), _connector='OR'), name='share_pinned_is_seen'), models.CheckConstraint(condition=models.Q(('waits_since__isnull', True), models.Q(('day__isnull', True), ('state__in', ['shown', 'held'])), _connector='OR'), name='share_waits_is_open')],
            },
        ),
        migrations.CreateModel(
            name='Response',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('hear', 'I hear you'), ('me-too', 'Me too'), ('thanks', 'Thank you for this'), ('glad', 'I am glad for you'), ('near', 'I am thinking of you')], max_length=8)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='responses', to='groups.membership')),
                ('share', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='responses', to='support.share')),
            ],
            options={
                'db_table': 'support_response',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('share', 'member'), name='response_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['hear', 'me-too', 'thanks', 'glad', 'near'])), name='response_kind')],
            },
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField(blank=True, help_text='Markdown', max_length=20000)),
                ('written_at', models.DateTimeField()),
                ('edited_at', models.DateTimeField(blank=True, null=True)),
                ('state', models.CharField(choices=[('shown', 'The group sees it'), ('held', 'Waits for a moderator'), ('refused', 'Not let through'), ('removed', 'Taken away')], default='shown', max_length=8)),
                ('fold_label', models.CharField(blank=True, max_length=80)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('is_pledge', models.BooleanField(default=False)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replies', to='groups.membership')),
                ('share', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='support.share')),
            ],
            options={
                'db_table': 'support_reply',
                'indexes': [models.Index(fields=['share', 'written_at', 'id'], name='reply_of_share'), models.Index(condition=models.Q(('closed_at__isnull', False)), fields=['closed_at'], name='reply_closed')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['shown', 'held', 'refused', 'removed'])), name='reply_state'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='reply_says_something'), models.UniqueConstraint(condition=models.Q(('author__isnull', False), ('is_pledge', True)), fields=('share', 'author'), name='reply_pledge_once')],
            },
        ),
        migrations.CreateModel(
            name='Space',
            fields=[
                ('group', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='space', serialize=False, to='groups.group')),
                ('zone', models.CharField(blank=True, max_length=64)),
                ('host_since', models.DateField(blank=True, null=True)),
                ('seeks_host', models.BooleanField(default=False)),
                ('host_reminded', models.BooleanField(default=False)),
                ('median_minutes', models.PositiveIntegerField(blank=True, null=True)),
                ('median_at', models.DateTimeField(blank=True, null=True)),
                ('host', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='hosts', to='groups.membership')),
                ('next_host', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='hosts_next', to='groups.membership')),
            ],
            options={
                'db_table': 'support_space',
            },
        ),
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField()),
                ('from_minute', models.PositiveSmallIntegerField()),
                ('until_minute', models.PositiveSmallIntegerField()),
                ('zone', models.CharField(max_length=64)),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='duties', to='groups.membership')),
            ],
            options={
                'db_table': 'support_duty',
                'ordering': ['weekday', 'from_minute', 'id'],
                'constraints': [models.UniqueConstraint(fields=('membership', 'weekday', 'from_minute', 'until_minute'), name='duty_once'), models.CheckConstraint(condition=models.Q(('from_minute__lt', 1440), ('until_minute__lt', 1440), ('weekday__range', (1, 7))), name='duty_hours')],
            },
        ),
        migrations.CreateModel(
            name='Mute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('muted', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='muted_by', to='groups.membership')),
                ('muter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mutes', to='groups.membership')),
            ],
            options={
                'db_table': 'support_mute',
                'constraints': [models.UniqueConstraint(fields=('muter', 'muted'), name='mute_once'), models.CheckConstraint(condition=models.Q(('muter', models.F('muted')), _negated=True), name='mute_not_oneself')],
            },
        ),
    ]
