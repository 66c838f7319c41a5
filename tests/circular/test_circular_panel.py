"""The circular on the dashboard, and in the sections' bar."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from home.circular.domain.months import taking_proposals
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
    assert (panel.context["latest"], panel.context["taking"]) == (latest, taking)
    assert late.is_open


def test_dashboard_shows_it(client_of):
    a_sent_circular(title="Circular de prova", intro="<p>Bon mes!</p>")
    said = client_of(a_member()).get("/").content.decode()
    assert [words in said for words in ("Circular de prova", "Bon mes!", "/circular/proposa/")] == [True, True, True]


def test_guests_are_told_of_none(rf):
    a_sent_circular()
    assert panel_of(rf, a_guest()) is None
