"""Addresses below `/<lang>/invitation/`."""

from __future__ import annotations

from django.urls import path

from members.people.invitation_page import InvitationPage

app_name = "people"

urlpatterns = [path("<str:token>/", InvitationPage.as_view(), name="take_up_invitation")]
