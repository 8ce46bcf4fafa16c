import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('username', models.CharField(help_text='Private: never shown to others.', max_length=64, unique=True, verbose_name='sign-in name')),
                ('name_key', models.CharField(help_text='The name as it looks: two that look alike are one.', max_length=128, unique=True)),
                ('is_active', models.BooleanField(default=True)),
                ('is_operator', models.BooleanField(default=False, help_text='Runs this home.')),
                ('created_on', models.DateField(help_text='The day only: an hour could be linked to a person.')),
                ('idle_minutes', models.PositiveSmallIntegerField(default=30, help_text='Without a touch for so long, private pages lock.')),
            ],
            options={
                'db_table': 'accounts_user',
                'constraints': [models.CheckConstraint(condition=models.Q(('idle_minutes__range', (5, 1440))), name='user_idle')],
            },
        ),
        migrations.CreateModel(
            name='KeptForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.BinaryField()),
                ('kept_on', models.DateField()),
            ],
            options={
                'db_table': 'accounts_kept_form',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='SecondStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('code', 'Code app'), ('passkey', 'Passkey')], max_length=8)),
                ('name', models.CharField(max_length=40)),
                ('secret', models.BinaryField()),
                ('credential_id', models.BinaryField(null=True, unique=True)),
                ('counter', models.PositiveBigIntegerField(default=0)),
                ('added_on', models.DateField()),
            ],
            options={
                'db_table': 'accounts_second_step',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['code', 'passkey'])), name='step_kind'), models.CheckConstraint(condition=models.Q(models.Q(('credential_id__isnull', False), ('kind', 'passkey')), models.Q(('credential_id__isnull', True), ('kind', 'code')), _connector='OR'), name='step_credential')],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('label', models.UUIDField(default=uuid.uuid4, help_text='Names it on pages', unique=True)),
                ('started_on', models.DateField()),
                ('ends_at', models.DateTimeField(db_index=True)),
                ('is_shared', models.BooleanField(default=False, help_text='This is a shared phone')),
                ('waiting', models.BooleanField(default=False, help_text='The second step is still to come')),
                ('strong', models.BooleanField(default=False, help_text='The second step was passed')),
                ('sealed_key', models.BinaryField(null=True)),
            ],
            options={
                'db_table': 'accounts_visit',
                'constraints': [models.CheckConstraint(condition=models.Q(('strong', True), ('waiting', True), _negated=True), name='visit_waits_or_is_strong')],
            },
        ),
        migrations.CreateModel(
            name='Keyring',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='keyring', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('generation', models.PositiveIntegerField(default=1)),
                ('by_passphrase', models.BinaryField()),
                ('card_check', models.BinaryField(null=True)),
                ('by_card', models.BinaryField(null=True)),
                ('next_card_check', models.BinaryField(null=True)),
                ('by_next_card', models.BinaryField(null=True)),
                ('public_key', models.BinaryField()),
                ('private_key', models.BinaryField()),
            ],
            options={
                'db_table': 'accounts_keyring',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('by_card__isnull', True), ('card_check__isnull', True)), models.Q(('by_card__isnull', False), ('card_check__isnull', False)), _connector='OR'), name='keyring_card_whole')],
            },
        ),
        migrations.AddField(
            model_name='keptform',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kept_forms', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='secondstep',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='visit',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visits', to=settings.AUTH_USER_MODEL),
        ),
    ]
