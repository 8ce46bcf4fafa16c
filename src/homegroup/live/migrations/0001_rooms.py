import django.db.models.deletion
import django.db.models.expressions
import homegroup.groups.codes
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('groups', '0004_for_everyone'),
        ('meetings', '0003_created_and_moved'),
    ]

    operations = [
        migrations.CreateModel(
            name='Room',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(default=homegroup.groups.codes.new_address, editable=False, max_length=12, unique=True)),
                ('starts_at', models.DateTimeField()),
                ('minutes', models.PositiveSmallIntegerField()),
                ('way', models.CharField(choices=[('typed', 'In writing, on this page'), ('spoken', "In one room, or by the meeting's own call. Here are script, queue, clock")], max_length=8)),
                ('guests', models.CharField(choices=[('open', 'Come in at once'), ('wait', 'Wait until somebody lets them in'), ('invited', 'Only with a personal invitation'), ('none', 'Not here: members only')], max_length=8)),
                ('members_wait', models.BooleanField(default=False)),
                ('agenda', models.TextField(help_text='A format, as JSON')),
                ('phase', models.CharField(choices=[('gathering', 'People are arriving'), ('running', 'The meeting is on'), ('over', 'The meeting has ended')], default='gathering', max_length=10)),
                ('number', models.PositiveIntegerField(default=0)),
                ('opened_at', models.DateTimeField()),
                ('over_at', models.DateTimeField(blank=True, null=True)),
                ('chair_until', models.DateTimeField(blank=True, null=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rooms', to='groups.group')),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='rooms', to='meetings.meeting')),
            ],
            options={
                'db_table': 'live_room',
                'ordering': ['starts_at'],
                'indexes': [models.Index(fields=['phase', 'over_at'], name='room_to_close')],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'starts_at'), name='room_once'), models.CheckConstraint(condition=models.Q(('way__in', ['typed', 'spoken'])), name='room_way'), models.CheckConstraint(condition=models.Q(('guests__in', ['open', 'wait', 'invited', 'none'])), name='room_guests'), models.CheckConstraint(condition=models.Q(('phase__in', ['gathering', 'running', 'over'])), name='room_phase'), models.CheckConstraint(condition=models.Q(models.Q(('over_at__isnull', False), ('phase', 'over')), models.Q(models.Q(('phase', 'over'), _negated=True), ('over_at__isnull', True)), _connector='OR'), name='room_over_whole'), models.CheckConstraint(condition=models.Q(('minutes__range', (1, 1440))), name='room_minutes')],
            },
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('token', models.UUIDField()),
                ('sealed', models.BinaryField()),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='live.room')),
            ],
            options={
                'db_table': 'live_line',
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('room', 'number'), name='line_number'), models.UniqueConstraint(fields=('room', 'token'), name='line_once')],
            },
        ),
        migrations.CreateModel(
            name='RoomRule',
            fields=[
                ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='room_rule', serialize=False, to='meetings.meeting')),
                ('is_on', models.BooleanField(default=False, help_text='A room opens for each date')),
                ('way', models.CharField(choices=[('typed', 'In writing, on this page'), ('spoken', "In one room, or by the meeting's own call. Here are script, queue, clock")], default='typed', max_length=8)),
                ('guests', models.CharField(choices=[('open', 'Come in at once'), ('wait', 'Wait until somebody lets them in'), ('invited', 'Only with a personal invitation'), ('none', 'Not here: members only')], default='wait', max_length=8)),
                ('members_wait', models.BooleanField(default=False, help_text='Members are let in one by one, too')),
                ('opens_before', models.PositiveSmallIntegerField(default=15)),
            ],
            options={
                'db_table': 'live_rule',
                'constraints': [models.CheckConstraint(condition=models.Q(('way__in', ['typed', 'spoken'])), name='rule_way'), models.CheckConstraint(condition=models.Q(('guests__in', ['open', 'wait', 'invited', 'none'])), name='rule_guests'), models.CheckConstraint(condition=models.Q(('opens_before__lte', 120)), name='rule_opens')],
            },
        ),
        migrations.CreateModel(
            name='Held',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField(help_text='When it was planned to begin')),
                ('minutes', models.PositiveSmallIntegerField(help_text='0: it did not begin')),
                ('format', models.CharField(max_length=80)),
                ('people', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='held', to='groups.group')),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='held', to='meetings.meeting')),
            ],
            options={
                'db_table': 'live_held',
                'ordering': ['-starts_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('people__isnull', True), models.Q(('people', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('people'), '/', models.Value(5)), '*', models.Value(5))), ('people__gte', 8)), _connector='OR'), name='held_people_rounded')],
            },
        ),
    ]
