"""Many answer one topic at the same moment: numbers without gaps, counters right, a form sent twice counts once, the pace holds."""

import json

import pytest

from forum.domain.pace import MOST_IN_A_MINUTE
from tests.stable import race, run

pytestmark = pytest.mark.processes

WRITERS, EACH = 4, 10
PREPARE = f"""
from forum.enums import TopicKind
from forum.domain.publishing import Writing, publish_topic
from intranet.members.models import Organisation, Position, User, WorkingGroup
council = Organisation.objects.create(kind="ajuntament", name="Vila", slug="vila", status="member")
people = [User.objects.create(email=f"p{{n}}@example.org", given_name="P", family_name=str(n)) for n in range({WRITERS})]
for person in people:
    Position.objects.create(user=person, organisation=council, starts_on="2020-01-01")
group = WorkingGroup.objects.create(name="Grup", slug="grup")
for title in ("careless", "locked", "twice", "paced"):
    publish_topic(group=group, author=people[0], kind=TopicKind.DEBATE, title=title, writing=Writing("<p>Inici</p>"))
"""
# The careless way takes the topic as it was before the others wrote.
ANSWER = f"""
import sys
import django
django.setup()
from uuid import UUID
from django.db import IntegrityError
from forum.domain import publishing
from forum.domain.publishing import Writing, publish_post
from forum.models import Topic
from intranet.members.models import User
way, number = sys.argv[1].split()
topic = Topic.objects.select_related("group").get(title=way)
author = User.objects.with_standing().get(email="p0@example.org" if way == "twice" else f"p{{number}}@example.org")
publishing.check_pace = lambda _author: None
key = UUID(int=7) if way == "twice" else None
if way == "careless":
    publishing.lock_topic = lambda _topic: topic
print("ready", flush=True)
sys.stdin.readline()
try:
    made = {{publish_post(topic=topic, author=author, writing=Writing("<p>Sí</p>", key=key)).pk for _ in range({EACH})}}
    print("made", len(made))
except IntegrityError:
    print("broken")
"""
MUCH = f"""
import sys
import django
django.setup()
from forum.domain.pace import TooManyPostsError
from forum.domain.publishing import Writing, publish_post
from forum.models import Topic
from intranet.members.models import User
topic = Topic.objects.select_related("group").get(title="paced")
author = User.objects.with_standing().get(email="p3@example.org")
print("ready", flush=True)
sys.stdin.readline()
made = 0
for _ in range({MOST_IN_A_MINUTE}):
    try:
        publish_post(topic=topic, author=author, writing=Writing("<p>Sí</p>"))
    except TooManyPostsError:
        continue
    made += 1
print(made)
"""
LOOK = """
import json
from forum.domain.recounting import drifts
from forum.models import Post, Topic
topics = {topic.title: topic for topic in Topic.objects.all()}
numbers = {title: list(topic.posts.order_by("number").values_list("number", flat=True)) for title, topic in topics.items()}
drifted = [str(drift) for drift in drifts() if drift.thing != topics["careless"]]
print(json.dumps({"numbers": numbers, "drifted": drifted}))
"""


def look(env):
    return json.loads(run(LOOK, env=env).splitlines()[-1])


def test_the_race_is_real(env):
    said = race(ANSWER, ["careless 0", "careless 1"], env=env)
    assert "broken" in said


def test_pace_holds_for_one_who_writes_many_times_at_once(env):
    assert sum(map(int, race(MUCH, ["1", "2", "3"], env=env))) == MOST_IN_A_MINUTE


def test_numbers_have_no_gaps_and_counters_are_right(env):
    writers = [f"locked {number}" for number in range(WRITERS)]
    assert race(ANSWER, writers, env=env) == [f"made {EACH}"] * WRITERS
    found = look(env)
    assert (found["numbers"]["locked"], found["drifted"]) == (list(range(1, WRITERS * EACH + 2)), [])


def test_form_sent_by_many_at_once_makes_one_post(env):
    assert race(ANSWER, ["twice 1", "twice 2", "twice 3"], env=env) == ["made 1"] * 3
    found = look(env)
    assert (found["numbers"]["twice"], found["drifted"]) == ([1, 2], [])
