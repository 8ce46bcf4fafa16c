"""Addresses of the directory."""

from django.urls import path

from homegroup.meetings.views import directory, secretary

app_name = "meetings"
urlpatterns = [
    path("meetings/", directory.search, name="search"),
    path("meetings/<slug:slug>/", directory.meeting, name="meeting"),
    path("meetings/<slug:slug>/report/", directory.report, name="report"),
    path("groups/<slug:slug>/", directory.group, name="group"),
    path("groups/<slug:slug>/meetings/", secretary.desk, name="desk"),
    path("groups/<slug:slug>/meetings/new/", secretary.add, name="add"),
    path("groups/<slug:slug>/meetings/<slug:meeting>/edit/", secretary.edit, name="edit"),
    path("groups/<slug:slug>/meetings/<slug:meeting>/dates/", secretary.dates, name="dates"),
    path("groups/<slug:slug>/meetings/<slug:meeting>/confirm/", secretary.confirm, name="confirm"),
    path("groups/<slug:slug>/corrections/", secretary.corrections, name="corrections"),
]
