from django.urls import URLPattern, path

from home.views import dashboard

urlpatterns: list[URLPattern] = [
    path("", dashboard, name="dashboard"),
]
