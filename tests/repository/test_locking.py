"""Who edits, decides or discards comes one after the other."""

import pytest
from django.db import connection

from repository.domain.locking import held

pytestmark = pytest.mark.django_db


def test_a_resource_is_held_by_both_of_its_rows_where_rows_are_held():
    """Wagtail writes the page's, whoever rearranges the tree too; what hangs on it by an outer join no database holds."""
    said = str(held().query)
    rows = 'FOR UPDATE OF "wagtailcore_page", "repository_resourcepage"'
    # SQLite has one writer at a time.
    assert [said.count("FOR UPDATE"), said.count(rows)] == [connection.vendor == "postgresql"] * 2
    assert said.partition("ORDER BY ")[2].startswith('"repository_resourcepage"."page_ptr_id" ASC')
