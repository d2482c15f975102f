"""The field objects of which a collection is declared."""

from __future__ import annotations

from cope_network.core.records.fields.base import Field
from cope_network.core.records.fields.files import DocumentFile, ImageFile
from cope_network.core.records.fields.identity import CountryIdentity, Identity
from cope_network.core.records.fields.lists import ListOf, Nested
from cope_network.core.records.fields.references import Publisher, Reference, References, tags
from cope_network.core.records.fields.rows import DateAside, RowList
from cope_network.core.records.fields.scalars import (
    Bool,
    Choice,
    Coordinate,
    Country,
    Date,
    Integer,
    Language,
    Nation,
    Number,
    NumberOrText,
    Range,
    String,
    WebAddress,
)
from cope_network.core.records.fields.texts import Alternatives, Text

__all__ = [
    "Alternatives",
    "Bool",
    "Choice",
    "Coordinate",
    "Country",
    "CountryIdentity",
    "Date",
    "DateAside",
    "DocumentFile",
    "Field",
    "Identity",
    "ImageFile",
    "Integer",
    "Language",
    "ListOf",
    "Nation",
    "Nested",
    "Number",
    "NumberOrText",
    "Publisher",
    "Range",
    "Reference",
    "References",
    "RowList",
    "String",
    "Text",
    "WebAddress",
    "tags",
]
