"""What no form of ours sends, or several things wrong at once: an answer in words, with all that was typed."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from agenda.forms.programme import lines_of, programme_of
from agenda.models import Event
from intranet.drafts.domain import drafts_of
from intranet.members.enums import GroupAccess
from tests.factories.agenda import a_group_event, a_series, an_event, at
from tests.factories.members import OrganisationFactory, WorkingGroupFactory, a_member

pytestmark = pytest.mark.django_db
NEW = "/agenda/nou/"


@pytest.fixture
def member():
    return a_member(OrganisationFactory(is_trusted=True))


@pytest.fixture
def client(client_of, member):
    return client_of(member)


@pytest.fixture
def typed(member):
    council = member.positions.get().organisation
    return {
        "title": "Fira",
        "summary": "Una matinada de tallers.",
        "organiser": f"o{council.pk}",
        "start_0": "2032-04-15",
        "start_1": "10:00",
        "end_1": "13:30",
        "mode": "presencial",
        "venue": "Plaça Major",
        "audience": "tothom",
        "key": str(uuid4()),
    }


@pytest.mark.parametrize("number", ["1" * 30, "1" * 5000, "0" * 20 + "1" * 5000, "²", "-1"])
def test_numbers_that_are_no_key_are_none(client, typed, number):
    assert client.get(NEW, {"copia": number}).context["source"] is None
    assert client.get(f"{NEW}coincidencies/", {**typed, "event": number}).context["clashes"] == []
    refused = client.post(NEW, {**typed, "subjects": [number], "co_organisers": [number]})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["subjects", "co_organisers"])
    assert client.get(f"/agenda/{'9' * 5000}/").status_code == 404


@pytest.mark.parametrize("slug", ["%00", "x" * 300])
def test_what_is_no_group_is_none_and_a_draft_is_kept_all_the_same(client, member, typed, slug):
    address = f"{NEW}?grup={slug}"
    assert client.get(address).context["form"].initial["organiser"] == typed["organiser"]
    assert client.post(address, {**typed, "action": "draft"})["Location"] == NEW
    assert [draft.place for draft in drafts_of(member)] == [NEW]


def test_all_that_is_wrong_is_said_at_once_and_what_was_typed_stays(client_of, typed):
    event = a_group_event(WorkingGroupFactory(access=GroupAccess.PRIVATE))
    wrong = {**typed, "organiser": f"g{event.group_id}", "visibility": "network", "frequency": "WEEKLY"}
    refused = client_of(event.author).post(NEW, wrong)
    form = refused.context["form"]
    assert (refused.status_code, sorted(form.errors)) == (422, ["until", "visibility"])
    assert [form[name].value() for name in ("title", "visibility", "frequency")] == ["Fira", "network", "WEEKLY"]


@pytest.mark.parametrize("when", [at(1977, 4, 15), at(2201, 4, 15), at(9998, 12, 31)])
def test_an_event_is_on_a_day_of_the_agenda(when):
    with pytest.raises(ValidationError) as refused:
        an_event(start=when)
    assert list(refused.value.message_dict) == ["start", "end"]


def test_a_pause_of_the_cms_without_a_word_opens_the_form(client):
    pause = {"start": "10:00:00", "end": None, "title": ":"}
    event = an_event(a_member(), programme=programme_of([{"type": "pause", "value": pause}]))
    assert lines_of(event.programme) is None
    assert client.get(NEW, {"copia": event.pk}).context["source"] == event


def test_a_stored_rule_that_makes_no_dates_opens_the_form(client_of):
    event = a_series()
    Event.objects.filter(pk=event.pk).update(start=at(9998, 12, 31), end=at(9998, 12, 31, 12), interval=0)
    page = client_of(event.author).get(f"/agenda/{event.pk}/edita/")
    assert (page.status_code, page.context["form"].foreseen) == (200, None)
