"""Addresses of the room."""

from django.urls import path

from homegroup.exchange import views

app_name = "exchange"
urlpatterns = [
    path("feeds/meeting-guide.json", views.meeting_guide_feed, name="meeting_guide"),
]
