"""Many change one series at the same moment, or send one form: no date is lost or there twice, and nobody meets an error."""

import json

import pytest

from tests.stable import race, run

pytestmark = pytest.mark.processes

DATES = 12
PREPARE = f"""
from datetime import UTC, datetime, timedelta
from agenda.domain.publishing import publish
from agenda.models import Event
from intranet.members.models import Organisation, Position, User
council = Organisation.objects.create(kind="ajuntament", name="Vila", slug="vila", status="member")
anna = User.objects.create(email="anna@example.org", given_name="Anna", family_name="Autora")
Position.objects.create(user=anna, organisation=council, starts_on="2020-01-01")
start = datetime(2032, 3, 2, 9, tzinfo=UTC)
series = Event(
    title="Reunió", summary="Cada setmana", venue="Casal", visibility="network", author=anna, is_cleared=True,
    start=start, end=start + timedelta(hours=2), frequency="WEEKLY", count={DATES},
)
publish(series, by=anna)
"""
AT_ONCE = """
import sys
import django
django.setup()
from datetime import UTC, datetime
from uuid import UUID
from django.test import Client
from agenda.domain.announcing import ChangedMeanwhileError, announce_event, edit_event
from agenda.models import Event
from intranet.members.models import Organisation, User
verb, day, to = sys.argv[1].split()
anna = User.objects.with_standing().get()
series = Event.objects.get()
seen = series.sequence
begins, ends = datetime(2032, 3, 2, 9, tzinfo=UTC), datetime(2032, 3, 2, 11, tzinfo=UTC)
fair = Event(title="Fira", summary="La fira", venue="Plaça", organisation=Organisation.objects.get(), start=begins, end=ends)
client = Client(raise_request_exception=False)
client.force_login(anna)
typed = {"start_0": to, "start_1": "18:00", "end_1": "19:00", "reach": "following", "reason": "Pluja"}
print("ready", flush=True)
sys.stdin.readline()
if verb == "anuncia":
    print(announce_event(fair, author=anna, key=UUID(int=7)).title)
elif verb == "edita":
    series.venue = "Casino"
    try:
        edit_event(series, by=anna, seen=seen)
        print("edited")
    except ChangedMeanwhileError:
        print("edited")
else:
    print(client.post(f"/agenda/{series.pk}/{day}/{verb}/", typed).status_code)
"""
LOOK = """
import json
from datetime import UTC, datetime
from agenda.models import Event, Occurrence
from agenda.recurrence import engine_dates
ends = datetime(2032, 1, 1, tzinfo=UTC), datetime(2033, 1, 1, tzinfo=UTC)
found = {}
for event in Event.objects.order_by("pk"):
    going = sorted(event.occurrences.on().values_list("start", flat=True))
    named = list(event.occurrences.order_by("original_start").values_list("original_start", flat=True))
    is_whole = named == [span.start for span in event.spans()] and going == [span.start for span in engine_dates(event, *ends)]
    found.setdefault(event.title, []).append([len(named), is_whole])
print(json.dumps(found))
"""


def test_what_many_change_at_once_stays_whole(env):
    moves = ["mou 2032-03-30 2032-03-31", "mou 2032-04-13 2032-04-15", "anulla 2032-04-20 -"]
    said = race(AT_ONCE, [*moves, "edita - -", *["anuncia - -"] * 3], env=env)
    assert said == ["302"] * 3 + ["Fira"] * 3 + ["edited"]
    found = json.loads(run(LOOK, env=env).splitlines()[-1])
    assert (sum(dates for dates, _is_whole in found["Reunió"]), found["Fira"]) == (DATES, [[1, True]])
    assert [is_whole for _dates, is_whole in found["Reunió"]] == [True] * len(found["Reunió"])
