"""The address at which the former map kept its markers; other sites may still read it."""

from __future__ import annotations

from django.urls import path

from maps import views

urlpatterns = [
    path(
        "wp-content/uploads/wp-google-maps/<int:number>markers.xml",
        views.old_markers,
        name="old_markers",
    ),
]
