"""Addresses of the room: neutral words, since they stand in a device's history."""

from django.urls import path

from homegroup.wisdom.views import editing, own, pages, reading

app_name = "wisdom"
urlpatterns = [
    path("helped/", reading.overview, name="all"),
    path("helped/own/", own.own, name="own"),
    path("helped/own/<uuid:statement>/", own.one, name="one"),
    path("helped/own/<uuid:statement>/back/", own.withdraw, name="withdraw"),
    path("helped/offer/", own.offer, name="offer"),
    path("helped/keep/<slug:kind>/<slug:thing>/", own.keep, name="keep"),
    path("helped/desk/", editing.home_desk, name="home_desk"),
    path("helped/desk/<uuid:statement>/", editing.home_edit, name="home_edit"),
    path("helped/desk/page/<slug:situation>/", pages.home_page, name="home_page"),
    path("helped/<slug:situation>/", reading.situation, name="situation"),
    path("helped/<slug:situation>/<uuid:statement>/", reading.press, name="press"),
    path("groups/<slug:slug>/helped/", editing.desk, name="desk"),
    path("groups/<slug:slug>/helped/<uuid:statement>/", editing.edit, name="edit"),
    path("groups/<slug:slug>/helped/page/<slug:situation>/", pages.page, name="page"),
]
