"""Addresses of the room."""

from django.urls import URLPattern

app_name = "console"
urlpatterns: list[URLPattern] = []
