"""Addresses of the room."""

from django.urls import path

from homegroup.home.views import components, frame, help_now, landing, today

app_name = "home"
urlpatterns = [
    path("", landing.landing, name="landing"),
    path("today/", today.today, name="today"),
    path("time-zone/", landing.time_zone, name="time_zone"),
    path("help-now/", help_now.help_now, name="help_now"),
    path("help-now/kept/", help_now.kept_copy, name="help_now_kept"),
    path("exit/", frame.leave, name="exit"),
    path("exit/about/", frame.about_leaving, name="about_leaving"),
    path("discreet/", frame.choose_discreet, name="discreet"),
    path("manifest.webmanifest", frame.manifest, name="manifest"),
    path("worker.js", frame.worker, name="worker"),
    path("dev/components/", components.components, name="components"),
]
