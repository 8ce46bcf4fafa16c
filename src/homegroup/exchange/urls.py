"""Addresses of the room."""

from django.urls import path

from homegroup.exchange import views

app_name = "exchange"
urlpatterns = [
    path("feeds/meeting-guide.json", views.meeting_guide_feed, name="meeting_guide"),
    path("feeds/meetings.ics", views.calendar_feed, name="calendar"),
    path("feeds/meetings.csv", views.csv_feed, name="csv"),
    path("meetings/<slug:slug>.ics", views.meeting_calendar, name="meeting_calendar"),
]
