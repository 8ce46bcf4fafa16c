from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SiteSettings',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('name', models.CharField(blank=True, help_text='Empty: what the settings say', max_length=60)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('languages', models.JSONField(blank=True, default=list)),
                ('fellowships', models.JSONField(blank=True, default=list)),
                ('exit_url', models.URLField(default='https://www.bbc.com/weather', max_length=300)),
            ],
            options={
                'db_table': 'core_site',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='site_one_row'), models.CheckConstraint(condition=models.Q(('exit_url__startswith', 'https://')), name='site_exit_is_https')],
            },
        ),
    ]
