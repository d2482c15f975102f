"""Addresses below `/<lang>/newsletter/`, and the one without a language for mail programs."""

from __future__ import annotations

from django.urls import path

from newsletter.presentation.feeds import IssuesFeed
from newsletter.subscribers import views

app_name = "newsletter"

urlpatterns = [
    path("", views.start, name="start"),
    path("feed.xml", IssuesFeed(), name="feed"),
    path("subscribe/", views.subscribe, name="subscribe"),
    path("sent/", views.sent, name="sent"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("preferences/<str:token>/", views.preferences, name="preferences"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("links/", views.links, name="links"),
]
