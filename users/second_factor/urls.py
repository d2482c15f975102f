"""Addresses of the second factor, below `/admin/`."""

from __future__ import annotations

from django.urls import path

from users.second_factor import views

urlpatterns = [
    path("second-factor/", views.overview, name="second_factor"),
    path("second-factor/code/", views.ask_code, name="second_factor_code"),
    path("second-factor/set-up/", views.set_up, name="second_factor_set_up"),
    path("second-factor/stop/<str:token>/", views.stop_reset, name="stop_factor_reset"),
]
