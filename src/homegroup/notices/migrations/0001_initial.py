import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='MailAddress',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='mail_address', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('label', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('sealed', models.BinaryField()),
                ('code_check', models.BinaryField(null=True)),
                ('code_until', models.DateTimeField(db_index=True, null=True)),
                ('wrong_codes', models.PositiveSmallIntegerField(default=0)),
                ('refused', models.BooleanField(default=False, help_text='The mail server knows no such address')),
            ],
            options={
                'db_table': 'notices_mail_address',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('code_check__isnull', True), ('code_until__isnull', True)), models.Q(('code_check__isnull', False), ('code_until__isnull', False)), _connector='OR'), name='mail_address_code_whole')],
            },
        ),
        migrations.CreateModel(
            name='MailSettings',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('host', models.CharField(max_length=253)),
                ('port', models.PositiveIntegerField()),
                ('security', models.CharField(choices=[('starttls', 'STARTTLS (often port 587)'), ('tls', 'TLS (often port 465)'), ('none', 'None (server on this machine)')], max_length=8)),
                ('username', models.CharField(blank=True, max_length=254)),
                ('sealed_password', models.BinaryField(null=True)),
                ('sender_address', models.CharField(max_length=254)),
                ('sender_name', models.CharField(max_length=60)),
            ],
            options={
                'db_table': 'notices_mail_settings',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='mail_settings_one_row'), models.CheckConstraint(condition=models.Q(('port__range', (1, 65535))), name='mail_settings_port'), models.CheckConstraint(condition=models.Q(('security__in', ['starttls', 'tls', 'none'])), name='mail_settings_security')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=64)),
                ('subject', models.CharField(help_text='kind:id, as in the audit log', max_length=80)),
                ('at', models.DateTimeField(db_index=True)),
                ('unread', models.BooleanField(default=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'notices_notice',
                'indexes': [models.Index(fields=['user', '-at'], name='notice_list'), models.Index(condition=models.Q(('unread', True)), fields=['user'], name='notice_unread')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('unread', True)), fields=('user', 'kind', 'subject'), name='notice_unread_once')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('mail', 'E-mail'), ('push', 'Push')], max_length=4)),
                ('due_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('failed', 'given up')], default='waiting', max_length=7)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='notices.notice')),
            ],
            options={
                'db_table': 'notices_delivery',
                'indexes': [models.Index(fields=['state', 'due_at'], name='delivery_due')],
                'constraints': [models.UniqueConstraint(fields=('notice', 'channel'), name='delivery_once'), models.CheckConstraint(condition=models.Q(('channel__in', ['mail', 'push'])), name='delivery_channel'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'failed'])), name='delivery_state')],
            },
        ),
        migrations.CreateModel(
            name='Preferences',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='notice_preferences', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('zone', models.CharField(max_length=64)),
                ('quiet_from', models.PositiveSmallIntegerField(default=22)),
                ('quiet_until', models.PositiveSmallIntegerField(default=8)),
                ('hour', models.PositiveSmallIntegerField(default=9)),
                ('weekday', models.PositiveSmallIntegerField(default=7)),
                ('mail_rests_until', models.DateTimeField(blank=True, null=True)),
                ('push_rests_until', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'db_table': 'notices_preferences',
                'constraints': [models.CheckConstraint(condition=models.Q(('hour__range', (0, 23)), ('quiet_from__range', (0, 23)), ('quiet_until__range', (0, 23))), name='preferences_hours'), models.CheckConstraint(condition=models.Q(('weekday__range', (1, 7))), name='preferences_weekday')],
            },
        ),
        migrations.CreateModel(
            name='PushDevice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.UUIDField(default=uuid.uuid4, help_text='Names it on pages', unique=True)),
                ('mark', models.CharField(max_length=64, unique=True)),
                ('sealed', models.BinaryField()),
                ('added_on', models.DateField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='push_devices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'notices_push_device',
                'ordering': ['added_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Choice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('mail', 'E-mail'), ('push', 'Push')], max_length=4)),
                ('topic', models.CharField(max_length=40)),
                ('rhythm', models.CharField(choices=[('usual', 'At once if urgent, else daily'), ('now', 'At once'), ('daily', 'Once a day'), ('weekly', 'Once a week'), ('never', 'Only on this site')], max_length=6)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notice_choices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'notices_choice',
                'constraints': [models.UniqueConstraint(fields=('user', 'channel', 'topic'), name='choice_once'), models.CheckConstraint(condition=models.Q(('channel__in', ['mail', 'push'])), name='choice_channel'), models.CheckConstraint(condition=models.Q(('rhythm__in', ['usual', 'now', 'daily', 'weekly', 'never'])), name='choice_rhythm')],
            },
        ),
    ]
