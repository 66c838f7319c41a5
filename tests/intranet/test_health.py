"""`/salut/`: each part that fails is named, and nothing else is told."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from intranet import health
from intranet.jobs import registry
from intranet.jobs.models import JobMark
from intranet.jobs.registry import register_job
from intranet.jobs.tasks import run_job
from intranet.outbox.enums import MessageState
from intranet.outbox.models import Message

WELL = {"database": "ok", "cache": "ok", "queue": "ok", "outbox": "ok", "storage": "ok"}
SECRET = "host=10.0.0.7 password=hunter2"


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch):
    monkeypatch.setattr(health, "examine", health.Examination())


@pytest.fixture(autouse=True)
def _jobs(monkeypatch):
    monkeypatch.setattr(registry, "_jobs", {})
    register_job("often", "*/5 * * * *", "builtins.dict")
    register_job("seldom", "0 4 29 2 *", "builtins.dict")


def fail(*_args, **_kwargs):
    raise OperationalError(SECRET)


def minutes_ago(minutes):
    return timezone.now() - timedelta(minutes=minutes)


@pytest.mark.django_db
def test_everything_works(client):
    response = client.get("/salut/")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "checks": WELL})
    assert "no-store" in response["Cache-Control"]
    assert response.cookies == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("part", "broken"),
    [
        ("database", (health.connection, "cursor")),
        ("cache", (cache, "get")),
        ("queue", (JobMark.objects, "values_list")),
        ("outbox", (Message.objects, "filter")),
        ("storage", (default_storage, "save")),
    ],
)
def test_part_that_fails_is_named_and_its_secrets_are_not(client, monkeypatch, expected_errors, part, broken):
    with monkeypatch.context() as patch:
        patch.setattr(*broken, fail)
        response = client.get("/salut/")
    assert response.status_code == 503
    assert response.json()["status"] == "failing"
    assert response.json()["checks"][part] == "failing"
    assert SECRET not in response.content.decode()
    assert f"intranet.health: Health: {part} fails" in expected_errors()


@pytest.mark.django_db
def test_head_is_answered_and_nothing_else_than_get(client):
    head = client.head("/salut/")
    assert (head.status_code, head.content) == (200, b"")
    assert [getattr(client, method)("/salut/").status_code for method in ("post", "put", "delete")] == [405, 405, 405]


@pytest.mark.django_db
def test_site_without_scheduler_yet_is_well(client):
    assert (JobMark.objects.count(), client.get("/salut/").json()["checks"]) == (0, WELL)


@pytest.fixture
def queue_of(client):
    """What is said of the queue, while all else is well."""

    def ask():
        response = client.get("/salut/")
        queue = response.json()["checks"]["queue"]
        assert response.json()["checks"] == {**WELL, "queue": queue}
        assert response.status_code == (200 if queue == "ok" else 503)
        return queue

    return ask


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "age"), [("often", 14), ("seldom", 25), ("of an app that is gone", 9999)])
def test_job_that_is_not_overdue_is_well(queue_of, name, age):
    JobMark.objects.create(name=name, seen_to=minutes_ago(age))
    assert queue_of() == "ok"


@pytest.mark.django_db
def test_job_that_nobody_sees_to_fails_the_queue(queue_of, expected_errors):
    JobMark.objects.create(name="often", seen_to=minutes_ago(25))
    assert queue_of() == "failing"
    assert expected_errors()[0] == "intranet.health: Health: queue fails"


def as_of_now(fields):
    """Minutes ago as moments, worked out when the test runs: a long suite comes to it long after collecting it."""
    return {name: minutes_ago(value) if isinstance(value, int) else value for name, value in fields.items()}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"enqueued_at": 10},
        {"enqueued_at": 90, "run_after": -30},
        {"enqueued_at": 90, "run_after": 5},
        {"enqueued_at": 90, "status": "RUNNING"},
        {"enqueued_at": 90, "status": "SUCCESSFUL"},
    ],
)
def test_task_that_has_not_waited_long_is_well(queue_of, fields):
    run_job.enqueue("often")
    DBTaskResult.objects.update(**as_of_now(fields))
    assert queue_of() == "ok"


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{"enqueued_at": 20}, {"enqueued_at": 90, "run_after": 20}])
def test_task_that_waits_for_a_worker_fails_the_queue(queue_of, expected_errors, fields):
    run_job.enqueue("often")
    DBTaskResult.objects.update(**as_of_now(fields))
    assert queue_of() == "failing"
    assert expected_errors()[0] == "intranet.health: Health: queue fails"


@pytest.mark.django_db
def test_who_asks_often_gets_what_was_found_a_moment_ago(client, django_assert_num_queries, monkeypatch):
    client.get("/salut/")
    with django_assert_num_queries(0):
        client.get("/salut/")
    monkeypatch.setattr(health, "REMEMBER_SECONDS", 0)
    with django_assert_num_queries(4):
        client.get("/salut/")


@pytest.mark.django_db
def test_nothing_is_left_in_the_storage(client):
    client.get("/salut/")
    assert default_storage.listdir("health")[1] == []


def a_message(state=MessageState.QUEUED, **fields):
    return Message.objects.create(
        kind="x", to="a@example.org", message_id=f"<{Message.objects.count()}@x>", state=state, **fields
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "fields", "answer"),
    [
        ("queued", {"created_at": 14}, "ok"),
        ("queued", {"created_at": 16}, "failing"),
        ("retry", {"created_at": 600, "due_at": 14}, "ok"),
        ("retry", {"created_at": 600, "due_at": 16}, "failing"),
        ("claimed", {"created_at": 600, "leased_until": 14}, "ok"),
        ("claimed", {"created_at": 600, "leased_until": 16}, "failing"),
        ("sent", {"created_at": 600}, "ok"),
        ("failed", {"created_at": 600}, "ok"),
        ("suppressed", {"created_at": 600}, "ok"),
    ],
)
def test_outbox_in_which_mail_waits_for_long_fails(client, request, state, fields, answer):
    if answer == "failing":
        request.getfixturevalue("expected_errors")
    a_message(state, **{name: minutes_ago(minutes) for name, minutes in fields.items()})
    assert client.get("/salut/").json()["checks"]["outbox"] == answer


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "answer"), [("queued", "ok"), ("retry", "ok"), ("claimed", "failing")])
def test_the_last_of_many_wait_for_as_long_as_mails_are_sent(client, request, state, answer):
    if answer == "failing":
        request.getfixturevalue("expected_errors")
    a_message("sent", settled_at=minutes_ago(14))
    a_message(state, created_at=minutes_ago(600), leased_until=minutes_ago(600) if state == "claimed" else None)
    assert client.get("/salut/").json()["checks"]["outbox"] == answer


@pytest.mark.django_db
def test_that_mails_were_sent_before_is_no_excuse(client, expected_errors):
    a_message("sent", settled_at=minutes_ago(16))
    a_message(created_at=minutes_ago(16))
    assert client.get("/salut/").json()["checks"]["outbox"] == "failing"
