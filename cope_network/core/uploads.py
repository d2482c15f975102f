"""Uploads: what the forms refuse beyond Wagtail's own checks of type and size."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image as PillowImage
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cope_network.core.pictures import DAMAGED


class SoundImageField(WagtailImageField):
    """An image that decodes to its last byte; of a damaged one no rendition could be made."""

    def to_python(self, data: Any) -> Any:
        """Check as Wagtail does, then decode. Raises ValidationError where either fails."""
        try:
            file = super().to_python(data)
            if file:
                file.seek(0)
                with PillowImage.open(file) as opened:
                    opened.load()
                file.seek(0)
        except (*DAMAGED, PillowImage.DecompressionBombError) as error:
            message = _("This picture is damaged or too large to open. Please save it again.")
            raise ValidationError(message, code="damaged") from error
        return file


class ImageForm(BaseImageForm):
    """Wagtail's form of an image, with the stricter field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("file")
        if field is not None:
            self.fields["file"] = SoundImageField(
                label=field.label,
                required=field.required,
                help_text=field.help_text,
                widget=field.widget,
                max_length=field.max_length,
            )
