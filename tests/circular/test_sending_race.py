"""Many press «Send» at once, and workers and mailers are killed outright: on processes and a database of their own."""

import json
import random
import subprocess
import sys
import time

import pytest

from tests.outbox.sink import Sink
from tests.processes import ROOT, eventually
from tests.stable import race, run

pytestmark = pytest.mark.processes

CLICKS = 20
PEOPLE = 60
KILLS = 3
LOOK_SECONDS = 0.25
PREPARE = f"""
from datetime import date, timedelta
from django.contrib.auth.models import Group
from django.utils import timezone
from home.circular.domain.months import month_after, open_next, being_prepared
from home.circular.models import CircularEntry, CircularPage
from intranet.members.models import Organisation, Position, User
from intranet.members.models.people_queries import COORDINATION
council = Organisation.objects.create(kind="ajuntament", name="Vila", slug="vila", status="member")
people = User.objects.bulk_create(
    [User(email=f"p{{n}}@example.org", given_name="P", family_name=f"{{n:03}}", sort_key=f"{{n:03}}") for n in range({PEOPLE})]
)
Position.objects.bulk_create([Position(user=one, organisation=council, starts_on=date(2020, 1, 1)) for one in people])
chief = User.objects.create(email="c@example.org", given_name="C", family_name="C")
chief.groups.add(Group.objects.get_or_create(name=COORDINATION)[0])
first = being_prepared()
second = open_next(timezone.now() + timedelta(days=40), taking=True)
for circular in (first, second):
    CircularPage.objects.filter(pk=circular.pk).update(intro="<p>Bon mes.</p>")
    CircularEntry.objects.create(circular=circular, author=people[0], title="Ajuts", text="Obrim.", state="accepted", told="accepted")
"""
HEAD = """
import sys, time
import django
django.setup()
from django.test import Client
from home.circular.domain import sending
from home.circular.models import CircularPage
from intranet.members.models import User
chief = User.objects.with_standing().get(email="c@example.org")
circular = CircularPage.objects.unsent().first()
"""
GO = """
print("ready", flush=True)
sys.stdin.readline()
"""
# The lock off: each statement by itself, and on a busy machine too they look before any of them begins.
CARELESS = f"""{HEAD}
def look_and_breathe(pk):
    found = CircularPage.objects.get(pk=pk)
    time.sleep(1)
    return found

sending.lock_circular = look_and_breathe
sending.deliver_to = sending.come_out = sending.move_on = lambda *_given, **_named: None
sending.circular_begun.receivers = []
sending.call_writer = lambda _circular: None
{GO}
print(sending.begin_sending.__wrapped__(circular, by=chief))
"""
CLICK = f"""{HEAD}
client = Client(raise_request_exception=False)
client.force_login(chief)
address = f"/circular/{{circular.month:%Y/%m}}/envia/?envia={{circular.content_version}}"
{GO}
answer = client.post(address, {{"encara": "1"}})
print(answer.status_code, answer.get("Location", ""))
"""
LOOK = """
import json
from django_tasks_db.models import DBTaskResult
from home.circular.models import CircularPage
from intranet.notifications.models import Notification
circular = CircularPage.objects.out().get()
tasks = DBTaskResult.objects.filter(task_path="home.circular.tasks.write_mails")
told = Notification.objects.filter(kind="circular")
print(json.dumps({
    "deliveries": circular.deliveries.count(), "people": circular.deliveries.values("person").distinct().count(),
    "begun": circular.revisions.count(), "tasks": tasks.count(), "told": told.count(), "unsent": CircularPage.objects.unsent().count(),
}))
"""
# Two steer what the twenty clicks have begun: one looks and takes its time before it writes, the other comes in between.
STEER = f"""{HEAD}
from contextlib import nullcontext
from types import SimpleNamespace
from home.circular.domain import fates, steering
from home.circular.models import DeliveryQuerySet
from intranet.outbox.models import Message
circular = CircularPage.objects.out().get()
message = Message.objects.filter(about=f"circular:{{circular.pk}}").earliest("pk")
message.state = "suppressed"
look, recipients, looks, (who, lock) = DeliveryQuerySet.exists, fates.recipients, [], sys.argv[1].split()

def breathe(found, times):
    looks.append(found)
    if len(looks) == times:
        time.sleep(0.6)
    return found

if lock == "unlocked":
    fates.lock_circular = lambda key: CircularPage.objects.get(pk=key)
    fates.transaction = SimpleNamespace(atomic=nullcontext, on_commit=lambda *_given, **_named: None)
    fates.kept_back = fates.kept_back.__wrapped__
{GO}
if who == "end":
    DeliveryQuerySet.exists = lambda rows: breathe(look(rows), 2)
    fates.end_when_settled(circular.pk)
elif who == "kept":
    fates.recipients = lambda people: breathe(recipients(people), 1)
    fates.kept_back(message)
else:
    time.sleep(0.3)
    getattr(steering, who)(circular, by=chief)
"""
FAILED = """
from home.circular.models import CircularPage, Delivery
CircularPage.objects.out().update(state="sending", fed_at=None)
Delivery.objects.update(state="failed")
"""
IN_FLIGHT = """
from home.circular.models import CircularPage, Delivery
from intranet.outbox.models import Message
CircularPage.objects.out().update(state="sending", fed_at=None)
Delivery.objects.update(state="sent", skip_reason="")
message = Message.objects.filter(kind="circular").earliest("pk")
Message.objects.filter(pk=message.pk).update(state="claimed")
delivery = Delivery.objects.get(person=message.person)
Delivery.objects.filter(pk=delivery.pk).update(state="queued", round=message.key.rpartition(":")[2])
"""
STANDS = """
from home.circular.models import CircularPage, Delivery
print(CircularPage.objects.out().get().state, *sorted(set(Delivery.objects.exclude(state="sent").values_list("state", flat=True))))
"""


