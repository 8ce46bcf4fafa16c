"""Addresses of the room: neutral words, since they stand in a device's history."""

from django.urls import path

from homegroup.search import views

app_name = "search"
urlpatterns = [path("search/", views.search, name="search")]
