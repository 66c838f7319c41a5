"""What becomes of an event, and the pages at which one says so."""

import pytest
from django.core.exceptions import PermissionDenied

from agenda.domain.states import cancel_event, postpone_event, restore_event
from agenda.enums import ChangeKind, EventState, Review
from agenda.models import Occurrence
from agenda.views.occurrences import MEANWHILE
from tests.factories.agenda import a_group_event, a_series, an_event, at, in_days
from tests.factories.members import WorkingGroupFactory, a_member

pytestmark = pytest.mark.django_db


def said(event):
    return [(change.kind, change.reason) for change in event.changes.order_by("pk")][1:]


def test_an_event_is_postponed_cancelled_and_on_after_all():
    event = a_series(times=3)
    by = event.author
    postpone_event(event, by=by, reason="Alerta meteorològica.")
    assert Occurrence.objects.filter(event=event).on().count() == 0
    cancel_event(event, by=by, reason="No hi ha quòrum.")
    cancel_event(event, by=by, reason="No hi ha quòrum.")
    event.refresh_from_db()
    assert (event.state, event.reason, event.sequence) == (EventState.CANCELLED, "No hi ha quòrum.", 3)
    event = restore_event(event, by=by)
    assert (event.state, event.reason, event.occurrences.on().count()) == (EventState.SCHEDULED, "", 3)
    assert said(event) == [
        (ChangeKind.POSTPONED, "Alerta meteorològica."),
        (ChangeKind.CANCELLED, "No hi ha quòrum."),
        (ChangeKind.RESTORED, ""),
    ]


def test_only_those_who_keep_it_may_and_nobody_hears_of_what_is_over_or_not_seen():
    event = an_event()
    with pytest.raises(PermissionDenied):
        cancel_event(event, by=a_member(), reason="")
    over, waiting = an_event(start=in_days(-9)), an_event(review=Review.WAITING)
    for one in (over, waiting):
        assert cancel_event(one, by=one.author, reason="No").state == EventState.CANCELLED
        assert one.changes.count() == 0


PAGES = ("estat/", "2032-04-15/mou/", "2032-04-15/anulla/", "2032-04-15/restaura/")


@pytest.mark.parametrize("page", PAGES)
def test_whoever_does_not_keep_it_finds_nothing(client_of, page):
    hidden = WorkingGroupFactory(access="private")
    secret = a_group_event(hidden, title="Reunió secreta", start=at(2032, 4, 15), frequency="WEEKLY", count=3)
    public = a_series(start=at(2032, 4, 15), times=3)
    client = client_of(a_member())
    for event in (secret, public):
        for answer in (client.get(f"/agenda/{event.pk}/{page}"), client.post(f"/agenda/{event.pk}/{page}", {})):
            assert answer.status_code == 404
            assert "secreta" not in answer.content.decode()


def test_one_date_is_cancelled_on_its_page_and_restored_from_the_message(client_of):
    event = a_series(start=at(2032, 4, 15), times=3)
    client, url = client_of(event.author), f"/agenda/{event.pk}/2032-04-22/"
    refused = client.post(f"{url}anulla/", {"reach": "following", "reason": ""})
    assert refused.status_code == 422
    assert refused.context["form"]["reach"].value() == "following"
    done = client.post(f"{url}anulla/", {"reach": "following", "reason": "És festiu."})
    assert (done.status_code, done["Location"]) == (302, url)
    assert [row.is_cancelled for row in event.occurrences.all()] == [False, True, True]
    assert [f'href="{url}restaura/?reach=following"' in message for message in message_of(done)] == [True]
    assert client.get(f"{url}mou/")["Location"] == url
    asked = client.get(f"{url}restaura/?reach=following")
    assert "És festiu." in asked.content.decode()
    assert client.post(f"{url}restaura/?reach=following")["Location"] == url
    assert [row.is_cancelled for row in event.occurrences.all()] == [False, False, False]


def message_of(answer):
    return [str(message) for message in answer.wsgi_request._messages]  # noqa: SLF001 - what the next page says


def test_the_rest_moves_on_its_page_and_what_is_refused_keeps_what_was_typed(client_of):
    event = a_series(start=at(2032, 4, 15), times=3)
    client, url = client_of(event.author), f"/agenda/{event.pk}/2032-04-22/mou/"
    typed = {"start_0": "2032-04-23", "start_1": "18:00", "end_0": "", "end_1": "17:00", "reach": "following"}
    refused = client.post(url, typed)
    page = refused.content.decode()
    assert (refused.status_code, page.count("<h1>")) == (422, 1)
    assert [kept for kept in ('value="2032-04-23"', 'value="18:00"', 'value="17:00"') if kept not in page] == []
    done = client.post(url, {**typed, "end_1": "19:30"})
    rest = event.continued_by.get()
    assert done["Location"] == f"/agenda/{rest.pk}/2032-04-23/"
    assert [row.start for row in rest.occurrences.all()] == [at(2032, 4, 23, 18), at(2032, 4, 30, 18)]
    [message] = message_of(done)
    back = f"/agenda/{rest.pk}/2032-04-23/mou/?reach=following&amp;start_0=2032-04-22&amp;start_1=10%3A00"
    assert back in message
    form = client.get(back.replace("&amp;", "&")).content.decode()
    assert [kept for kept in ('value="2032-04-22"', 'value="10:00"') if kept not in form] == []
    assert client.post(url, typed)["Location"] == f"/agenda/{rest.pk}/"  # pressed twice
    assert client.get(f"/agenda/{rest.pk}/2032-04-21/mou/")["Location"] == f"/agenda/{rest.pk}/"


