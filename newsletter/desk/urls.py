"""Addresses of the desk, below `/admin/newsletter/`."""

from __future__ import annotations

from django.urls import path

from newsletter.desk import (
    call_views,
    list_views,
    sending_views,
    subscriber_views,
    subscriber_work,
    views,
    writing,
)

app_name = "newsletter_desk"
urlpatterns = [
    path("", views.DeskView.as_view(), name="desk"),
    path("start/", views.StartView.as_view(), name="start"),
    path("call/", call_views.CallView.as_view(), name="call"),
    path("<int:issue>/change/", views.ChangeView.as_view(), name="change"),
    path("<int:issue>/write/", writing.WriteView.as_view(), name="write"),
    path("<int:issue>/write/<slug:key>/", writing.WriteBlockView.as_view(), name="write_block"),
    path("<int:issue>/send/", sending_views.SendView.as_view(), name="send"),
    path("<int:issue>/send/confirm/", sending_views.ConfirmView.as_view(), name="confirm"),
    path("<int:issue>/send/links/", sending_views.LinksView.as_view(), name="links"),
    path("<int:issue>/send/test/", sending_views.TestView.as_view(), name="test"),
    path("subscribers/add/", subscriber_work.AddView.as_view(), name="add_subscriber"),
    path("subscribers/list/", list_views.ListView.as_view(), name="take_list"),
    path("subscribers/export/", subscriber_work.ExportAllView.as_view(), name="export_all"),
    path(
        "subscribers/<int:subscriber>/off/",
        subscriber_work.TakeOffView.as_view(),
        name="take_off",
    ),
    path(
        "subscribers/<int:subscriber>/complaint/",
        subscriber_work.ComplaintView.as_view(),
        name="complaint",
    ),
    path(
        "subscribers/<int:subscriber>/export/",
        subscriber_views.ExportView.as_view(),
        name="export",
    ),
    path(
        "subscribers/<int:subscriber>/erase/",
        subscriber_views.EraseView.as_view(),
        name="erase",
    ),
    path("sendings/<int:mailing>/", sending_views.ReportView.as_view(), name="report"),
    path("sendings/<int:mailing>/do/", sending_views.ActionView.as_view(), name="act"),
]
