from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0002_changed_facts_and_files_taken_out'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='topic',
            index=models.Index(
                condition=models.Q(('removed_at', None)), fields=['group', '-last_posted_at'], name='topic_latest'
            ),
        ),
    ]
