import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Fellowship',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('abbreviation', models.CharField(blank=True, max_length=20)),
                ('way', models.CharField(choices=[('twelve-step', 'Twelve Steps'), ('smart', 'Self-management tools'), ('lifering', 'Secular, peer to peer'), ('dharma', 'Buddhist-inspired'), ('women', 'For women'), ('moderation', 'Moderation'), ('family', 'Family and friends'), ('faith', 'Faith-based'), ('other', 'Another way')], default='other', max_length=20)),
                ('vocabulary', models.CharField(default='meeting-guide', max_length=40)),
                ('crosstalk', models.CharField(choices=[('none', "People do not comment on each other's shares."), ('after-share', 'Short replies are welcome after a share.'), ('open', 'People talk with each other and ask questions.')], default='none', max_length=12)),
                ('for_families', models.BooleanField(default=False)),
            ],
            options={
                'db_table': 'groups_fellowship',
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('way__in', ['twelve-step', 'smart', 'lifering', 'dharma', 'women', 'moderation', 'family', 'faith', 'other'])), name='fellowship_way'), models.CheckConstraint(condition=models.Q(('crosstalk__in', ['none', 'after-share', 'open'])), name='fellowship_crosstalk')],
            },
        ),
        migrations.CreateModel(
            name='ServiceBody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('name', models.CharField(max_length=160)),
                ('kind', models.CharField(choices=[('intergroup', 'intergroup or central office'), ('district', 'district'), ('area', 'area'), ('region', 'region'), ('zone', 'zone'), ('world', 'world service'), ('other', 'service body')], default='other', max_length=12)),
                ('website', models.URLField(blank=True, max_length=500)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('phone', models.CharField(blank=True, max_length=60)),
                ('location', models.CharField(blank=True, help_text='The part of the map served', max_length=200)),
                ('fellowship', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='service_bodies', to='groups.fellowship')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='groups.servicebody')),
            ],
            options={
                'db_table': 'groups_service_body',
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['intergroup', 'district', 'area', 'region', 'zone', 'world', 'other'])), name='body_kind'), models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='body_not_its_own_parent')],
            },
        ),
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('name', models.CharField(max_length=255)),
                ('district', models.CharField(blank=True, max_length=120)),
                ('notes', models.TextField(blank=True)),
                ('website', models.URLField(blank=True, max_length=500)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('phone', models.CharField(blank=True, max_length=60)),
                ('source', models.CharField(blank=True, max_length=80)),
                ('edited', models.JSONField(blank=True, default=list, help_text='Fields that people changed here')),
                ('fellowship', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='groups.fellowship')),
                ('service_body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='groups', to='groups.servicebody')),
            ],
            options={
                'db_table': 'groups_group',
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('source', ''), _negated=True), fields=('source', 'name'), name='group_source_once')],
            },
        ),
    ]
