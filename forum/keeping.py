"""What the files of posts register with the floors below."""

from django.db.models.signals import post_delete

from forum.domain.cleaning import delete_file
from forum.models import Attachment
from forum.models.attachments import FOLDER
from forum.rules import attachment_name, may_have_attachment
from intranet.jobs.registry import register_job
from intranet.media import register_media_rule


def register() -> None:
    register_media_rule(FOLDER, may_have_attachment, name_of=attachment_name)
    register_job("drop_unused_files", "40 3 * * *", "forum.domain.cleaning.drop_unused_files")
    post_delete.connect(delete_file, sender=Attachment)
