import core.i18n
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('wagtailcore', '0098_apitoken'),
        ('wagtaildocs', '0014_alter_document_file_size'),
        ('wagtailimages', '0027_image_description'),
    ]

    operations = [
        migrations.CreateModel(
            name='DeletionWatch',
            fields=[
                ('name', models.CharField(default='deletions', max_length=20, primary_key=True, serialize=False)),
                ('seen_at', models.DateTimeField()),
                ('held_since', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='FormerKey',
            fields=[
                ('key', models.CharField(max_length=200, primary_key=True, serialize=False)),
                ('now', models.CharField(db_index=True, max_length=200)),
            ],
            options={
                'ordering': ['key'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='WorkerLease',
            fields=[
                ('name', models.CharField(default='worker', max_length=20, primary_key=True, serialize=False)),
                ('holder', models.CharField(max_length=200)),
                ('seen_at', models.DateTimeField()),
                ('until', models.DateTimeField()),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='DocumentIntake',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(blank=True, db_index=True, max_length=16, verbose_name='SHA-256 as it came, first 16 digits')),
                ('problem', models.CharField(blank=True, max_length=255, verbose_name="why it can't be used")),
                ('problem_at', models.DateTimeField(blank=True, null=True, verbose_name='seen at')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='intake', to='wagtaildocs.document')),
            ],
            options={
                'verbose_name': 'file as it came',
                'verbose_name_plural': 'files as they came',
                'abstract': False,
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='OutgoingMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='due')),
                ('leased_until', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='held until')),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='attempts')),
                ('last_error', models.TextField(blank=True, editable=False, verbose_name='last error')),
                ('finished_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='finished')),
                ('state', models.CharField(choices=[('queued', 'waiting'), ('sent', 'handed to the mail server'), ('failed', 'given up')], default='queued', max_length=10)),
                ('to', models.EmailField(max_length=254, verbose_name='to')),
                ('reply_to', models.EmailField(blank=True, max_length=254, verbose_name='reply to')),
                ('subject', models.CharField(max_length=250, verbose_name='subject')),
                ('text', models.TextField(verbose_name='text')),
                ('html', models.TextField(blank=True, verbose_name='HTML')),
                ('about', models.CharField(blank=True, editable=False, max_length=20)),
                ('token', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='written')),
            ],
            options={
                'verbose_name': 'mail',
                'verbose_name_plural': 'mails',
                'ordering': ['-created_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('finished_at', None), ('state', 'queued')), models.Q(models.Q(('state', 'queued'), _negated=True), ('finished_at__isnull', False)), _connector='OR'), name='mail_finished_unless_queued')],
            },
        ),
        migrations.CreateModel(
            name='PictureIntake',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(blank=True, db_index=True, max_length=16, verbose_name='SHA-256 as it came, first 16 digits')),
                ('problem', models.CharField(blank=True, max_length=255, verbose_name="why it can't be used")),
                ('problem_at', models.DateTimeField(blank=True, null=True, verbose_name='seen at')),
                ('credit', models.CharField(blank=True, max_length=255, verbose_name='credit found in the file')),
                ('image', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='intake', to='wagtailimages.image')),
            ],
            options={
                'verbose_name': 'picture as it came',
                'verbose_name_plural': 'pictures as they came',
                'abstract': False,
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='SentForm',
            fields=[
                ('token', models.UUIDField(primary_key=True, serialize=False)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('answer', models.CharField(blank=True, max_length=500)),
                ('created_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('page', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['created_at'],
            },
        ),
        migrations.CreateModel(
            name='ThrottleCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=64)),
                ('network', models.CharField(blank=True, max_length=50)),
                ('count', models.PositiveIntegerField()),
                ('since', models.BigIntegerField()),
                ('until', models.BigIntegerField()),
            ],
            options={
                'verbose_name': 'count of requests',
                'verbose_name_plural': 'counts of requests',
                'ordering': ['rule', 'key'],
                'constraints': [models.UniqueConstraint(fields=('rule', 'key'), name='core_throttlecount_once')],
            },
        ),
        migrations.CreateModel(
            name='Translation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(db_index=True, max_length=180, verbose_name='of')),
                ('language', models.CharField(choices=core.i18n.language_choices, max_length=2, verbose_name='into')),
                ('engine', models.CharField(blank=True, max_length=60, verbose_name='engine')),
                ('snapshot', models.JSONField(default=dict, verbose_name='original text')),
                ('proposed', models.JSONField(default=dict, verbose_name='proposed text')),
                ('wanted', models.JSONField(blank=True, default=list)),
                ('refused', models.JSONField(blank=True, default=dict)),
                ('problem', models.CharField(blank=True, choices=[('unavailable', 'the translation service doesn’t answer; try again later'), ('busy', 'the translation service is busy; try again in some minutes'), ('key', 'the translation service refuses our key; the network office has to see to it'), ('quota', 'the network’s share of the translation service is used up'), ('language', 'the translation service doesn’t know this language'), ('too_long', 'the text is too long for the translation service'), ('answer', 'the translation service gave no usable answer'), ('tags', 'the translation lost links or formatting'), ('placeholders', 'the translation changed an address or a placeholder'), ('room', 'the translation is longer than the field'), ('gone', 'what was to be translated is no longer there')], max_length=12, verbose_name='problem')),
                ('status', models.CharField(choices=[('making', 'being translated by a machine'), ('failed', 'the machine could not translate it'), ('open', 'waiting for someone to check it'), ('accepted', 'accepted'), ('declined', 'declined')], default='open', max_length=8)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made at')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
            ],
            options={
                'verbose_name': 'translation',
                'verbose_name_plural': 'translations',
                'ordering': ['-created_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['making', 'failed', 'open', 'accepted', 'declined'])), name='core_translation_status_known'), models.UniqueConstraint(condition=models.Q(('status__in', ['making', 'failed'])), fields=('key', 'language'), name='core_translation_one_request_per_language')],
            },
        ),
        # Wagtail looks renditions up by picture only; who asks for a file asks by its name
        migrations.RunSQL(
            "CREATE INDEX IF NOT EXISTS core_rendition_file ON wagtailimages_rendition (file)",
            "DROP INDEX IF EXISTS core_rendition_file",
        ),
    ]
