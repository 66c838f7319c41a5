"""The jobs of the site as a whole. A run that was cut off is made good by the next one."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db.models import Exists, OuterRef

KEEP_RESULTS_DAYS = 14
KEEP_FAILURES_DAYS = 60


def publish_scheduled() -> None:
    """Publish and withdraw the pages whose time has come."""
    call_command("publish_scheduled")


def clear_sessions() -> None:
    """Forget the sessions that have ended, and the addresses and browsers that allauth noted of them."""
    call_command("clearsessions")
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(alive)).delete()


def prune_task_results() -> None:
    """Forget what finished tasks returned; failures are kept longer, to be looked into."""
    call_command(
        "prune_db_task_results",
        "--backend=background",
        "--queue-name=*",
        f"--min-age-days={KEEP_RESULTS_DAYS}",
        f"--failed-min-age-days={KEEP_FAILURES_DAYS}",
    )
