"""Addresses of the site itself: machines' without a language, readers' with one."""

from __future__ import annotations

from django.contrib.sitemaps import views as sitemap_views
from django.urls import path

from home import views
from home.network.style import network_style
from home.sitemaps import sitemaps
from members.memberships.public import urlpatterns as membership_urls

urlpatterns = [
    path("robots.txt", views.robots, name="robots"),
    path("too-large/", views.too_large, name="too_large"),
    path("network.css", network_style, name="network_style"),
    path("r/<slug:collection>/<slug:record_id>/", views.permalink, name="permalink"),
    path("sitemap.xml", views.sitemap_index, name="sitemap"),
    path(
        "sitemap-<slug:section>.xml",
        sitemap_views.sitemap,
        {"sitemaps": sitemaps()},
        name="sitemap_part",
    ),
]
localised_urlpatterns = [
    path("members/", views.members, name="members"),
    path("too-large/", views.too_large, name="too_large_in"),
    *membership_urls,
    path("network/<slug:role>/", views.office_page, name="office_page"),
]
