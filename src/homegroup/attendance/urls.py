"""Addresses of proofs. That of the check stands on papers: it never changes."""

from django.urls import path

from homegroup.attendance import views

app_name = "attendance"
urlpatterns = [
    path("attendance/", views.check, name="check"),
    path("attendance/keys.json", views.keys, name="keys"),
    path("rooms/<slug:room>/attendance/", views.proof, name="proof"),
    path("groups/<slug:slug>/attendance/", views.policy, name="policy"),
]
