"""«M'interessa»: on the page, from the mail, and never for what one does not see."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils.translation import gettext as _

from agenda.domain.interests import InterestIn, interest_of, set_interest
from agenda.enums import EventVisibility, Review
from agenda.links import offer_interest
from agenda.models import Event, Interest
from intranet.members.enums import GroupAccess
from intranet.members.models import Position, User
from tests.factories.agenda import a_group_event, a_series, an_event, in_days
from tests.factories.members import WorkingGroupFactory, a_guest, a_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def berta():
    return a_member(given_name="Berta")


def stored(person):
    return User.objects.with_standing().get(pk=person.pk)


def interested():
    return list(Interest.objects.order_by("pk").values_list("event", "person"))


def press(client, event, interested="1", **more):
    return client.post(f"/agenda/{event.pk}/interessa/", {"interested": interested, **more.pop("data", {})}, **more)


def test_button_notes_it_once_and_takes_it_back(client_of, berta):
    event, client = an_event(), client_of(berta)
    for _time in range(2):
        response = press(client, event)
        assert (response.status_code, response["Location"]) == (302, f"/agenda/{event.pk}/")
        assert interested() == [(event.pk, berta.pk)]
    press(client, event, "0")
    assert interested() == []


def test_button_leads_back_to_the_date_it_stood_at_and_nowhere_else(client_of, berta):
    event, client = a_series(), client_of(berta)
    places = [f"/agenda/{event.pk}/2027-01-01/", "https://elsewhere.example/", "//elsewhere.example/", ""]
    led = [press(client, event, data={"next": place})["Location"] for place in places]
    assert led == [places[0], *[f"/agenda/{event.pk}/"] * 3]


def test_htmx_gets_the_button_as_it_is_now(client_of, berta):
    event = an_event()
    html = press(client_of(berta), event, headers={"HX-Request": "true"}).content.decode()
    assert re.findall(r'aria-pressed="(\w+)"', html) == ["true"]
    assert (re.findall(r'name="interested" value="(\d)"', html), "<html" in html) == (["0"], False)


def test_nobody_counts_on_what_they_do_not_see(client_of, berta):
    private = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    secret, waiting = a_group_event(private), an_event(berta, review=Review.WAITING)
    network = an_event()
    assert press(client_of(berta), secret).status_code == 404
    assert press(client_of(berta), waiting).status_code == 404
    assert press(client_of(a_guest()), network).status_code == 404
    assert press(Client(), network).status_code == 302
    assert press(client_of(berta), network, "2").status_code == 400
    with pytest.raises(PermissionDenied):
        set_interest(waiting, stored(berta))
    assert interested() == []


def test_how_many_and_whether_it_is_still_ahead(berta, django_assert_num_queries):
    ahead, over = an_event(), an_event(start=in_days(-3))
    set_interest(ahead, stored(berta))
    set_interest(ahead, stored(a_member()))
    with django_assert_num_queries(1):
        assert interest_of(ahead, berta) == InterestIn(number=2, is_mine=True, is_offered=True)
    assert interest_of(over, berta) == InterestIn(number=0, is_mine=False, is_offered=False)


def test_link_of_the_mail_asks_first_and_does_it_when_the_button_is_pressed(berta, settings):
    event = an_event(title="Fira d’economia social")
    path = offer_interest(event, berta).url.removeprefix(settings.SITE_URL)
    assert "Fira d’economia social" in Client().get(path).content.decode()
    assert interested() == []
    said = _("You will hear of the changes of «%(event)s», and be reminded the day before.") % {"event": event.title}
    assert said in Client().post(path).content.decode()
    assert interested() == [(event.pk, berta.pk)]
    assert _("«%(event)s» interests you already") % {"event": event.title} in Client().get(path).content.decode()
    assert Client().post(path).status_code == 200
    assert interested() == [(event.pk, berta.pk)]


def test_link_says_nothing_of_what_is_not_open_to_them_any_more(berta, settings):
    event = an_event(title="Reservada")
    path = offer_interest(event, berta).url.removeprefix(settings.SITE_URL)
    over = offer_interest(an_event(title="Reservada", start=in_days(-3)), berta).url.removeprefix(settings.SITE_URL)
    assert Client().get(over).status_code == 410
    Event.objects.filter(pk=event.pk).update(visibility=EventVisibility.PUBLIC, review=Review.WITHDRAWN)
    answers = [Client().get(path), Client().post(path)]
    Position.objects.filter(user=berta).delete()
    Event.objects.filter(pk=event.pk).update(review=Review.PUBLISHED)
    answers += [Client().get(path), Client().post(path)]
    assert [(one.status_code, "Reservada" in one.content.decode()) for one in answers] == [(410, False)] * 4
    assert interested() == []
