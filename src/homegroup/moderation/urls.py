"""Addresses of the room: neutral words, since they stand in a device's history."""

from django.urls import path

from homegroup.moderation import views

app_name = "moderation"
_person = "groups/<slug:slug>/members/<uuid:person>/"
urlpatterns = [
    path("report/<slug:kind>/<slug:thing>/", views.report, name="report"),
    path("reports/", views.mine, name="mine"),
    path("groups/<slug:slug>/desk/", views.desk, name="desk"),
    path("groups/<slug:slug>/log/", views.log, name="log"),
    path(f"{_person}contact/", views.no_contact, name="no_contact"),
    path("console/desk/", views.house_desk, name="house_desk"),
    path("me/contacts/", views.contacts, name="contacts"),
]
