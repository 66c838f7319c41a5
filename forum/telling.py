"""What the forum adds to what people are told, take along and read from afar."""

from forum.exports import export_of
from forum.feeds import feeds_of_groups
from forum.notifications import register_kinds
from forum.receivers import connect_receivers
from intranet.jobs.registry import register_job
from intranet.members.feeds import register_feeds
from intranet.members.own_data import register_export


def register() -> None:
    register_kinds()
    connect_receivers()
    # Before the weekly digests, which leave at half past seven.
    register_job("tell_last_week", "0 6 * * 1", "forum.domain.summaries.tell_last_week")
    register_feeds("groups", feeds_of_groups)
    register_export("forum", export_of)
