import django.core.validators
import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='FoldedQueryLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='file')),
                ('folded_at', models.DateTimeField(auto_now_add=True, verbose_name='counted at')),
            ],
            options={
                'verbose_name': 'counted query log',
                'verbose_name_plural': 'counted query logs',
                'ordering': ['name'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Concept',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record_id', models.CharField(help_text='Part of permanent addresses; it never changes.', max_length=150, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*\\Z', 'Use small letters, digits and single hyphens (kebab-case).')], verbose_name='permanent id')),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('scheme', models.CharField(choices=[('theme', 'topic'), ('target_group', 'for whom'), ('setting', 'where'), ('stage', 'when'), ('topic', 'keyword')], max_length=12, verbose_name='describes')),
                ('label', models.CharField(blank=True, max_length=255, verbose_name='label')),
                ('label_en', models.CharField(blank=True, max_length=255, null=True, verbose_name='label')),
                ('label_fr', models.CharField(blank=True, max_length=255, null=True, verbose_name='label')),
                ('label_de', models.CharField(blank=True, max_length=255, null=True, verbose_name='label')),
                ('label_es', models.CharField(blank=True, max_length=255, null=True, verbose_name='label')),
                ('label_it', models.CharField(blank=True, max_length=255, null=True, verbose_name='label')),
                ('label_nl', models.CharField(blank=True, max_length=255, null=True, verbose_name='label')),
                ('label_pt', models.CharField(blank=True, max_length=255, null=True, verbose_name='label')),
                ('label_ro', models.CharField(blank=True, max_length=255, null=True, verbose_name='label')),
                ('label_nb', models.CharField(blank=True, max_length=255, null=True, verbose_name='label')),
                ('label_sv', models.CharField(blank=True, max_length=255, null=True, verbose_name='label')),
                ('label_pl', models.CharField(blank=True, max_length=255, null=True, verbose_name='label')),
                ('label_el', models.CharField(blank=True, max_length=255, null=True, verbose_name='label')),
                ('alternative', models.JSONField(blank=True, default=dict, verbose_name='other words')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('note_en', models.TextField(blank=True, null=True, verbose_name='note')),
                ('note_fr', models.TextField(blank=True, null=True, verbose_name='note')),
                ('note_de', models.TextField(blank=True, null=True, verbose_name='note')),
                ('note_es', models.TextField(blank=True, null=True, verbose_name='note')),
                ('note_it', models.TextField(blank=True, null=True, verbose_name='note')),
                ('note_nl', models.TextField(blank=True, null=True, verbose_name='note')),
                ('note_pt', models.TextField(blank=True, null=True, verbose_name='note')),
                ('note_ro', models.TextField(blank=True, null=True, verbose_name='note')),
                ('note_nb', models.TextField(blank=True, null=True, verbose_name='note')),
                ('note_sv', models.TextField(blank=True, null=True, verbose_name='note')),
                ('note_pl', models.TextField(blank=True, null=True, verbose_name='note')),
                ('note_el', models.TextField(blank=True, null=True, verbose_name='note')),
                ('broader', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='narrower', to='search.concept', verbose_name='broader')),
            ],
            options={
                'verbose_name': 'keyword',
                'verbose_name_plural': 'keywords',
                'ordering': ['record_id'],
            },
        ),
        migrations.CreateModel(
            name='IndexState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200, unique=True, verbose_name='record')),
                ('wanted', models.PositiveBigIntegerField(default=0, verbose_name='changes')),
                ('indexed', models.PositiveBigIntegerField(default=0, verbose_name='changes in the index')),
                ('changed_at', models.DateTimeField(auto_now_add=True, verbose_name='changed at')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='failed attempts')),
                ('retry_at', models.DateTimeField(blank=True, null=True, verbose_name='next attempt at')),
                ('error', models.TextField(blank=True, verbose_name='error')),
            ],
            options={
                'verbose_name': 'state of the search index',
                'verbose_name_plural': 'states of the search index',
                'ordering': ['key'],
                'default_permissions': ('view',),
                'indexes': [models.Index(condition=models.Q(('wanted__gt', models.F('indexed'))), fields=['changed_at'], name='search_indexstate_waiting')],
            },
        ),
        migrations.CreateModel(
            name='QueryCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(verbose_name='month')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('digest', models.CharField(max_length=32, verbose_name='digest')),
                ('text', models.CharField(blank=True, max_length=80, verbose_name='text')),
                ('searches', models.PositiveIntegerField(default=0, verbose_name='searches')),
                ('nothing', models.PositiveIntegerField(default=0, verbose_name='found nothing')),
            ],
            options={
                'verbose_name': 'number of searches',
                'verbose_name_plural': 'numbers of searches',
                'ordering': ['-month', '-searches', 'digest'],
                'default_permissions': ('view',),
                'constraints': [models.UniqueConstraint(fields=('month', 'digest'), name='search_querycount_month_digest'), models.CheckConstraint(condition=models.Q(('nothing__lte', models.F('searches'))), name='search_querycount_nothing')],
            },
        ),
        migrations.CreateModel(
            name='RelatedConcept',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.PositiveIntegerField(default=0, editable=False)),
                ('concept', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='related_rows', to='search.concept')),
                ('related', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='search.concept', verbose_name='related')),
            ],
            options={
                'ordering': ['sort_order', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='concept',
            constraint=models.CheckConstraint(condition=models.Q(('scheme__in', ['theme', 'target_group', 'setting', 'stage', 'topic'])), name='search_concept_scheme_known'),
        ),
        migrations.AddConstraint(
            model_name='relatedconcept',
            constraint=models.UniqueConstraint(fields=('concept', 'related'), name='search_relatedconcept_once'),
        ),
    ]
