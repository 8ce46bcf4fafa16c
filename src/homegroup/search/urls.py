"""Addresses of the room: neutral words, since they stand in a device's history."""

from django.urls import URLPattern

app_name = "search"
urlpatterns: list[URLPattern] = []
