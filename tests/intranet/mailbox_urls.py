"""The site's addresses as the demo has them."""

from django.urls import include, path

from intranet import urls as site

urlpatterns = [path("correu/", include("intranet.mailbox.urls")), *site.urlpatterns]
handler404 = site.handler404
