import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('vault', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Thread',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('epoch', models.PositiveIntegerField(default=0)),
                ('header', models.BinaryField()),
                ('header_epoch', models.PositiveIntegerField(default=1)),
                ('ended', models.BooleanField(default=False)),
                ('has_gaps', models.BooleanField(default=False, help_text='Somebody left the home, with it all')),
                ('ends_at', models.DateTimeField(db_index=True, help_text='From then on it is deleted, for both', null=True)),
            ],
            options={
                'db_table': 'vault_thread',
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('since', models.PositiveIntegerField(default=1)),
                ('place', models.BinaryField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to=settings.AUTH_USER_MODEL)),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='vault.thread')),
            ],
            options={
                'db_table': 'vault_seat',
                'constraints': [models.UniqueConstraint(fields=('thread', 'user'), name='seat_once')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('part', models.PositiveIntegerField(default=0)),
                ('epoch', models.PositiveIntegerField()),
                ('sealed', models.BinaryField()),
                ('withheld', models.BooleanField(default=False, help_text='Taken away by moderators; shown so')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to=settings.AUTH_USER_MODEL)),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='vault.thread')),
            ],
            options={
                'db_table': 'vault_message',
                'ordering': ['number', 'part'],
                'constraints': [models.UniqueConstraint(fields=('thread', 'number', 'part'), name='message_number')],
            },
        ),
        migrations.CreateModel(
            name='SeatKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('epoch', models.PositiveIntegerField()),
                ('sealed', models.BinaryField()),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='vault.seat')),
            ],
            options={
                'db_table': 'vault_seat_key',
                'constraints': [models.UniqueConstraint(fields=('seat', 'epoch'), name='seat_key_once')],
            },
        ),
    ]
