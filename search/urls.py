"""Addresses below `/<language>/search/`."""

from __future__ import annotations

from django.urls import path

from search import views
from search.outputs import views as outputs

app_name = "search"
urlpatterns = [
    path("", views.search, name="search"),
    path("results.csv", outputs.results_csv, name="csv"),
    path("results.xlsx", outputs.results_xlsx, name="xlsx"),
    path("results.geojson", outputs.results_geojson, name="geojson"),
    path("results.atom", outputs.results_atom, name="atom"),
    path("suggestions/", views.suggest, name="suggestions"),
]
