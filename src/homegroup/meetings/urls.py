"""Addresses of the directory."""

from django.urls import path

from homegroup.meetings import views

app_name = "meetings"
urlpatterns = [
    path("meetings/", views.search, name="search"),
    path("meetings/<slug:slug>/", views.meeting, name="meeting"),
    path("meetings/<slug:slug>/report/", views.report, name="report"),
    path("groups/<slug:slug>/", views.group, name="group"),
]
