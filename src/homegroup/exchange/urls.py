"""Addresses of the room."""

from django.urls import include, path

from homegroup.exchange import views
from homegroup.exchange.api import addresses
from homegroup.exchange.printing import views as printing

app_name = "exchange"
urlpatterns = [
    path("api/v1/", include((addresses, "api"))),
    path("feeds/meeting-guide.json", views.meeting_guide_feed, name="meeting_guide"),
    path("feeds/meetings.ics", views.calendar_feed, name="calendar"),
    path("feeds/meetings.csv", views.csv_feed, name="csv"),
    path("meetings/<slug:slug>.ics", views.meeting_calendar, name="meeting_calendar"),
    path("meetings/print/", printing.print_options, name="print"),
    path("meetings/print.pdf", printing.list_pdf, name="list_pdf"),
    path("meetings/<slug:slug>/poster/", printing.poster_options, name="poster_options"),
    path("meetings/<slug:slug>/poster.pdf", printing.poster_pdf, name="poster"),
]
