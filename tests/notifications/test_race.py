"""Two processes tell the same people of the same thing at the same moment: everyone is told once."""

import pytest

from tests.stable import race, run

pytestmark = pytest.mark.processes

NUMBER = 300
PREPARE = f"""
from intranet.members.models import GroupMembership, User, WorkingGroup
people = User.objects.bulk_create(User(email=f"p{{number}}@example.org") for number in range({NUMBER}))
for way in ("locked", "careless"):
    group = WorkingGroup.objects.create(name=way, slug=way)
    GroupMembership.objects.create(group=group, user=people[0])
"""
# Each found that nobody had been told before the other wrote, and that all may see it. The careless way writes without minding the other.
RACE = """
import sys
import django
django.setup()
from django.db import IntegrityError
from intranet.members.models import GroupMembership, User
from intranet.notifications.domain import notify as module
from intranet.notifications.models import NotificationQuerySet
way, _number = sys.argv[1].split()
seat = GroupMembership.objects.get(group__slug=way)
module.told_already = lambda *_given: set()
module.those_who_see = lambda _kind, _target, people: people
if way == "careless":
    careful = NotificationQuerySet.bulk_create
    NotificationQuerySet.bulk_create = lambda rows, new, **_given: careful(rows, new)
print("ready", flush=True)
sys.stdin.readline()
try:
    module.notify("group_joined", User.objects.all(), actor=None, target=seat)
    print("told")
except IntegrityError:
    print("broken")
"""
COUNT = """
from intranet.members.models import GroupMembership
from intranet.notifications.models import Notification
seat = GroupMembership.objects.get(group__slug="locked")
told = Notification.objects.filter(target_id=seat.pk)
print(told.count(), told.values("recipient").distinct().count())
"""


def test_the_race_is_real(env):
    assert race(RACE, ["careless 1", "careless 2"], env=env) == ["broken", "told"]


def test_everyone_is_told_once(env):
    assert race(RACE, ["locked 1", "locked 2", "locked 3", "locked 4"], env=env) == ["told"] * 4
    assert run(COUNT, env=env).split()[-2:] == [str(NUMBER), str(NUMBER)]
