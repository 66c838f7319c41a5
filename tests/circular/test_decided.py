"""Who proposed an entry is told what was decided on it, by a notice and a mail, and why it is refused."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from forum.enums import Outcome
from forum.models import Experience
from home.circular.domain.composing import accept, put_back, reject
from home.circular.domain.proposing import propose_source
from home.circular.domain.sending import begin_sending
from home.circular.domain.told import tell_decided
from home.circular.models import CircularEntry, Delivery
from intranet.members.enums import GroupAccess
from intranet.members.models import GroupMembership, Position, User
from intranet.members.own_data import registered_exports
from intranet.notifications.kinds import Happening, kind_named
from intranet.notifications.models import Notification
from tests.factories.agenda import an_event, in_days
from tests.factories.circular import a_circular, a_proposal, a_sent_circular, an_entry
from tests.factories.forum import a_topic, an_experience
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_member, someone_of_coordination
from tests.factories.sending import a_ready_circular

pytestmark = pytest.mark.django_db
KIND = "circular_decided"


@pytest.fixture
def coordinator():
    return someone_of_coordination()


@pytest.fixture
def proposal():
    return a_proposal(a_circular(), title="Mercat de pagès")


def after(minutes):
    """The job, so much later."""
    tell_decided(timezone.now() + timedelta(minutes=minutes))


def told():
    return list(Notification.objects.filter(kind=KIND).values_list("recipient", "target_id"))


def lines(person):
    kind = kind_named(KIND)
    seen = kind.visible_to(person)
    return [(kind.line(Happening(one, one, None)), kind.excerpt(one), kind.url(one)) for one in seen]


def test_a_refusal_is_told_with_its_reason(proposal, coordinator):
    reject(proposal, by=coordinator, reason="Ja va sortir al setembre.")
    after(9)
    assert told() == []
    after(10)
    person = proposal.author
    assert told() == [(person.pk, proposal.pk)]
    [(line, words, url)] = lines(person)
    place = f"{reverse('circular_proposed')}#entrada-{proposal.pk}"
    assert ("Mercat de pagès" in line, words, url) == (True, "Ja va sortir al setembre.", place)
    assert lines(a_member()) == []


def test_how_a_council_failed_is_in_no_mail(coordinator):
    experience = an_experience()
    entry = a_proposal(
        a_circular(), title="Ens va anar malament", topic=experience.topic, author=experience.topic.author
    )
    Experience.objects.filter(pk=experience.pk).update(outcome=Outcome.FAILURE)
    reject(entry, by=coordinator, reason="El fracàs del mercat, no.")
    after(10)
    [(line, words, _url)] = lines(entry.author)
    assert (line != "", "malament" in line, words) == (True, False, "")
    Experience.objects.filter(pk=experience.pk).update(outcome=Outcome.SUCCESS)
    [(line, words, _url)] = lines(entry.author)
    assert ("malament" in line, words) == (True, "El fracàs del mercat, no.")


def test_what_was_accepted_and_called_off_is_not_told_to_go_in(proposal, coordinator):
    accept(proposal, by=coordinator)
    CircularEntry.objects.update(drop_reason="cancelled")
    after(10)
    assert (told(), lines(proposal.author)) == ([], [])


def test_what_is_decided_anew_is_told_anew_and_what_waits_again_is_not(proposal, coordinator):
    reject(proposal, by=coordinator, reason="Massa aviat.")
    after(10)
    put_back(proposal, by=coordinator)
    assert (lines(proposal.author), len(told())) == ([], 1)
    accept(proposal, by=coordinator)
    assert lines(proposal.author) == []
    after(10)
    [(_line, words, _url)] = lines(proposal.author)
    [row] = Notification.objects.filter(kind=KIND)
    assert (words, row.read_at) == ("", None)
    after(20)
    assert list(Notification.objects.filter(kind=KIND)) == [row]


def test_a_slip_that_is_put_right_in_time_is_told_to_nobody(proposal, coordinator):
    accept(proposal, by=coordinator)
    put_back(proposal, by=coordinator)
    after(10)
    assert told() == []
    accept(proposal, by=coordinator)
    reject(proposal, by=coordinator, reason="Una altra vegada.")
    after(10)
    [(_line, words, _url)] = lines(proposal.author)
    assert (words, told()) == ("Una altra vegada.", [(proposal.author.pk, proposal.pk)])


def test_whoever_waits_is_told_when_it_goes_out_or_on(coordinator):
    circular = a_ready_circular()
    circular.entries.update(told="accepted")
    yes, no, waits = (a_proposal(circular, title=title) for title in ("Sí", "No", "Espera"))
    gone = a_proposal(circular, event=an_event(), author=a_member(), drop_reason="cancelled")
    accept(yes, by=coordinator)
    reject(no, by=coordinator, reason="Aquest cop no.")
    begin_sending(circular, by=coordinator)
    now = dict(CircularEntry.objects.values_list("pk", "told"))
    assert ([now[one.pk] for one in (yes, no, waits, gone)], told()) == (["", "", "moves", ""], [])
    after(0)
    now = dict(CircularEntry.objects.values_list("pk", "told"))
    assert [now[one.pk] for one in (yes, no, waits, gone)] == ["accepted", "rejected", "moved", "rejected"]
    assert set(told()) == {(one.author.pk, one.pk) for one in (yes, no, waits, gone)}
    [(line, words, _url)] = lines(waits.author)
    assert ("Espera" in line, words) == (True, "")
    accept(CircularEntry.objects.get(pk=waits.pk), by=coordinator)
    assert lines(waits.author) == []
    after(10)
    assert [len(lines(one.author)) for one in (yes, no, waits)] == [1, 1, 1]


def test_what_was_called_off_stays_is_told_once_and_may_come_again(coordinator):
    circular, event = a_ready_circular(), an_event(start=in_days(80))
    entry = an_entry(circular, event=event, author=a_member(), drop_reason="cancelled", told="accepted")
    begin_sending(circular, by=coordinator)
    after(0)
    after(5)
    entry.refresh_from_db()
    assert (entry.circular, entry.state, told()) == (circular, "rejected", [(entry.author.pk, entry.pk)])
    [(_line, reason, _url)] = lines(entry.author)
    assert reason == entry.reason != ""
    again = propose_source(event, by=entry.author)
    assert (again.pk, again.state, again.circular.month > circular.month) == (entry.pk, "waiting", True)


def test_nobody_is_told_of_what_came_in_by_itself_or_of_what_they_decided_themselves(coordinator):
    circular = a_circular()
    accept(a_proposal(circular, topic=a_topic(), author=None), by=coordinator)
    accept(a_proposal(circular, author=coordinator), by=coordinator)
    after(10)
    assert told() == []


def test_it_cannot_be_switched_off_and_is_mailed_at_once():
    kind = kind_named(KIND)
    assert (kind.can_be_switched_off, kind.mail.value) == (False, "now")


def test_who_has_left_a_private_group_reads_its_words_nowhere_any_more(coordinator, client_of):
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    topic = a_topic(group, title="Secret de la colla")
    person = topic.author
    a_circular()
    GroupMembershipFactory(group=group, user=someone_of_coordination())
    entry = propose_source(topic, by=person)
    CircularEntry.objects.update(state="rejected", told="rejected", reason="Perquè no.")
    assert (len(lines(person)), registered_exports(person)["circular"][0]["title"]) == (1, "Secret de la colla")
    GroupMembership.objects.filter(group=group, user=person).delete()
    page = client_of(person).get(reverse("circular_proposed")).content.decode()
    exported = registered_exports(person)["circular"]
    assert (lines(person), "Secret" in page) == ([], False)
    assert exported == [
        {
            "entry": entry.pk,
            "circular": f"{entry.circular.month:%Y-%m}",
            "proposed_at": CircularEntry.objects.get().created_at.isoformat(),
            "is_hidden": True,
        }
    ]


def test_ones_own_are_in_the_file_of_ones_own_data():
    entry = an_entry(a_circular(), title="Fira", text="Vine.", link="https://exemple.cat")
    an_entry(entry.circular)
    [exported] = registered_exports(entry.author)["circular"]
    names = ("entry", "title", "text", "link", "state", "written_by_hand", "circular")
    month = f"{entry.circular.month:%Y-%m}"
    assert tuple(exported[name] for name in names) == (
        *(entry.pk, "Fira", "Vine.", "https://exemple.cat"),
        *("accepted", True, month),
    )
    assert mail.outbox == []
    Position.objects.filter(user=entry.author).delete()
    left = User.objects.with_standing().get(pk=entry.author_id)
    assert (left.standing.in_network, registered_exports(left)["circular"]) == (False, [exported])


def test_which_circulars_went_to_them_is_in_the_file_of_ones_own_data():
    person, circular = a_member(), a_sent_circular()
    facts = {"state": "skipped", "skip_reason": "left", "settled_at": timezone.now()}
    Delivery.objects.create(circular=circular, person=person, **facts)
    Delivery.objects.create(circular=circular, person=a_member(), state="sent")
    expected = {**facts, "settled_at": facts["settled_at"].isoformat()}
    month = f"{circular.month:%Y-%m}"
    assert registered_exports(person)["circular_mails"] == [{"circular": month, **expected}]
