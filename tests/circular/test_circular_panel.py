"""The circular on the dashboard, and in the sections' bar."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from home.circular.domain.months import first_of, month_before, taking_proposals
from home.circular.enums import CircularState
from home.circular.latest_panel import latest_circular
from home.circular.models import CircularPage
from tests.factories.circular import a_circular, a_sent_circular
from tests.factories.members import a_guest, a_member

pytestmark = pytest.mark.django_db


def panel_of(rf, person):
    request = rf.get("/")
    request.user = person
    return latest_circular(request)


def test_latest_and_until_when_one_may_propose(rf, django_assert_num_queries):
    person = a_member()
    first = panel_of(rf, person).context
    late = a_circular(date(2026, 2, 1), deadline=timezone.now() - timedelta(days=1))
    second = panel_of(rf, person).context
    assert [(told["latest"], told["taking"].pk) for told in (first, second)] == [(None, None), (None, None)]
    assert second["taking"].month == taking_proposals().month
    CircularPage.objects.filter(month=second["taking"].month).delete()
    latest = [a_sent_circular(date(2026, month, 1)) for month in (1, 3)][-1]
    taking = a_circular(date(2026, 4, 1))
    with django_assert_num_queries(1):
        panel = panel_of(rf, person)
    assert (panel.context["latest"].pk, panel.context["taking"].pk) == (latest.pk, taking.pk)
    assert late.is_open


def test_the_next_one_that_takes_none_any_more_is_named_with_when_it_goes_out(rf, client_of):
    person, this_month = a_member(), first_of(timezone.localdate())
    a_sent_circular(month_before(this_month))
    closed = a_circular(this_month, title="Circular tancada", deadline=timezone.now() - timedelta(days=1))
    assert panel_of(rf, person).context["preparing"][:2] == (closed.pk, "Circular tancada")
    assert "Circular tancada" in client_of(person).get("/").content.decode()
    at = timezone.now() + timedelta(days=2)
    CircularPage.objects.filter(pk=closed.pk).update(scheduled_for=at, state=CircularState.SCHEDULED)
    assert panel_of(rf, person).context["preparing"].goes_out == at
    CircularPage.objects.filter(pk=closed.pk).update(deadline=at)
    told = panel_of(rf, person).context
    assert (told["preparing"], told["taking"].pk) == (None, closed.pk)
    CircularPage.objects.filter(pk=closed.pk).update(state=CircularState.SENT)
    assert panel_of(rf, person).context["preparing"] is None


def test_dashboard_shows_it(client_of):
    a_sent_circular(title="Circular de prova", intro="<p>Bon mes!</p>")
    said = client_of(a_member()).get("/").content.decode()
    assert [words in said for words in ("Circular de prova", "Bon mes!", "/circular/proposa/")] == [True, True, True]


def test_other_words_are_read_at_once_and_one_that_is_gone_no_more(client_of):
    client = client_of(a_member())
    circular = a_sent_circular(title="Circular de prova", intro="<p>Bon mes!</p>")
    said = [client.get("/").content.decode()]
    CircularPage.objects.filter(pk=circular.pk).update(
        intro="<p>Bon any!</p>", intro_version=circular.intro_version + 1
    )
    said.append(client.get("/").content.decode())
    CircularPage.objects.filter(pk=circular.pk).update(state=CircularState.PREPARING)
    said.append(client.get("/").content.decode())
    assert [("Bon mes!" in page, "Bon any!" in page) for page in said] == [(True, False), (False, True), (False, False)]


def test_guests_are_told_of_none(rf):
    a_sent_circular()
    assert panel_of(rf, a_guest()) is None
