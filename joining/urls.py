"""Addresses below `/<lang>/join/`."""

from __future__ import annotations

from django.urls import path

from joining.public import step_views, views

app_name = "joining"

urlpatterns = [
    path("", views.start, name="start"),
    path("begin/", views.begin, name="begin"),
    path("sent/", views.sent, name="sent"),
    path("link/", views.link, name="link"),
    path("my/<str:token>/", views.mine, name="mine"),
    path("my/<str:token>/send/", views.send, name="send"),
    path("my/<str:token>/withdraw/", views.withdraw, name="withdraw"),
    path("my/<str:token>/papers/", step_views.papers, name="papers"),
    path("my/<str:token>/files/<int:key>/", step_views.own_file, name="own_file"),
    path("my/<str:token>/<slug:slug>/", step_views.step, name="step"),
    path("referee/<str:token>/", step_views.referee, name="referee"),
]
