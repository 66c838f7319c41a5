"""The screen on which a circular is put together: what it shows, what its buttons do, with htmx and without."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.models import Topic
from home.circular.domain.composing import accept
from home.circular.domain.knowing import words_of_taken_back
from home.circular.domain.months import month_after, month_before
from home.circular.domain.ordering import move
from home.circular.domain.wording import reword
from home.circular.enums import CircularState, DropReason, EntryState, Section
from home.circular.models import CircularEntry, CircularPage
from home.circular.views.compose_board import Board
from intranet.members.models import User
from intranet.templatetags.intranet import day_words
from tests.asking import asked
from tests.circular.screen import HTMX, address, press, shown, text_of
from tests.factories.circular import a_circular, a_proposal, a_sent_circular, an_entry
from tests.factories.forum import a_topic
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, someone_of_coordination
from tests.factories.repository import a_resource

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of, chief):
    return client_of(chief)


def test_candidates_stand_beside_what_is_in_the_circular(client, circular):
    soon = a_proposal(circular, section=Section.AGENDA, day=timezone.localdate())
    later = a_proposal(circular, section=Section.AGENDA, day=timezone.localdate() + timedelta(days=9))
    grant, inside = a_proposal(circular, section=Section.GRANTS), an_entry(circular, section=Section.COUNCILS)
    html = text_of(client.get(address(circular)))
    assert (shown(html, "proposta"), shown(html, "entrada")) == ([soon.pk, later.pk, grant.pk], [inside.pk])
    some = text_of(client.get(address(circular), {"seccio": "ajuts"}))
    assert shown(some, "proposta") == [grant.pk]
    assert shown(text_of(client.get(address(circular), {"seccio": "cap"})), "proposta") == shown(html, "proposta")


def test_composing_three_hundred_takes_as_many_statements_as_one(client, circular, django_assert_num_queries):
    """With what is wrong and what the mail weighs. The contract is 12."""

    def looks(number):
        present = circular.entries.count()
        for turn in range(present, number):
            facts = (
                {"topic": a_topic(title=f"Tema {turn}")} if turn % 3 == 1 else {"link": f"https://example.org/{turn}"}
            )
            state = EntryState.ACCEPTED if turn % 10 == 0 else EntryState.WAITING
            an_entry(circular, state=state, section=Section.values[turn % 7], **facts)
        client.get(address(circular))
        CircularPage.objects.filter(pk=circular.pk).update(version=number)  # nothing weighed is remembered
        with django_assert_num_queries(10):
            assert len(shown(text_of(client.get(address(circular))), "(?:proposta|entrada)")) == number

    for number in (1, 3, 30, 300):
        looks(number)


def test_a_button_needs_no_script(client, circular):
    entry = a_proposal(circular, title="Fira", section=Section.AGENDA)
    answer = press(client, circular, accepta=entry.pk)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{address(circular)}#propostes")
    html = text_of(client.get(address(circular)))
    said = _("«%(title)s» is accepted: it stands in %(section)s.") % {"title": "Fira", "section": Section.AGENDA.label}
    assert (said in html, shown(html, "entrada")) == (True, [entry.pk])
    undo = re.search(r'name="(\w+)" value="([^"]+)" data-undo', html)
    press(client, circular, **{undo[1]: undo[2]})
    assert CircularEntry.objects.get().state == "waiting"


def test_htmx_gets_the_pieces_that_are_others_now(client, circular):
    entry, other = a_proposal(circular), a_proposal(circular)
    html = text_of(press(client, circular, htmx=True, v=0, accepta=entry.pk))
    assert f'<div id="proposta-{entry.pk}" hx-swap-oob="delete"></div>' in html
    assert (shown(html, "entrada"), shown(html, "proposta")) == ([entry.pk], [])
    assert '<input type="hidden" name="v" value="1">' in html
    accept(other, by=someone_of_coordination())
    stale = text_of(press(client, circular, htmx=True, v=1, destaca=entry.pk))
    assert ('id="candidates" hx-swap-oob' in stale, shown(stale, "entrada")) == (True, [entry.pk, other.pk])


def test_what_is_taken_out_can_go_back_to_its_place(client, circular):
    entries = [an_entry(circular, section=Section.AGENDA) for _number in range(3)]
    html = text_of(press(client, circular, htmx=True, torna=entries[1].pk))
    waits = CircularEntry.objects.get(pk=entries[1].pk)
    assert (shown(html, "proposta"), shown(html, "entrada")) == ([entries[1].pk], [entries[0].pk, entries[2].pk])
    assert f'name="posa" value="{entries[1].pk}:agenda:{entries[2].pk}:{waits.stamp}" data-undo' in html
    press(client, circular, posa=f"{entries[1].pk}:agenda:{entries[2].pk}")
    assert list(circular.entries.in_order()) == entries


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize("name", ["accepta", "posa"])
def test_what_has_changed_meanwhile_is_shown_and_not_accepted(client, circular, name, htmx):
    entry = a_proposal(circular, title="Fira", section=Section.AGENDA)
    button = re.search(r'name="accepta" value="([^"]+)"', text_of(client.get(address(circular))))[1]
    assert button == f"{entry.pk}:{entry.stamp}" == f"{entry.pk}:0.waiting.agenda.{entry.position}"
    reword(entry, by=someone_of_coordination(), title="Fira d’una altra cosa", text="", seen=0)
    given = {"accepta": button, "posa": f"{entry.pk}:agenda::{entry.stamp}"}[name]
    answer = press(client, circular, htmx=htmx, v=0, **{name: given})
    html = text_of(answer if htmx else client.get(address(circular)))
    said = _("«%(title)s» has changed meanwhile, and is not accepted yet. Read what it says now, and decide.")
    assert (said % {"title": "Fira d’una altra cosa"} in html, shown(html, "proposta")) == (True, [entry.pk])
    assert (f'value="{entry.pk}:1.waiting.agenda.{entry.position}"' in html, CircularEntry.objects.get().state) == (
        True,
        "waiting",
    )


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize("name", ["rebutja", "amunt", "torna", "destaca", "posa"])
def test_what_somebody_else_has_done_meanwhile_is_not_undone(client, circular, name, htmx):
    _above, entry = (an_entry(circular, section=Section.AGENDA, title=title) for title in "AB")
    if name == "rebutja":
        entry = a_proposal(circular, section=Section.AGENDA, title="B")
    before, other = entry.stamp, someone_of_coordination()
    if name == "rebutja":
        accept(entry, by=other)
    else:  # to take it out or to highlight it, one need not know its turn
        move(entry, by=other, direction="up" if name in {"amunt", "posa"} else "down")
    stands = list(circular.entries.in_order().values("pk", "state", "position", "is_highlight"))
    value = f"{entry.pk}:grups::{before}" if name == "posa" else f"{entry.pk}:{before}"
    answer = press(client, circular, htmx=htmx, v=0, reason="No.", **{name: value})
    html = text_of(answer if htmx else client.get(address(circular)))
    assert list(circular.entries.in_order().values("pk", "state", "position", "is_highlight")) == stands
    tone = html[html.index("messages" if htmx else 'id="messages"') :]
    assert ('data-tone="warning"' in tone, "data-undo" in html, str(other) in html) == (True, False, name == "rebutja")
    stamp = CircularEntry.objects.get(pk=entry.pk).stamp
    assert f'name="torna" value="{entry.pk}:{stamp}"' in html


def test_each_press_carries_what_the_one_before_it_left(client, circular):
    entries = [an_entry(circular, section=Section.AGENDA, title=title) for title in "ABCDE"]
    html = text_of(client.get(address(circular)))
    for _turn in range(4):
        value = re.search(rf'name="avall" value="({entries[0].pk}:[^"]+)"', html)[1]
        html = text_of(press(client, circular, htmx=True, avall=value))
    assert "".join(circular.entries.in_order().values_list("title", flat=True)) == "BCDEA"


def rows_of(circular):
    return list(circular.entries.in_order().values_list("title", "state", "section", "is_highlight"))


@pytest.mark.parametrize("name", ["amunt", "avall", "destaca", "torna", "posa", "rebutja"])
def test_whatever_is_done_can_be_undone(client, circular, name):
    """Also of one that is highlighted, over the border of its section, and with a reason: who proposed it is not told yet."""
    for title in "ABC":
        an_entry(circular, section=Section.AGENDA, title=title)
    accept(a_proposal(circular, title="P", section=Section.AGENDA), by=someone_of_coordination())
    entry = circular.entries.get(title={"amunt": "B", "avall": "P", "rebutja": "P"}.get(name, "A"))
    if name in {"torna", "rebutja"}:
        press(client, circular, htmx=True, destaca=entry.pk)
    before = rows_of(circular)
    value = f"{entry.pk}:grups::{entry.stamp}" if name == "posa" else f"{entry.pk}:{entry.stamp}"
    html = text_of(press(client, circular, htmx=True, reason="No.", **{name: value}))
    assert rows_of(circular) != before
    undo = re.search(r'name="(\w+)" value="([^"]+)" data-undo', html)
    html = text_of(press(client, circular, htmx=True, **{undo[1]: undo[2]}))
    assert (rows_of(circular), "data-undo" in html) == (before, True)


def test_what_others_move_is_not_in_the_way_of_what_one_highlights(client, circular):
    first, second = (an_entry(circular, section=Section.AGENDA, title=title) for title in "AB")
    move(first, by=someone_of_coordination(), direction="down")
    press(client, circular, destaca=f"{second.pk}:{second.stamp}")
    assert rows_of(circular) == [("B", "accepted", "agenda", True), ("A", "accepted", "agenda", False)]


def test_a_reason_is_asked_for_and_what_was_typed_is_kept(client, circular):
    entry = a_proposal(circular)
    refused = press(client, circular, rebutja=entry.pk, reason="   ")
    assert (refused.status_code, list(refused.context["reject_form"].errors)) == (422, ["reason"])
    long = press(client, circular, rebutja=entry.pk, reason="massa " * 200)
    assert (long.status_code, "massa massa" in text_of(long)) == (422, True)
    assert press(client, circular, htmx=True, rebutja=entry.pk, reason="").status_code == 422
    assert press(client, circular, rebutja=entry.pk, reason="Ja\0").status_code == 422  # PostgreSQL keeps no NUL
    press(client, circular, rebutja=entry.pk, reason="Ja ha passat.")
    entry.refresh_from_db()
    assert (entry.state, entry.reason) == ("rejected", "Ja ha passat.")


def test_where_it_stands_now_is_said(client, circular):
    first, last = (an_entry(circular, section=Section.AGENDA, title=title) for title in "AB")
    html = text_of(press(client, circular, htmx=True, amunt=last.pk))
    said = _("«%(title)s» is number %(turn)d of %(number)d in %(section)s.")
    ngettext_words = said % {"title": "B", "turn": 1, "number": 2, "section": Section.AGENDA.label}
    assert (ngettext_words in html, shown(html, "entrada")) == (True, [last.pk, first.pk])


@pytest.mark.parametrize("htmx", [True, False])
def test_nobody_decides_on_what_they_do_not_see(client, circular, htmx):
    topic = a_topic(group=WorkingGroupFactory(access="private"), title="Pressupost reservat")
    hidden = an_entry(circular, state=EntryState.WAITING, topic=topic, title="Pressupost reservat")
    printed = an_entry(circular, topic=a_topic(group=topic.group), title="Pressupost reservat també")
    pages = [text_of(client.get(address(circular)))]
    for name in ("accepta", "rebutja", "torna", "destaca", "amunt", "text-nou"):
        pages.append(text_of(press(client, circular, htmx=htmx, **{name: hidden.pk})))
        pages.append(text_of(press(client, circular, htmx=htmx, **{name: printed.pk})))
    pages.append(text_of(press(client, circular, htmx=htmx, posa=f"{hidden.pk}:agenda:")))
    words = client.get(address(circular, "circular_entry", hidden.pk), headers=HTMX if htmx else {})
    assert ([page for page in pages if "reservat" in page], words.status_code) == ([], 404)
    assert list(circular.entries.order_by("pk").values_list("state", flat=True)) == ["waiting", "accepted"]


def test_whoever_is_in_the_group_sees_it(client_of, chief, circular):
    group = WorkingGroupFactory(access="private")
    GroupMembershipFactory(group=group, user=chief)
    entry = an_entry(circular, state=EntryState.WAITING, topic=a_topic(group=group))
    assert shown(text_of(client_of(chief).get(address(circular))), "proposta") == [entry.pk]


@pytest.mark.parametrize(
    "given", [{}, {"accepta": "x"}, {"accepta": "9" * 5000}, {"posa": "9" * 5000}, {"posa": "1:2"}, {"posa": "::::"}]
)
def test_what_no_button_sends_does_nothing(client, circular, given):
    entry = a_proposal(circular)
    answer = press(client, circular, **given)
    entry.refresh_from_db()
    assert (answer.status_code in {303, 404}, entry.state) == (True, "waiting")


def test_somebody_elses_change_is_news_and_ones_own_is_not(client, circular):
    state = address(circular, "circular_compose_state")
    assert client.get(state, {"v": 0}).status_code == 204
    accept(a_proposal(circular), by=someone_of_coordination())
    assert f'href="{address(circular)}"' in text_of(client.get(state, {"v": 0}))
    assert client.get(state, {"v": 1}).status_code == 204
    assert " kB" in text_of(client.get(state, {"mida": 1}))


def test_the_deadline_is_changed_or_says_why_not(client, circular):
    day = timezone.localdate() + timedelta(days=1)
    press(client, circular, termini=1, day=day.isoformat(), hour="12:00")
    circular.refresh_from_db()
    assert timezone.localtime(circular.deadline).strftime("%Y-%m-%d %H:%M") == f"{day} 12:00"
    late = press(client, circular, termini=1, day=str(circular.month + timedelta(days=60)), hour="12:00")
    assert (late.status_code, list(late.context["deadline_form"].errors)) == (422, ["day"])
    assert press(client, circular, termini=1, day="ahir", hour="").status_code == 422


def test_of_what_is_out_words_alone_are_put_right(client):
    circular = a_sent_circular()
    entry = an_entry(circular)
    html = text_of(client.get(address(circular)))
    assert (shown(html, "entrada"), "data-words" in html, 'name="amunt"' in html) == ([entry.pk], True, False)
    press(client, circular, torna=entry.pk)
    entry.refresh_from_db()
    assert entry.state == "accepted"
    CircularPage.objects.update(state=CircularState.SENDING)
    html = text_of(client.get(address(circular)))
    assert ("data-words" in html, "<textarea" in html) == (False, False)


def test_the_dashboard_asks_about_none_whose_time_is_over(chief, circular):
    old = a_circular(month_before(month_before(circular.month)))
    for one in (old, circular):
        a_proposal(one)
    (ask,) = asked(chief, "circular_late", "circular_entries")
    assert ask.url == f"{address(circular)}#propostes"


def test_the_dashboard_asks_for_a_day_once_no_more_proposals_are_taken(chief, circular):
    CircularPage.objects.filter(pk=circular.pk).update(deadline=timezone.now() - timedelta(days=1))
    (ask,) = asked(chief, "circular_late", "circular_entries")
    words = day_words(timezone.localdate() - timedelta(days=1))
    assert (circular.title in ask.text, words in ask.text, ask.url) == (True, True, address(circular))
    at = timezone.now() + timedelta(days=1)
    CircularPage.objects.filter(pk=circular.pk).update(scheduled_for=at, state=CircularState.SCHEDULED)
    assert asked(chief, "circular_late", "circular_entries") == []


def test_what_was_taken_back_is_told_without_its_title(client, chief, circular):
    private = WorkingGroupFactory(access="private")
    for group, title in ((None, "Retirat"), (private, "Reservat")):
        dropped = {"drop_reason": DropReason.GONE, "title": title}
        an_entry(circular, topic=a_topic(group), is_highlight=True, **dropped)
        an_entry(circular, topic=a_topic(), state=EntryState.WAITING, **dropped)
    Topic.objects.update(removed_at=timezone.now())
    answer = client.get(address(circular))
    html, board = text_of(answer), answer.context["board"]
    assert ("Retirat" in html, "Reservat" in html, board.highlighted) == (False, False, 1)
    assert html.count(f"<li>{words_of_taken_back(circular.entries.first())}</li>") == 1
    GroupMembershipFactory(group=private, user=chief)
    assert Board(circular, User.objects.with_standing().get(pk=chief.pk)).out_by_themselves == 2


def test_a_month_without_any_is_closed_once_somebody_says_yes(client, circular):
    entry = an_entry(circular)
    place = f"{address(circular)}?salta"
    assert f'href="{place}"' in text_of(client.get(address(circular)))
    asked = client.get(place)
    assert (asked.templates[0].name, CircularPage.objects.get().state) == ("circular/compose_skip.html", "preparing")
    assert client.post(place).headers["Location"] == reverse("circulars")
    entry.refresh_from_db()
    assert (CircularPage.objects.get(pk=circular.pk).state, entry.state) == ("skipped", "waiting")
    assert entry.circular.month == month_after(circular.month)
    for name, status in (("circular_compose", 302), ("circular_intro", 404)):
        assert client.get(address(circular, name)).status_code == status
    htmx = press(client, circular, htmx=True, recull=1)
    assert (htmx.status_code, htmx.headers["HX-Redirect"]) == (204, reverse("circulars"))
    assert client.get(address(circular, "circular_compose_state"), {"v": 0}).status_code == 200
    client.get(f"{address(entry.circular)}?salta")
    assert entry.circular.is_open


def test_of_what_is_out_there_is_one(client, client_of, roles, circular):
    sent = a_sent_circular()
    assert client.post(f"{address(sent)}?salta").headers["Location"] == address(sent)
    assert client_of(roles["member"]).post(f"{address(circular)}?salta").status_code == 404
    assert set(CircularPage.objects.values_list("state", flat=True)) == {"sent", "preparing"}


def test_only_the_next_one_gathers(client, circular):
    later = a_circular(month_after(circular.month))
    a_resource()
    press(client, later, recull=1)
    assert later.entries.count() == 0
    press(client, circular, recull=1)
    assert circular.entries.count() == 1


def test_the_dashboard_asks_coordination_alone(chief, client_of, roles, circular):
    a_proposal(circular)
    an_entry(circular, state=EntryState.WAITING, topic=a_topic())
    topic = a_topic(group=WorkingGroupFactory(access="private"))
    an_entry(circular, state=EntryState.WAITING, topic=topic)
    link = f'href="{address(circular)}#propostes"'
    assert [link in text_of(client_of(roles[who]).get("/")) for who in ("coordination", "member", "guest")] == [
        True,
        False,
        False,
    ]
    (ask,) = asked(chief, "circular_late", "circular_entries")
    assert re.findall(r"\b\d\b", ask.text)[:2] == ["2", "1"]  # waiting, proposed by members
