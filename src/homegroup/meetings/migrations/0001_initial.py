import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('groups', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('word', models.CharField(max_length=40, primary_key=True, serialize=False)),
            ],
            options={
                'db_table': 'meetings_search_word',
            },
        ),
        migrations.CreateModel(
            name='MeetingType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=40, unique=True)),
                ('category', models.CharField(choices=[('attendance', 'Who may come'), ('format', 'Format'), ('reading', 'What is read'), ('audience', 'Who it is for'), ('access', 'Access'), ('custom', 'Good to know'), ('language', 'Language')], max_length=12)),
                ('label', models.CharField(max_length=80)),
                ('about', models.CharField(blank=True, max_length=200)),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'db_table': 'meetings_type',
                'ordering': ['position'],
                'constraints': [models.CheckConstraint(condition=models.Q(('category__in', ['attendance', 'format', 'reading', 'audience', 'access', 'custom', 'language'])), name='type_category')],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('name', models.CharField(max_length=255)),
                ('attendance', models.CharField(choices=[('in_person', 'In person'), ('online', 'Online'), ('hybrid', 'In person and online')], default='in_person', max_length=10)),
                ('time_zone', models.CharField(max_length=64)),
                ('status', models.CharField(choices=[('listed', 'Listed'), ('closed', 'Closed')], default='listed', max_length=8)),
                ('closed_reason', models.CharField(blank=True, max_length=200)),
                ('notes', models.TextField(blank=True)),
                ('conference_url', models.URLField(blank=True, max_length=1000)),
                ('conference_url_notes', models.TextField(blank=True)),
                ('conference_phone', models.CharField(blank=True, max_length=120)),
                ('conference_phone_notes', models.TextField(blank=True)),
                ('website', models.URLField(blank=True, max_length=1000)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('phone', models.CharField(blank=True, max_length=60)),
                ('contacts', models.JSONField(blank=True, default=list, help_text='[{name, email, phone}]: made public by the group')),
                ('contributions', models.JSONField(blank=True, default=dict, help_text='{venmo, square, paypal, homegroup_online}')),
                ('confirmed_on', models.DateField(blank=True, null=True)),
                ('updated_at', models.DateTimeField(help_text='Last change of what the public sees')),
                ('revision', models.PositiveIntegerField(default=0, help_text='SEQUENCE of its calendar')),
                ('source', models.CharField(blank=True, max_length=80)),
                ('source_slug', models.CharField(blank=True, max_length=255)),
                ('source_url', models.URLField(blank=True, max_length=1000)),
                ('edited', models.JSONField(blank=True, default=list)),
                ('fellowship', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='groups.fellowship')),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='groups.group')),
                ('service_body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='meetings', to='groups.servicebody')),
                ('venue', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='places.venue')),
                ('types', models.ManyToManyField(blank=True, related_name='meetings', to='meetings.meetingtype')),
            ],
            options={
                'db_table': 'meetings_meeting',
                'indexes': [models.Index(fields=['status', 'name'], name='meeting_by_name')],
                'constraints': [models.CheckConstraint(condition=models.Q(('attendance__in', ['in_person', 'online', 'hybrid'])), name='meeting_attendance'), models.CheckConstraint(condition=models.Q(('status__in', ['listed', 'closed'])), name='meeting_status'), models.CheckConstraint(condition=models.Q(models.Q(('source', ''), ('source_slug', '')), models.Q(models.Q(('source', ''), _negated=True), models.Q(('source_slug', ''), _negated=True)), _connector='OR'), name='meeting_source_whole'), models.UniqueConstraint(condition=models.Q(('source', ''), _negated=True), fields=('source', 'source_slug'), name='meeting_source_once')],
            },
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(blank=True, help_text='The last date without it', null=True)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.UUIDField(blank=True, null=True)),
                ('imported', models.BooleanField(default=False, help_text='Follows what the feed says')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pauses', to='meetings.meeting')),
            ],
            options={
                'db_table': 'meetings_pause',
                'ordering': ['from_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='pause_dates_in_order'), models.UniqueConstraint(condition=models.Q(('until_on__isnull', True)), fields=('meeting',), name='pause_open_once')],
            },
        ),
        migrations.CreateModel(
            name='Schedule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('repeats', models.CharField(choices=[('weekly', 'every week'), ('fortnightly', 'every second week'), ('monthly', 'every month'), ('once', 'once'), ('appointment', 'by appointment')], max_length=12)),
                ('weekdays', models.CharField(blank=True, max_length=7)),
                ('ordinals', models.CharField(blank=True, max_length=6)),
                ('starts_at', models.TimeField(blank=True, null=True)),
                ('minutes', models.PositiveSmallIntegerField(default=60)),
                ('minutes_given', models.BooleanField(default=True, help_text='False: 60 is only assumed')),
                ('first_on', models.DateField(blank=True, null=True)),
                ('last_on', models.DateField(blank=True, null=True)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='schedules', to='meetings.meeting')),
            ],
            options={
                'db_table': 'meetings_schedule',
                'ordering': [models.OrderBy(models.F('first_on'), nulls_first=True), 'weekdays', 'starts_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('repeats__in', ['weekly', 'fortnightly', 'monthly', 'once', 'appointment'])), name='schedule_repeats'), models.CheckConstraint(condition=models.Q(models.Q(('repeats', 'appointment'), ('starts_at__isnull', True), ('weekdays', '')), models.Q(('first_on__isnull', False), ('repeats', 'once'), ('starts_at__isnull', False)), models.Q(('repeats', 'weekly'), ('starts_at__isnull', False), models.Q(('weekdays', ''), _negated=True)), models.Q(('first_on__isnull', False), ('repeats', 'fortnightly'), ('starts_at__isnull', False), models.Q(('weekdays', ''), _negated=True)), models.Q(('repeats', 'monthly'), ('starts_at__isnull', False), models.Q(('weekdays', ''), _negated=True), models.Q(('ordinals', ''), _negated=True)), _connector='OR'), name='schedule_has_its_parts'), models.CheckConstraint(condition=models.Q(('minutes__range', (1, 1440))), name='schedule_minutes'), models.CheckConstraint(condition=models.Q(('first_on__isnull', True), ('last_on__isnull', True), ('last_on__gte', models.F('first_on')), _connector='OR'), name='schedule_dates_in_order')],
            },
        ),
        migrations.CreateModel(
            name='DateChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('moved_to', models.DateField(blank=True, null=True)),
                ('moved_at', models.TimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.UUIDField(blank=True, null=True)),
                ('schedule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='date_changes', to='meetings.schedule')),
            ],
            options={
                'db_table': 'meetings_date_change',
                'ordering': ['on'],
                'constraints': [models.UniqueConstraint(fields=('schedule', 'on'), name='date_change_once'), models.CheckConstraint(condition=models.Q(models.Q(('moved_at__isnull', True), ('moved_to__isnull', True)), models.Q(('moved_at__isnull', False), ('moved_to__isnull', False)), _connector='OR'), name='date_change_whole')],
            },
        ),
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('minute', models.PositiveSmallIntegerField(null=True)),
                ('first', models.BigIntegerField(default=0)),
                ('last', models.BigIntegerField(default=0)),
                ('previous', models.BigIntegerField(default=0)),
                ('weekday', models.PositiveSmallIntegerField(default=0)),
                ('local_minute', models.PositiveSmallIntegerField(default=0)),
                ('minutes', models.PositiveSmallIntegerField(default=0)),
                ('online_only', models.BooleanField(default=False)),
                ('cell', models.BigIntegerField(null=True)),
                ('area', models.BigIntegerField(null=True)),
                ('x', models.FloatField(null=True)),
                ('y', models.FloatField(null=True)),
                ('z', models.FloatField(null=True)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='meetings.meeting')),
            ],
            options={
                'db_table': 'meetings_slot',
                'indexes': [models.Index(fields=['cell', 'minute'], name='slot_cell_minute'), models.Index(fields=['area', 'minute'], name='slot_area_minute'), models.Index(fields=['minute', 'first', 'last'], name='slot_minute'), models.Index(fields=['first'], name='slot_first')],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('changes', models.JSONField(default=dict)),
                ('message', models.TextField(blank=True, max_length=2000)),
                ('at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('done', 'done'), ('declined', 'declined')], default='waiting', max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.UUIDField(blank=True, null=True)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='meetings.meeting')),
            ],
            options={
                'db_table': 'meetings_correction',
                'ordering': ['at'],
                'indexes': [models.Index(fields=['state', 'at'], name='correction_queue')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'done', 'declined'])), name='correction_state'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='correction_decided_whole')],
            },
        ),
    ]
