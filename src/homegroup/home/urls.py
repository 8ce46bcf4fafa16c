"""Addresses of the room."""

from django.urls import path

from homegroup.home import views

app_name = "home"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("time-zone/", views.time_zone, name="time_zone"),
]
