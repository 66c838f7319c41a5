"""The WSGI entry point that the web server loads."""

import os

from django.core.wsgi import get_wsgi_application

from intranet.jobs.lifeline import follow_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intranet.settings.production")

follow_parent()
application = get_wsgi_application()
