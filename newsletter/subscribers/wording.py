"""The sentences people agree to, as they see them and as the consent log keeps them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core.i18n import current_language, default_language
from core.network.now import network_now

_SUBSCRIBE = _(
    "I want to get the newsletter of %(network)s by e-mail. I can unsubscribe at any time with one "
    "click. My address is used for nothing else."
)
_UNSUBSCRIBE = _("I don’t want to get the newsletter of %(network)s any more.")


@dataclass(frozen=True, kw_only=True)
class ShownWording:
    """A sentence as it was shown; `language` is the one it is really in."""

    text: str
    language: str

    def __str__(self) -> str:
        return self.text


def _shown(sentence: str | Promise) -> ShownWording:
    values = {"network": network_now().name}
    text = str(sentence) % values
    with override(default_language()):
        source = str(sentence) % values
    language = default_language() if text == source else current_language()
    return ShownWording(text=text, language=language)


def subscribe_wording() -> ShownWording:
    """What a reader agrees to, in the language of this request."""
    return _shown(_SUBSCRIBE)


def unsubscribe_wording() -> ShownWording:
    """What a reader says who leaves, in the language of this request."""
    return _shown(_UNSUBSCRIBE)
