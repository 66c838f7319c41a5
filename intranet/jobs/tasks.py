"""The one task through which every recurring job reaches a worker."""

from django_tasks import task

from intranet.jobs.registry import find_job


@task(backend="background")
def run_job(name: str) -> None:
    """Run a registered job. Fails when its app is not installed here any more."""
    find_job(name).run()
