"""The field objects of which a collection is declared."""

from __future__ import annotations

from records.fields.base import Field, offices
from records.fields.files import DocumentFile, ImageFile, RowFile
from records.fields.identity import CountryIdentity, Identity
from records.fields.lists import ListOf, Nested
from records.fields.places import Draft, Parent, PlaceAmongSiblings
from records.fields.references import Publisher, Reference, References, tags
from records.fields.rich import RichText
from records.fields.rows import DateAside, RowList, RowsKept
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
from records.fields.times import Day, Moment

__all__ = [
    "Alternatives",
    "Bool",
    "Choice",
    "Coordinate",
    "CountryCode",
    "CountryIdentity",
    "Date",
    "DateAside",
    "Day",
    "DocumentFile",
    "Draft",
    "Field",
    "Identity",
    "ImageFile",
    "Integer",
    "Language",
    "ListOf",
    "Mark",
    "Moment",
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
    "RowFile",
    "RowList",
    "RowsKept",
    "String",
    "Text",
    "Time",
    "WebAddress",
    "offices",
    "tags",
]
