"""What the bank's files, feeds and exports register with the floors below."""

from django.db.models.signals import post_delete

from intranet.jobs.registry import register_job
from intranet.members.feeds import register_feeds
from repository.domain.storing import delete_bytes
from repository.feeds import feeds_of_bank
from repository.models import StoredFile


def register() -> None:
    register_feeds("repository", feeds_of_bank)
    register_job("read_waiting_files", "7,22,37,52 * * * *", "repository.domain.words.read_waiting")
    register_job("add_up_downloads", "42 * * * *", "repository.domain.downloads.add_up_downloads")
    register_job("drop_unused_resource_files", "50 3 * * *", "repository.domain.storing.drop_unused")
    register_job("drop_stray_resource_files", "55 3 * * *", "repository.domain.strays.drop_strays")
    post_delete.connect(delete_bytes, sender=StoredFile, dispatch_uid="repository.delete_bytes")
