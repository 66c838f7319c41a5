"""Up to when each recurring job has been seen to."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobMark(models.Model):
    """One row a job. Moving `seen_to` forward is what gives the right to enqueue the job: only one process can."""

    name = models.CharField(_("name"), max_length=100, primary_key=True)
    seen_to = models.DateTimeField(_("seen to"))

    class Meta:
        verbose_name = _("mark of a job")
        verbose_name_plural = _("marks of jobs")

    def __str__(self) -> str:
        return self.name
