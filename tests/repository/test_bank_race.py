"""Many propose, publish, edit and decide in the same moment, and groups go private meanwhile: on processes of their own."""

import json

import pytest

from tests.stable import race, run

pytestmark = pytest.mark.processes

PEOPLE, EACH, TIMES = 4, 3, 3
PREPARE = f"""
from django.contrib.auth.models import Group
from forum.domain.publishing import Writing, publish_topic
from intranet.members.models import GroupMembership, Organisation, Position, User, WorkingGroup
from intranet.members.models.people_queries import COORDINATION
from repository.domain.publishing import begin, publish
from repository.domain.reviewing import submit
from repository.models import ResourcePage
council = Organisation.objects.create(kind="ajuntament", name="Vila", slug="vila", status="member")
people = [User.objects.create(email=f"p{{n}}@example.org", given_name="P", family_name=str(n)) for n in range({PEOPLE})]
for person in people:
    Position.objects.create(user=person, organisation=council, starts_on="2020-01-01")
chief = User.objects.create(email="c@example.org", given_name="C", family_name="C")
chief.groups.add(Group.objects.get_or_create(name=COORDINATION)[0])

def begun(title, **facts):
    page = ResourcePage(title=title, summary="Una", kind="guia", visibility="network",
                        body=[("paragraph", "<p>Text</p>")], organisation=council, **facts)
    return begin(page, by=people[0])

for access in ("open", "private"):
    group = WorkingGroup.objects.create(name=access, slug=access, access=access)
    GroupMembership.objects.create(group=group, user=people[0])
    for number in range(3):
        page = begun(f"{{access}} {{number}}", group=group)
        page.visibility = "group"
        publish(page, by=people[0])
submit(begun("contested"), by=people[0])
people = [User.objects.with_standing().get(pk=person.pk) for person in people]
group = WorkingGroup.objects.create(name="talk", slug="talk")
GroupMembership.objects.create(group=group, user=people[1])
publish_topic(group=group, author=people[1], kind="debate", title="from topic", writing=Writing("<p>Text</p>"))
"""
HEAD = """
import sys
import django
django.setup()
from uuid import UUID
from django.core.exceptions import PermissionDenied, ValidationError
from intranet.members.models import Organisation, User, WorkingGroup
from repository.domain import proposing, reviewing
from repository.domain.locking import ChangedMeanwhileError, newest_words
from repository.domain.publishing import publish
from repository.models import ResourcePage
what = sys.argv[1].split()
chief = User.objects.with_standing().get(email="c@example.org")

def person(number):
    return User.objects.with_standing().get(email=f"p{number}@example.org")

def new(title):
    return ResourcePage(title=title, summary="Una", kind="guia", visibility="network",
                        body=[("paragraph", "<p>Text</p>")], organisation=Organisation.objects.get(slug="vila"))
"""
GO = """
print("ready", flush=True)
sys.stdin.readline()
"""
TWICE = f"""{HEAD}
from forum.models import Topic
from repository.domain import origins
me, page, topic = person(0), new("twice"), Topic.objects.get(title="from topic")
other = origins.prefilled(origins.origin_of(topic), by=me)
{GO}
made = proposing.propose(page, by=me, key=UUID(int=7)), origins.propose_from_topic(other, topic, by=me, key=UUID(int=8))
print(*(one.pk for one in made))
"""
TREE = f"""{HEAD}
me = person(what[0])
pages = [new(f"tree {{what[0]}} {{number}}") for number in range({EACH})]
{GO}
for page in pages:
    publish(proposing.propose(page, by=me), by=me)
print("done")
"""
# Each with what they had before them when they began.
CONTEST = f"""{HEAD}
me = person(0)
page = ResourcePage.objects.get(title="contested")
words, seen = newest_words(page), page.latest_revision_id
words.summary = what[1]
acts = {{
    "edit": lambda: proposing.save_words(words, by=me, seen=seen),
    "approve": lambda: reviewing.approve(page, by=chief, seen=seen),
    "withdraw": lambda: reviewing.withdraw(page, by=me),
    "submit": lambda: reviewing.submit(page, by=me),
}}
{GO}
try:
    acts[what[0]]()
    print("done")
except (ChangedMeanwhileError, PermissionDenied, ValidationError):
    print("refused")
"""
GROUPS = f"""{HEAD}
group = WorkingGroup.objects.get(slug=what[0])
page, words = ResourcePage.objects.filter(group=group).last(), None
{GO}
for _time in range({TIMES}):
    if what[1] == "turn":
        group.access = "open" if group.is_private else "private"
        group.save()
    else:
        words = newest_words(page)
        proposing.save_words(words, by=person(0))
print("done")
"""
LOOK = """
import json
from wagtail.models import Page, WorkflowState
from repository.models import Credit, PrivateShelfPage, ResourceIndexPage, ResourcePage
from repository.domain.locking import newest_words
contested = ResourcePage.objects.get(title="contested")
shelves = [PrivateShelfPage.objects.get(), ResourceIndexPage.objects.get()]
apart = ResourcePage.objects.filter(live=True, path__startswith=shelves[0].path)
print(json.dumps({
    "problems": sum(map(len, Page.find_problems())),
    "counts": [shelf.numchild - shelf.get_children().count() for shelf in shelves],
    "twice": ResourcePage.objects.filter(title__in=["twice", "from topic"]).count(),
    "credits": Credit.objects.count(),
    "tree": ResourcePage.objects.filter(title__startswith="tree", live=True).count(),
    "apart": sorted(set(apart.values_list("group__access", flat=True))),
    "within": ResourcePage.objects.filter(group__isnull=False).exclude(visibility="group").count(),
    "contested": [contested.live, contested.review],
    "waits": WorkflowState.objects.active().for_instance(contested).count(),
}))
"""


def look(env):
    found = json.loads(run(LOOK, env=env).splitlines()[-1])
    assert (found["problems"], found["counts"]) == (0, [0, 0])
    return found


def test_one_form_sent_by_many_at_once_makes_one_resource(env):
    assert len(set(race(TWICE, ["1", "2", "3"], env=env))) == 1
    found = look(env)
    assert (found["twice"], found["credits"]) == (2, 1)


def test_many_publish_at_once_and_the_tree_stays_whole(env):
    assert race(TREE, [str(number) for number in range(PEOPLE)], env=env) == ["done"] * PEOPLE
    assert look(env)["tree"] == PEOPLE * EACH


def test_whoever_decides_edits_and_withdraws_at_once_agree_on_one_state(env):
    acts = ["approve 1", "edit un", "edit dos", "withdraw 1", "submit 1"]
    assert set(race(CONTEST, acts, env=env)) <= {"done", "refused"}
    found = look(env)
    is_live, review = found["contested"]
    assert found["waits"] == (review == "waiting")
    assert is_live or review in {"draft", "waiting"}


def test_groups_that_go_private_and_open_at_once_wait_for_nobody_for_ever(env):
    acts = ["open turn", "private turn", "open edit", "private edit"]
    assert race(GROUPS, acts, env=env) == ["done"] * len(acts)
    found = look(env)
    assert (found["apart"], found["within"]) == (["private"], 0)
