"""Addresses of the room."""

from django.urls import URLPattern

app_name = "helplines"
urlpatterns: list[URLPattern] = []
