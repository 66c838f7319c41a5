"""`/salut/`: what a load balancer, a monitor or the supervisor asks. It says which part fails, never why."""

import logging
import secrets
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult, get_date_max

from intranet.jobs.models import JobMark
from intranet.jobs.registry import registered_jobs
from intranet.outbox.enums import WAITING, MessageState
from intranet.outbox.models import Message

# Nobody can make the site check itself more often than this.
REMEMBER_SECONDS = 5
# A task or a mail that has waited, or a job that has been due, this long: no worker, mailer or scheduler is at work.
PATIENCE = timedelta(minutes=15)

logger = logging.getLogger(__name__)


class UnhealthyError(Exception):
    """A part does not do what it should."""


def check_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def check_cache() -> None:
    token = secrets.token_hex(8)
    cache.set("health", token, 60)
    if cache.get("health") is None:
        msg = "The cache forgets at once."
        raise UnhealthyError(msg)


def check_queue() -> None:
    """The worker takes tasks and the scheduler looks after the jobs. A site where it never ran has no marks yet."""
    now = timezone.now()
    not_deferred = Q(run_after=get_date_max())
    waiting = DBTaskResult.objects.ready().filter(backend_name="background", enqueued_at__lt=now - PATIENCE)
    if waiting.filter(not_deferred | Q(run_after__lt=now - PATIENCE)).exists():
        msg = "Tasks wait for a worker."
        raise UnhealthyError(msg)
    marks = dict(JobMark.objects.values_list("name", "seen_to"))
    late = [job.name for job in registered_jobs() if job.name in marks and is_late(job.next_due(marks[job.name]), now)]
    if late:
        msg = f"No scheduler has seen to: {', '.join(late)}."
        raise UnhealthyError(msg)


def is_late(due: datetime, now: datetime) -> bool:
    return due < now - PATIENCE


def check_outbox() -> None:
    """Nothing that is due waits for long: neither for its first attempt nor for its next, nor in the hands of a dead mailer.

    When there is much to send, the last has to wait: as long as mails are being sent, that is no fault.
    """
    before = timezone.now() - PATIENCE
    waiting = Q(state__in=WAITING) & (Q(due_at__lt=before) | Q(due_at=None, created_at__lt=before))
    abandoned = Q(state=MessageState.CLAIMED, leased_until__lt=before)
    late = set(Message.objects.filter(waiting | abandoned).order_by().values_list("state", flat=True).distinct())
    sent = Message.objects.filter(state=MessageState.SENT, settled_at__gte=before)
    if MessageState.CLAIMED in late or (late and not sent.exists()):
        msg = "Mail waits to be sent."
        raise UnhealthyError(msg)


def check_storage() -> None:
    """A small file can be written, read again and deleted."""
    content = secrets.token_bytes(16)
    name = default_storage.save(f"health/{secrets.token_hex(8)}", ContentFile(content))
    try:
        with default_storage.open(name) as file:
            if file.read() != content:
                msg = "A file comes back changed."
                raise UnhealthyError(msg)
    finally:
        default_storage.delete(name)


CHECKS: dict[str, Callable[[], None]] = {
    "database": check_database,
    "cache": check_cache,
    "queue": check_queue,
    "outbox": check_outbox,
    "storage": check_storage,
}


class Examination:
    """The result of all checks, remembered for a moment; those who ask meanwhile wait for the one that is under way."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.done_at = float("-inf")
        self.result: dict[str, bool] = {}

    def __call__(self) -> dict[str, bool]:
        with self.lock:
            if time.monotonic() - self.done_at >= REMEMBER_SECONDS:
                self.result = {name: passes(name, check) for name, check in CHECKS.items()}
                self.done_at = time.monotonic()
            return self.result


def passes(name: str, check: Callable[[], None]) -> bool:
    try:
        check()
    except Exception:  # whatever it is, this part does not work
        logger.exception("Health: %s fails", name)
        return False
    return True


examine = Examination()


@never_cache
@require_safe
def health(_request: HttpRequest) -> JsonResponse:
    """200 when every part works, 503 when one does not: `{"status": "ok", "checks": {"database": "ok", …}}`."""
    result = examine()
    healthy = all(result.values())
    words = {name: "ok" if passed else "failing" for name, passed in result.items()}
    return JsonResponse(
        {"status": "ok" if healthy else "failing", "checks": words},
        status=HTTPStatus.OK if healthy else HTTPStatus.SERVICE_UNAVAILABLE,
    )
