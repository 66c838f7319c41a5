"""Workers that race, and workers that are killed: with real processes, on a database of their own."""

import subprocess
import sys

import pytest

from tests.processes import environment, own_database
from tests.stable import race, run, stabled

pytestmark = pytest.mark.processes

PEOPLE = 40
PREPARE = """
from datetime import timedelta
from django.utils import timezone
from intranet.members.models import GroupMembership, User, WorkingGroup
from intranet.notifications.models import Notification
from intranet.notifications.domain.notify import notify
group = WorkingGroup.objects.create(name="Cures", slug="cures")
for number in range(PEOPLE):
    person = User.objects.create_superuser(f"p{number}@reus.example", None, given_name="Aina", family_name="Roca")
    seat = GroupMembership.objects.create(group=group, user=person)
    notify("group_joined", [person], actor=None, target=seat, group=group)
Notification.objects.update(created_at=timezone.now() - timedelta(days=3))
"""
# The careless way mails what it saw before the others began; the key of each mail is then all that keeps it from going
# out more than once.
DELIVER = """
import sys
import django
django.setup()
from django.conf import settings
settings.OUTBOX_AT_ONCE = False
from intranet.notifications.domain import delivery
from intranet.notifications.models import Notification
if sys.argv[1] == "careless":
    folds = delivery.folds_waiting(after=0)
    rows = [list(Notification.objects.filter(recipient=recipient, fold=fold)) for recipient, fold, _first in folds]
    claimed = iter(rows)
    delivery.claim = lambda waiting: next(claimed)
    delivery.folds_waiting = lambda after: [] if after else folds
print("ready", flush=True)
sys.stdin.readline()
print(delivery.deliver_pending())
"""
DIGESTS = DELIVER.replace("delivery.deliver_pending()", 'send_digests("daily")').replace(
    'print("ready"', 'from intranet.notifications.domain.digests import send_digests\nprint("ready"'
)
# Says so whenever it stands in the middle of a mail, and waits there: the killer comes then, or does not.
SLOW = """
import sys
import time
import django
django.setup()
from django.conf import settings
settings.OUTBOX_AT_ONCE = False
from intranet.notifications.domain import delivery, digests
def slow(module, name):
    original = getattr(module, name)
    def put_slowly(*given, **named):
        message = original(*given, **named)
        print("put", flush=True)
        time.sleep(0.05)
        return message
    setattr(module, name, put_slowly)
slow(delivery, "put")
slow(digests, "put")
delivery.deliver_pending() if sys.argv[1] == "deliver" else digests.send_digests("daily")
print("finished", flush=True)
"""
COUNT = """
from django.db.models import Count
from intranet.notifications.models import Digest, Notification
from intranet.outbox.models import Message
print(
    Message.objects.count(),
    Message.objects.values("person").distinct().count(),
    Notification.objects.filter(mailed_at=None).count(),
    Digest.objects.count(),
)
"""
RESET = """
from intranet.notifications.models import Digest, Notification
from intranet.notifications.models import Preference
from intranet.members.models import User
from intranet.outbox.models import Message
Message.objects.all().delete()
Digest.objects.all().delete()
Preference.objects.all().delete()
Notification.objects.update(mailed_at=None, mail=MAIL)
choices = [Preference(person=person, kind="group_joined", channel="mail", frequency=MAIL) for person in User.objects.all()]
Preference.objects.bulk_create(choices)
"""


@pytest.fixture(scope="module")
def database(tmp_path_factory, migrated_database):
    folder = tmp_path_factory.mktemp("delivery")
    with own_database(folder, like=migrated_database) as url, stabled():
        env = environment(url, folder)
        run(PREPARE.replace("PEOPLE", str(PEOPLE)), env=env)
        yield env


@pytest.fixture
def env(database, request):
    mail = request.param if hasattr(request, "param") else "now"
    run(RESET.replace("MAIL", repr(mail)), env=database)
    return database


def counts(env):
    return [int(number) for number in run(COUNT, env=env).split()[-4:]]


def run_and_kill(what, after, env):
    """Kill it outright in the middle of its mail number `after`; whether it had finished before."""
    command = [sys.executable, "-c", SLOW, what]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as process:
        for _mail in range(after):
            line = process.stdout.readline()
            if line != "put\n":
                process.wait()
                return line == "finished\n"
        process.kill()
    return False


def test_workers_that_race_mail_each_thing_once(env):
    sent = race(DELIVER, ["locked"] * 3, env=env)
    assert sum(int(number) for number in sent) == PEOPLE
    assert counts(env) == [PEOPLE, PEOPLE, 0, 0]


def test_without_a_claim_the_race_is_there(env):
    sent = race(DELIVER, ["careless"] * 3, env=env)
    assert sum(int(number) for number in sent) == 3 * PEOPLE
    assert counts(env) == [PEOPLE, PEOPLE, 0, 0]


@pytest.mark.parametrize("env", ["daily"], indirect=True)
def test_workers_that_race_make_each_digest_once(env):
    sent = race(DIGESTS, ["locked"] * 3, env=env)
    assert sum(int(number) for number in sent) == PEOPLE
    assert counts(env) == [PEOPLE, PEOPLE, 0, PEOPLE]


@pytest.mark.parametrize(
    ("env", "what", "digests"), [("now", "deliver", 0), ("daily", "digest", PEOPLE)], indirect=["env"]
)
def test_what_a_killed_worker_leaves_is_made_good_without_repeating(env, what, digests):
    kills = 0
    for after in (1, 7, 2):
        assert not run_and_kill(what, after, env)
        kills += 1
        messages, people, waiting, _digests = counts(env)
        assert (messages, waiting) == (people, PEOPLE - people)
    assert kills == 3
    assert 0 < people < PEOPLE
    assert run_and_kill(what, PEOPLE + 1, env)
    assert counts(env) == [PEOPLE, PEOPLE, 0, digests]
