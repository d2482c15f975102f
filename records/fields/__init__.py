"""The field objects of which a collection is declared."""

from __future__ import annotations

from records.fields.base import Field
from records.fields.files import DocumentFile, ImageFile
from records.fields.identity import CountryIdentity, Identity
from records.fields.lists import ListOf, Nested
from records.fields.places import Draft, Parent, PlaceAmongSiblings
from records.fields.references import Publisher, Reference, References, tags
from records.fields.rich import RichText
from records.fields.rows import DateAside, RowList
from records.fields.scalars import (
    Bool,
    Choice,
    Coordinate,
    CountryCode,
    Date,
    Integer,
    Language,
    Mark,
    Nation,
    Number,
    NumberOrText,
    Range,
    String,
    Time,
    WebAddress,
)
from records.fields.texts import Alternatives, Text

__all__ = [
    "Alternatives",
    "Bool",
    "Choice",
    "Coordinate",
    "CountryCode",
    "CountryIdentity",
    "Date",
    "DateAside",
    "DocumentFile",
    "Draft",
    "Field",
    "Identity",
    "ImageFile",
    "Integer",
    "Language",
    "ListOf",
    "Mark",
    "Nation",
    "Nested",
    "Number",
    "NumberOrText",
    "Parent",
    "PlaceAmongSiblings",
    "Publisher",
    "Range",
    "Reference",
    "References",
    "RichText",
    "RowList",
    "String",
    "Text",
    "Time",
    "WebAddress",
    "tags",
]
