from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='revision',
            name='facts',
            field=models.JSONField(blank=True, default=dict, verbose_name='facts that changed'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='is_listed',
            field=models.BooleanField(default=True, editable=False, verbose_name='listed below the text'),
        ),
    ]
