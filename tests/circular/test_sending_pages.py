"""The last page before the circular is sent, and the one at which it is seen how the sending goes."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from home.circular.domain.sending import begin_sending
from home.circular.domain.steering import pause, stop
from home.circular.forms.sending import ScheduleForm
from home.circular.models import CircularPage, Delivery
from intranet.notifications.domain.preferences import stop_mail
from intranet.outbox.models import Message
from tests.factories.circular import a_circular, a_sent_circular, an_entry
from tests.factories.members import a_member, someone_of_coordination
from tests.factories.sending import a_begun_circular, a_ready_circular, again, fates, write_mails
from tests.members.admin.pages import soup, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _later(settings):
    """No mailer runs."""
    settings.OUTBOX_AT_ONCE = False


@pytest.fixture
def by():
    return someone_of_coordination()


@pytest.fixture
def browser(client_of, by):
    return client_of(by)


def send_url(circular, query=""):
    return f"/circular/{circular.month:%Y/%m}/envia/{query}"


def sending_url(circular, query=""):
    return f"/circular/{circular.month:%Y/%m}/enviament/{query}"


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_before_it_is_sent_one_sees_who_gets_it_and_what_is_wrong(browser, by):
    circular = a_ready_circular()
    stop_mail(a_member(), kind="circular")
    page = browser.get(send_url(circular))
    found = page.context["audience"]
    assert (found.reached, found.without, page.context["is_ready"]) == (2, 1, True)
    assert by in page.context["sample"]
    assert f'action="{send_url(circular)}?envia={circular.content_version}"' in page.content.decode()
    empty = browser.get(send_url(a_circular(timezone.localdate().replace(day=1))))
    assert (empty.context["is_ready"], "?envia=" in empty.content.decode()) == (False, False)
    assert "empty" in {problem.code for problem in empty.context["problems"]}


def test_the_question_says_again_what_is_wrong(browser):
    circular = a_ready_circular(intro="")
    for number in range(7):
        an_entry(circular, title=f"Passada {number}", day=timezone.localdate() - timedelta(days=1))
    page = soup(browser.get(send_url(circular)))
    asked = soup(browser.get(send_url(circular, "?envia=0")))
    points = [words(point) for point in page.select("dialog li")]
    assert (len(points), [words(point) for point in asked.select("main li:not(nav li)")]) == (7, points)
    assert [number for number in range(4) if f"Passada {number} —" not in " ".join(points)] == []


@pytest.mark.parametrize(("now", "day"), [("2026-11-20", 4), ("2027-01-05", 7)])
def test_it_is_proposed_for_when_people_are_at_work(now, day):
    with time_machine.travel(f"{now}T10:00:00Z", tick=False):
        form = ScheduleForm(circular=a_circular(date(2027, 1, 1)))
    assert form.initial == {"day": date(2027, 1, day), "hour": time(9)}


def test_sent_and_sent_again_it_is_sent_once(browser):
    circular = a_ready_circular()
    url = send_url(circular, f"?envia={circular.content_version}")
    assert "circular/send_confirm.html" in {template.name for template in browser.get(url).templates}
    assert (again(circular).state, Delivery.objects.count()) == ("preparing", 0)
    for _click in range(2):
        response = browser.post(url, {"encara": "1"})
        assert (response.status_code, response.url) == (302, sending_url(circular))
    assert (again(circular).state, set(fates(circular).values())) == ("sending", {"waiting"})
    assert browser.get(send_url(circular)).url == sending_url(circular)


def test_as_long_as_proposals_are_taken_it_is_sent_only_with_a_tick(browser):
    circular = a_ready_circular()
    url = send_url(circular, f"?envia={circular.content_version}")
    ticks = [soup(browser.get(page)).select("input[name=encara]") for page in (url, send_url(circular))]
    page = browser.post(url)
    assert (page.status_code, len(page.context["refusals"]), again(circular).state) == (422, 1, "preparing")
    CircularPage.objects.update(deadline=timezone.now())
    ticks += [soup(browser.get(page)).select("input[name=encara]") for page in (url, send_url(circular))]
    assert [len(found) for found in ticks] == [1, 1, 0, 0]
    browser.post(url)
    assert again(circular).state == "sending"


def test_paused_both_screens_say_how_many_wait(browser, by):
    circular = a_begun_circular(by=by)
    write_mails(circular)
    pause(circular, by=by)
    number = Delivery.objects.count()
    here, there = (
        soup(browser.get(url)) for url in (sending_url(circular), f"/circular/{circular.month:%Y/%m}/compon/")
    )
    said = [words(found.select_one("[data-paused]")) for found in (here, there)]
    assert (said[0], str(number) in said[0]) == (said[1], True)


@pytest.mark.parametrize("seen", ["0", "", "x", "9" * 5000])
def test_one_that_has_changed_is_looked_at_again(browser, seen):
    circular = a_ready_circular()
    CircularPage.objects.update(content_version=3)
    page = browser.post(send_url(circular, f"?envia={seen}"), {"encara": "1"})
    assert (page.status_code, len(page.context["refusals"]), again(circular).state) == (422, 1, "preparing")
    assert f"?envia={again(circular).content_version}" in page.content.decode()


def test_it_is_scheduled_and_not_any_more(browser):
    circular = a_ready_circular()
    tomorrow = timezone.localdate() + timedelta(days=1)
    response = browser.post(send_url(circular), {"day": f"{tomorrow:%Y-%m-%d}", "hour": "09:30"}, follow=True)
    at = timezone.localtime(again(circular).scheduled_for)
    assert (again(circular).state, at.date(), at.hour, at.minute) == ("scheduled", tomorrow, 9, 30)
    assert len(said(response)) == 1
    assert 'value="09:30"' in response.content.decode()
    browser.post(send_url(circular), {"action": "unschedule"})
    assert (again(circular).state, again(circular).scheduled_for) == ("preparing", None)


@time_machine.travel("2026-03-20T10:00:00Z", tick=False)
def test_an_hour_that_no_clock_shows_is_not_taken(browser):
    circular = a_ready_circular()
    page = browser.post(send_url(circular), {"day": "2026-03-29", "hour": "02:30"})
    assert (page.status_code, list(page.context["form"].errors), again(circular).state) == (422, ["hour"], "preparing")
    browser.post(send_url(circular), {"day": "2026-03-29", "hour": "03:00"})
    assert again(circular).scheduled_for.isoformat() == "2026-03-29T01:00:00+00:00"


def test_a_month_without_circular_sends_none(browser, by):
    circular = a_ready_circular(state="skipped")
    assert [browser.get(send_url(circular)).status_code, browser.post(send_url(circular, "?envia=0")).status_code] == [
        404,
        404,
    ]
    assert (begin_sending(circular, by=by), Delivery.objects.count()) == (False, 0)


def test_what_was_typed_comes_back(browser):
    circular = a_ready_circular()
    page = browser.post(send_url(circular), {"day": "2020-01-01", "hour": "09:30"})
    assert (page.status_code, list(page.context["form"].errors), again(circular).state) == (422, ["day"], "preparing")
    assert 'value="2020-01-01"' in page.content.decode()


def test_the_progress_stands_in_the_rows(browser):
    circular = a_begun_circular()
    write_mails(circular)
    first = Delivery.objects.first()
    Delivery.objects.filter(pk=first.pk).update(state="failed", settled_at=timezone.now())
    Message.objects.filter(person=first.person).update(state="failed", answer="550 No existeix")
    for _look in range(2):
        page = browser.get(sending_url(circular))
        found = page.context["progress"]
        assert (found.failed, found.queued, found.total) == (1, Delivery.objects.count() - 1, Delivery.objects.count())
    for shown in (page, browser.get(sending_url(circular, "estat/?estat=sending"))):
        row = soup(shown).select_one(".send-failures li")
        assert (words(row), len(soup(shown).select(".send-failures ~ p"))) == (f"{first.person} 550 No existeix", 0)
    assert f'hx-get="{sending_url(circular)}estat/?estat=sending"' in page.content.decode()


def test_the_numbers_come_alone_until_it_stands_otherwise(browser, by):
    circular = a_begun_circular(by=by)
    numbers = browser.get(sending_url(circular, "estat/?estat=sending"), headers={"hx-request": "true"})
    assert (numbers.templates[0].name, "HX-Refresh" in numbers) == ("circular/send_progress.html", False)
    pause(circular, by=by)
    anew = browser.get(sending_url(circular, "estat/?estat=sending"), headers={"hx-request": "true"})
    assert anew["HX-Refresh"] == "true"


def test_the_buttons_are_those_of_where_it_stands(browser):
    circular = a_begun_circular()
    states = []
    for action in ("pause", "resume"):
        browser.post(sending_url(circular), {"action": action})
        states.append(again(circular).state)
    assert browser.get(sending_url(circular, "?atura")).templates[0].name == "circular/send_stop.html"
    assert again(circular).state == "sending"
    browser.post(sending_url(circular, "?atura"))
    states.append(again(circular).state)
    page = browser.get(sending_url(circular)).content.decode()
    assert ('value="rest"' in page, 'value="pause"' in page, "?estat=" in page) == (True, False, False)
    browser.post(sending_url(circular), {"action": "rest"})
    assert [*states, again(circular).state] == ["paused", "sending", "stopped", "sending"]
    assert browser.post(sending_url(circular), {"action": "burn"}).status_code == 404


def test_a_button_that_comes_too_late_says_how_it_stands(browser, by):
    circular = a_begun_circular(by=by)
    stop(circular, by=by)
    page = browser.post(sending_url(circular), {"action": "pause"})
    assert (page.status_code, len(page.context["refusals"]), again(circular).state) == (422, 1, "stopped")


def test_before_it_is_out_there_is_nothing_to_follow(browser):
    circular = a_ready_circular()
    assert browser.get(sending_url(circular)).url == send_url(circular)
    assert browser.post(sending_url(circular), {"action": "pause"}).url == send_url(circular)


def test_nobody_else_finds_these_pages(client_of):
    circular, sent = a_ready_circular(), a_sent_circular()
    member = client_of(a_member())
    for url in (send_url(circular), send_url(circular, "?envia=0"), sending_url(sent), sending_url(sent, "estat/")):
        assert (member.get(url).status_code, member.post(url).status_code) == (404, 404)
    assert (again(circular).state, Delivery.objects.count()) == ("preparing", 0)


@pytest.mark.parametrize("number", [1, 3, 30])
def test_as_many_statements_for_any_number_of_people(browser, number, django_assert_num_queries):
    circular = a_begun_circular()
    people = [a_member() for _ in range(number)]
    Delivery.objects.bulk_create([Delivery(circular=circular, person=one, state="failed") for one in people])
    browser.get(sending_url(circular))
    with django_assert_num_queries(9):
        browser.get(sending_url(circular))
