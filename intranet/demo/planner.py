"""What PostgreSQL's planner has to know of a database that fills within one transaction."""

from django.db import connection


def tell_planner() -> None:
    """How much there is by now.

    Nobody else can see what is not committed: until it is, the planner keeps to what it knew of the tables before, which may
    be that they are empty, and what takes milliseconds takes minutes. SQLite plans by the schema and needs no telling.
    """
    if connection.vendor != "postgresql":
        return
    tables = connection.introspection.django_table_names(only_existing=True)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, tables))}")
