"""When the circular is gathered: jobs, and what sections tell of."""

from typing import Any

from home.circular.receivers import connect_receivers
from home.circular.signals import something_new
from home.circular.tasks import gather_soon
from intranet.jobs.registry import register_job


def welcome(**_signal: Any) -> None:
    """Should the task get lost, the job of every quarter of an hour sees to it."""
    gather_soon()


def register() -> None:
    connect_receivers()
    something_new.connect(welcome, dispatch_uid="circular.welcome")
    register_job("keep_circular_open", "10 5 * * *", "home.circular.domain.months.keep_one_open")
    register_job("gather_circular", "3,18,33,48 * * * *", "home.circular.domain.gathering.gather_all")
    register_job("forget_links_outside", "25 5 * * 1", "home.circular.domain.links_outside.forget_old")