def test_a_date_that_goes_while_its_form_is_sent_leads_on(client_of, monkeypatch):
    """Sent twice at once: both find the date where it was, and one comes second."""
    event = a_series(start=at(2032, 4, 15), times=4)
    rows = list(event.occurrences.select_related("event"))
    client, url = client_of(event.author), f"/agenda/{event.pk}/2032-04-22/"
    typed = {"start_0": "2032-04-23", "start_1": "18:00", "end_1": "19:30", "reach": "following"}
    client.post(f"{url}mou/", typed)
    rest = event.continued_by.get()
    monkeypatch.setattr("agenda.views.occurrences.kept_date_or_404", lambda *_asked: rows[1])
    late = [client.post(f"{url}mou/", typed), client.post(f"{url}anulla/", {"reach": "one", "reason": "Pluja"})]
    assert [answer["Location"] for answer in late] == [f"/agenda/{rest.pk}/"] * 2
    assert [message_of(answer)[-1] for answer in late] == [str(MEANWHILE)] * 2
    Occurrence.objects.filter(pk=rows[0].pk).delete()
    monkeypatch.setattr("agenda.views.occurrences.kept_date_or_404", lambda *_asked: rows[0])
    gone = client.post(f"/agenda/{event.pk}/2032-04-15/mou/", {**typed, "reach": "one"})
    assert gone["Location"] == f"/agenda/{rest.pk}/"


def test_a_rule_that_cannot_move_there_says_so(client_of):
    event = an_event(start=at(2032, 4, 15), frequency="DAILY", count=150)
    answer = client_of(event.author).post(
        f"/agenda/{event.pk}/2032-04-16/mou/",
        {"start_0": "2032-04-16", "start_1": "10:00", "end_0": "2032-06-30", "end_1": "10:00", "reach": "one"},
    )
    assert answer.status_code == 422
    assert event.occurrences.filter(is_moved=True).count() == 0


def test_the_whole_is_cancelled_on_its_page_and_restored_there(client_of):
    event = an_event(start=at(2032, 4, 15))
    client, url = client_of(event.author), f"/agenda/{event.pk}/estat/"
    assert client.get(f"/agenda/{event.pk}/2032-04-15/anulla/")["Location"] == url
    assert client.post(url, {"reason": "Per què no"}).status_code == 422
    done = client.post(url, {"state": "postponed", "reason": "Alerta meteorològica."})
    assert done["Location"] == f"/agenda/{event.pk}/"
    assert [f'<a href="{url}">' in message for message in message_of(done)] == [True]
    assert "Alerta meteorològica." in client.get(url).content.decode()
    client.post(url, {"action": "restore"})
    event.refresh_from_db()
    assert event.is_on


def test_where_a_date_goes_and_what_follows_is_said_before_it_moves(client_of):
    """With a button, and while one types; the fourth Thursday goes to a fifth Sunday, which not every month has."""
    event = a_series(start=at(2032, 1, 22), frequency="MONTHLY", month_day="nth", times=8)
    client, url = client_of(event.author), f"/agenda/{event.pk}/2032-02-26/mou/"
    typed = {"start_0": "2032-02-29", "start_1": "18:00", "end_1": "19:30", "reach": "following"}
    shown = client.post(url, {**typed, "action": "preview"})
    assert (shown.status_code, event.occurrences.count()) == (200, 8)
    foreseen = shown.context["foreseen"]
    assert (foreseen.repetition, foreseen.total, foreseen.dates[1]) == (
        "L’últim diumenge de cada mes, 7 vegades",
        7,
        "diumenge 28 de març de 2032, 18.00–19.30",
    )
    for page in (shown, client.get(f"{url}dates/", typed)):
        assert [words for words in (foreseen.repetition, *foreseen.dates) if words not in page.content.decode()] == []
    alone = client.get(f"{url}dates/", {**typed, "reach": "one"}).content.decode()
    assert ("diumenge 29 de febrer de 2032, 18.00–19.30" in alone, "<ol" in alone) == (True, False)
    assert client.post(url, {**typed, "end_1": "17:00", "action": "preview"}).status_code == 422
    assert client_of(a_member()).get(f"{url}dates/", typed).status_code == 404
