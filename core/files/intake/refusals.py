"""What people are told of a file that is not taken, each in one place.

Values are given beside the text (`params`): the process that cleans a file speaks English only, and
what it says is translated afterwards (`apart`).
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def damaged_picture() -> ValidationError:
    """It can't be opened, or not by a sensible amount of work."""
    message = _("This picture is damaged or too large to open. Please save it again.")
    return ValidationError(message, code="damaged")


def too_many_pixels(millions: int) -> ValidationError:
    """More than anybody can see."""
    message = _("This picture has more than %(millions)s million pixels. Please make it smaller.")
    return ValidationError(message, code="too_many_pixels", params={"millions": millions})


def not_what_it_says(kind: str) -> ValidationError:
    """The content is of another kind than the name."""
    message = _("This file isn't what its name says (%(kind)s), or it is damaged. Save it again.")
    return ValidationError(message, code="not_what_it_says", params={"kind": kind.upper()})


def with_program() -> ValidationError:
    """A macro, a script or something that can be run."""
    message = _("There is a program (a macro, for example) in this file. Please save it without.")
    return ValidationError(message, code="program")


def with_comments() -> ValidationError:
    """What somebody wrote to colleagues is no metadata: people decide on it."""
    message = _(
        "There are comments or tracked changes in this file, with the names of who wrote them. "
        "Accept the changes, delete the comments and add the file again."
    )
    return ValidationError(message, code="comments")


def signed() -> ValidationError:
    """A signature breaks when anything is taken out."""
    message = _(
        "This file is signed: the signature names a person and would break if that were taken out. "
        "Please print it into a new file."
    )
    return ValidationError(message, code="signed")


def with_password() -> ValidationError:
    """Nobody could look into it."""
    message = _("This file is protected by a password. Please save it without.")
    return ValidationError(message, code="password")


def with_files() -> ValidationError:
    """Files inside, which nobody would see here."""
    message = _("There are other files inside this file. Please add them one by one.")
    return ValidationError(message, code="files_inside")


def too_large(megabytes: int) -> ValidationError:
    """It would unpack to more than anybody can use."""
    message = _("Unpacked, this file is larger than %(megabytes)s MB.")
    return ValidationError(message, code="too_large", params={"megabytes": megabytes})


def with_hidden_details() -> ValidationError:
    """Something in it can't be looked into, or is too much to look through."""
    message = _(
        "Hidden details of this file (who made it, where a photo was taken) can't be taken out. "
        "Please save or print it into a new file and add that."
    )
    return ValidationError(message, code="hidden_details")
