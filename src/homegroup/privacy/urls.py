"""Addresses of the room."""

from django.urls import path

from homegroup.privacy import views

app_name = "privacy"
urlpatterns = [
    path("privacy/", views.promises, name="promises"),
    path("me/data/", views.data, name="data"),
    path("me/data/export/", views.get_data, name="export"),
    path("me/leave/", views.leave, name="leave"),
    path("left/", views.left, name="left"),
]
