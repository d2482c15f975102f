"""Addresses below `/admin/applications/`."""

from __future__ import annotations

from django.urls import path

from joining.office import views

app_name = "applications"

urlpatterns = [
    path("", views.ApplicationsView.as_view(), name="all"),
    path("<int:pk>/", views.ApplicationView.as_view(), name="one"),
    path("<int:pk>/files/<int:key>/", views.ApplicationFileView.as_view(), name="file"),
]
