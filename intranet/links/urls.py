from django.urls import path

from intranet.links.views import link

urlpatterns = [path("enllac/<str:token>/", link, name="link")]
