"""Addresses of the room: neutral words, since they stand in a device's history."""

from django.urls import path

from homegroup.moderation.views import contact, desk, people, reporting, tending

app_name = "moderation"
_desk = "groups/<slug:slug>/desk/"
_house = "console/desk/"
_thing = "<slug:kind>/<slug:thing>/"
_person = "groups/<slug:slug>/members/<uuid:person>/"
urlpatterns = [
    path(f"report/{_thing}", reporting.report, name="report"),
    path("reports/", reporting.mine, name="mine"),
    path("reports/told/", reporting.told, name="told"),
    path("reports/told/<uuid:row>/", reporting.appeal, name="appeal"),
    path("groups/<slug:slug>/log/", reporting.log, name="log"),
    path(_desk, desk.desk, name="desk"),
    path(f"{_desk}tending/", tending.tending, name="tending"),
    path(f"{_desk}people/<uuid:person>/", people.person, name="person"),
    path(f"{_desk}away/<uuid:row>/", people.ban, name="ban"),
    path(f"{_desk}{_thing}", desk.case, name="case"),
    path(f"{_desk}{_thing}shown/", desk.opened, name="evidence"),
    path(_house, desk.house_desk, name="house_desk"),
    path(f"{_house}people/<uuid:person>/", people.house_person, name="house_person"),
    path(f"{_house}away/<uuid:row>/", people.house_ban, name="house_ban"),
    path(f"{_house}{_thing}", desk.house_case, name="house_case"),
    path(f"{_house}{_thing}shown/", desk.house_opened, name="house_evidence"),
    path(f"{_person}contact/", contact.no_contact, name="no_contact"),
    path("me/contacts/", contact.contacts, name="contacts"),
]
