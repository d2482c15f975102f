"""Uploads: what the forms refuse beyond Wagtail's own checks of type and size."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image as PillowImage
from wagtail.images.forms import BaseImageForm

from cope_network.core.pictures import DAMAGED


class ImageForm(BaseImageForm):
    """An uploaded image must decode to its last byte, or no rendition can be made of it."""

    def clean_file(self) -> Any:
        """Refuse a damaged picture, beside the field."""
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            try:
                file.seek(0)
                with PillowImage.open(file) as opened:
                    opened.load()
            except (*DAMAGED, PillowImage.DecompressionBombError) as error:
                raise ValidationError(
                    _("This picture is damaged or too large to open. Please save it again."),
                    code="damaged",
                ) from error
            file.seek(0)
        return file
