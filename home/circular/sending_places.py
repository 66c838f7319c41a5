"""What the sending needs of the floors below: its mail, its preference, its worker, its job."""

from typing import Any

from home.circular.mail_kinds import register_mails
from home.circular.models import CircularPage
from home.circular.sending_notifications import connect_receivers, register_kinds
from home.circular.signals import mails_wait
from home.circular.tasks import write_mails
from intranet.jobs.registry import register_job


def enqueue_writing(circular: CircularPage, stamp: str, **_signal: Any) -> None:
    """Should the task get lost, the job of every minute sees to it."""
    write_mails.enqueue(circular.pk, stamp)


def register() -> None:
    register_mails()
    register_kinds()
    connect_receivers()
    mails_wait.connect(enqueue_writing, dispatch_uid="circular.enqueue_writing")
    register_job("look_after_circular", "* * * * *", "home.circular.domain.steering.look_after")
