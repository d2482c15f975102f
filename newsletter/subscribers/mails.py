"""The mails around a subscription, each in its reader's language, sent by the worker."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from core.mail.outgoing import OutgoingMail, queue_mails, written_mail
from core.network.now import Network, network_now
from newsletter.models import Subscriber
from newsletter.subscribers.links import Purpose, link

#: what the queue knows these mails by, for whoever erases or exports an address
ABOUT = "newsletter"


def send_opt_in(subscriber: Subscriber) -> None:
    """Ask whether the owner of the address wants the newsletter."""
    _queue(subscriber, "confirm", {"link": link(subscriber, Purpose.CONFIRM)})


def send_questions(subscribers: Iterable[Subscriber]) -> None:
    """Ask whom a list brought without proof of consent; each once, and never again."""
    network = network_now()
    queue_mails(
        _written(
            each,
            "question",
            {
                "link": link(each, Purpose.ANSWER),
                "unsubscribe_link": link(each, Purpose.UNSUBSCRIBE),
                "days": _days(Purpose.ANSWER),
            },
            network=network,
        )
        for each in subscribers
    )


def send_already(subscriber: Subscriber) -> None:
    """Tell a subscriber that somebody entered the address again, and where to change things."""
    _queue(subscriber, "already", _own_links(subscriber))


def send_own_links(subscriber: Subscriber) -> None:
    """Send a subscriber the links that were asked for."""
    _queue(subscriber, "links", _own_links(subscriber))


def _own_links(subscriber: Subscriber) -> dict[str, Any]:
    return {
        "link": link(subscriber, Purpose.PREFERENCES),
        "unsubscribe_link": link(subscriber, Purpose.UNSUBSCRIBE),
    }


def _queue(subscriber: Subscriber, name: str, context: dict[str, Any]) -> None:
    queue_mails([_written(subscriber, name, context, network=network_now())])


def _written(
    subscriber: Subscriber, name: str, context: dict[str, Any], *, network: Network
) -> OutgoingMail:
    with override(subscriber.language):
        values = {"network": network.name, "days": _days(Purpose.CONFIRM), **context}
        subject = render_to_string(f"mail/newsletter_{name}_subject.txt", values)
        text = render_to_string(f"mail/newsletter_{name}.txt", values)
    return written_mail(
        to=subscriber.email,
        subject=subject,
        text=text.strip() + "\n",
        reply_to=network.office_email,
        about=ABOUT,
    )


def _days(purpose: Purpose) -> int:
    lasts = purpose.value.lasts
    return lasts.days if lasts else 0