def test_with_the_lock_off_it_is_begun_more_than_once(env):
    assert race(CARELESS, "123", env=env).count("True") > 1


def test_twenty_clicks_make_one_sending(env):
    answers = race(CLICK, list(map(str, range(CLICKS))), env=env)
    assert len(set(answers)) == 1, answers
    assert answers[0].startswith("302 /circular/")
    assert json.loads(run(LOOK, env=env).splitlines()[-1]) == {
        "deliveries": PEOPLE + 1,
        "people": PEOPLE + 1,
        "begun": 1,
        "tasks": 1,
        "told": PEOPLE,
        "unsent": 1,
    }


class Posting:
    """The program of `posting.py`."""

    def __init__(self, env, port):
        command = [sys.executable, str(ROOT / "tests" / "circular" / "posting.py"), str(port)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(command, env={**env, "OUTBOX_LEASE_SECONDS": "1"}, **pipes)
        self.running, self.looked = [], 0.0

    def __call__(self, *command):
        self.process.stdin.write(" ".join(map(str, command)) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def start(self, kind):
        self.running.append(self(kind))
        return self.running[-1]

    def kill(self, pid):
        self.running.remove(pid)
        self("kill", pid)

    def look(self):
        """As the job of every minute does, though more often; how it stands."""
        if time.monotonic() - self.looked > LOOK_SECONDS:
            self("look")
            self.looked = time.monotonic()
        return self("stands")

    def close(self):
        for pid in list(self.running):
            self.kill(pid)
        with self.process:
            self.process.stdin.close()


@pytest.fixture
def sink():
    sink = Sink()
    sink.start()
    yield sink
    sink.stop()


@pytest.fixture
def posting(env, sink):
    program = Posting(env, sink.port)
    yield program
    program.close()


def test_whoever_is_killed_none_is_lost_and_only_the_one_in_flight_comes_twice(posting, sink):
    """Of the circular that twenty clicks have begun."""
    chance, in_flight = random.Random(8), set()  # noqa: S311 - to kill at many points
    worker = posting.start("work")
    eventually(lambda: posting("stands").get("queued"))
    posting.kill(worker)
    assert posting("stands")["waiting"] > 0
    worker, mailer = posting.start("work"), posting.start("mail")
    for number in range(KILLS):
        reached = len(sink.accepted) + chance.randrange(4, 14)
        eventually(lambda reached=reached: posting.look() and len(sink.accepted) >= reached)
        time.sleep(chance.random() / 20)
        if number % 2:
            posting.kill(worker)
            worker = posting.start("work")
        else:
            posting.kill(mailer)
            time.sleep(0.1)
            in_flight.add(sink.accepted[-1].message_id)
            mailer = posting.start("mail")
    eventually(lambda: posting.look() == {"SENT": 1, "sent": PEOPLE + 1}, seconds=60)
    repeated = {message_id for message_id, times in sink.ids.items() if times > 1}
    assert len(sink.ids) == PEOPLE + 1
    assert (repeated <= in_flight, len(sink.accepted) - len(sink.ids) <= KILLS) == (True, True)
    assert {one.partition(".")[0] for one in sink.ids} == {"<circular"}


@pytest.mark.parametrize(
    ("before", "racers", "lock", "after"),
    [
        (FAILED, ("end", "retry_failed"), "unlocked", "sent waiting"),
        (FAILED, ("end", "retry_failed"), "locked", "sending waiting"),
        (IN_FLIGHT, ("kept", "stop"), "unlocked", "stopped waiting"),
        (IN_FLIGHT, ("kept", "stop"), "locked", "stopped skipped"),
    ],
)
def test_what_is_steered_between_look_and_word_waits_for_the_lock(before, racers, lock, after, env):
    """Of the circular that everybody has got by now. With the lock off, mails wait that nobody writes any more."""
    run(before, env=env)
    race(STEER, [f"{who} {lock}" for who in racers], env=env)
    assert run(STANDS, env=env).strip() == after
