"""What the agenda adds to what people are told, take along and read from afar."""

from agenda.exports import export_of
from agenda.feeds import feeds_of_agenda
from agenda.links import register_purposes
from agenda.notifications import register_kinds
from agenda.receivers import connect_receivers
from intranet.jobs.registry import register_job
from intranet.members.feeds import register_feeds
from intranet.members.own_data import register_export


def register() -> None:
    register_kinds()
    register_purposes()
    connect_receivers()
    # Before the daily digests, which leave at half past seven.
    register_job("remind_of_events", "0 7 * * *", "agenda.domain.reminders.remind_of_tomorrow")
    register_feeds("agenda", feeds_of_agenda)
    register_export("agenda", export_of)
