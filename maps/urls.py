"""Addresses below `/<lang>/map/`."""

from __future__ import annotations

from django.urls import path

from maps import views

urlpatterns = [
    path("", views.map_page, name="map"),
    path("embed/", views.map_embed, name="map_embed"),
    path("map.js", views.map_script, name="map_script"),
    path("places.csv", views.map_csv, name="map_csv"),
    path("<slug:name>.geojson", views.map_layer, name="map_layer"),
]
