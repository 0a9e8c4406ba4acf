"""What words say of a session or meeting: whether it takes place, and whether attendees are told of it. Pure.

Read are status cells ("Canceled - speaker ill", "中止（体調不良）"), columns of yes and no, and titles
("Ion - CANCELLED"). Of a status in several parts the first that says something counts:
"Confirmed (was pending)" is confirmed.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from functools import cache

from knowledge.folding import fold


class Standing(Enum):
    """How something stands. What is ``HIDDEN`` or ``DECLINED`` is not for attendees; ``PENDING`` waits for a yes."""

    ON = "on"
    TENTATIVE = "tentative"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    PENDING = "pending"
    DECLINED = "declined"
    HIDDEN = "hidden"


# In English, French, German and Japanese, and some of the neighbours' words, as patterns; the first standing of a part
# that fits counts. Folded: lower case, without accents.
WORDS = (
    (Standing.ON, r"""
        not cancell?ed | uncancell?ed | pas annulee? | non annulee? | nicht abgesagt | 中止ではない |
        キャンセル待ち | reinstated
    """),
    (Standing.TENTATIVE, r"""
        not (?:yet )?confirmed | unconfirmed | to be confirmed | non confirmee? | pas confirmee? |
        (?:nicht|un)\s?bestatigt | 未確定 | 未確認
    """),
    (Standing.HIDDEN, r"""
        not (?:yet )?(?:published|public|visible|released) | unpublished | non publiee?s? | pas publiee?s? |
        nicht (?:veroffentlicht|offentlich) | unveroffentlicht | 未公開 | 非公開
    """),
    (Standing.DECLINED, r"not (?:yet )?accepted | non acceptee?s? | nicht angenommen | 不採択 | 不承認"),
    (Standing.CANCELLED, r"""
        cancell?(?:ed|ation)? | called off | withdrawn | withdrew | annulee?s? | annulation | supprimee?s? |
        abgesagt | absage | entfallt | fallt aus | ausgefallen | storniert | gestrichen | 中止 | キャンセル |
        取り?消し? | 休講 | cancelad[oa]s? | anulad[oa]s? | annullat[oaie] | cancellat[oaie] | geannuleerd
    """),
    (Standing.POSTPONED, r"""
        postponed | deferred | reportee?s? | differee?s? | ajournee?s? | verschoben | vertagt | 延期 |
        rinviat[oa] | aplazad[oa]s? | pospuest[oa]s? | uitgesteld
    """),
    (Standing.DECLINED, r"""
        rejected | declined | refused | refusee?s? | rejetee?s? | abgelehnt | 却下 | 辞退 | expired |
        expiree?s? | abgelaufen | 失効 | 期限切れ | wait(?:ing)?[ -]?list(?:ed)? | liste d.attente |
        warteliste | 補欠 | no[ -]show
    """),
    (Standing.HIDDEN, r"""
        drafts? | brouillons? | entwurf | 下書き | hidden | masquee?s? | cachee?s? | versteckt | private |
        privee?s? | privat | internal | internes? | intern | confidential | confidentiel(?:le)?s? | unlisted |
        archived | archivee?s? | 社外秘 | 内部
    """),
    (Standing.PENDING, r"""
        pending | en attente | ausstehend | awaiting | waiting | submitted | soumise?s? | eingereicht |
        requested | invited | under review | in review | nominated | 保留 | 承認待ち | 申請中 | 依頼中 |
        調整中
    """),
    (Standing.TENTATIVE, r"""
        tentative(?:ly)? | provisional | provisoire | vorlaufig | tbc | tba | tbd |
        to be (?:announced|decided) | a confirmer | zu bestatigen | 仮 | 未定 | 暫定 | provvisori[oa] |
        provisional
    """),
    (Standing.ON, r"""
        confirmed | confirmee?s? | bestatigt | 確定 | 確認済み? | published | publiee?s? | veroffentlicht |
        公開済?み? | public | visible | released | accepted | acceptee?s? | angenommen | 採択 | 承認済?み? |
        approved | approuvee?s? | validee?s? | scheduled | planned | prevue?s? | planifiee?s? |
        programmee?s? | maintenue?s? | geplant | findet statt | 予定 | 開催 | 実施 | 決定 | final | active |
        actif | active | aktiv | live | open | ouverte?s? | done | completed | finished | informed | full |
        complete?t? | sold out | ausgebucht | 満席 | takes place
    """),
)  # fmt: skip
CANCELLED_SIGNS = frozenset({"x", "×", "✗", "✕", "✖", "❌", "❎"})
YES = frozenset({"x", "yes", "y", "true", "1", "oui", "o", "ja", "j", "はい", "✓", "✔", "✅", "○", "◯", "〇", "on"})
NO = frozenset({"no", "n", "false", "0", "non", "nein", "いいえ", "-", "–", "—", "×", "✗", "✕", "✖", "❌", "off"})
GOOD = (YES - CANCELLED_SIGNS) | {"ok", "okay", "o.k."}
PARTS = re.compile(r"\s*[-–—:;,，、。/|()（）\[\]【】「」\n]+\s*")
OFF = frozenset({Standing.CANCELLED, Standing.POSTPONED})

OPEN, CLOSE = r"[\[(【（「＜<{*~]", r"[\])】）」＞>}*~]"
REASON = (
    r"(?:\s*[-–—:;,，、!/]|\s+(?:by|due|because|from|until|pour|par|en|suite|wegen|faute)\b|による|のため|につき).*?"
)
# Of titles only these words count: others, such as "private" or "open", name what a session is about.
TITLED = (
    (Standing.CANCELLED, r"cancell?ed | withdrawn | annulee?s? | abgesagt | entfallt | fallt aus | 中止 | キャンセル"),
    (Standing.POSTPONED, r"postponed | reportee?s? | verschoben | 延期"),
    (Standing.HIDDEN, r"""
        drafts? | hidden | unpublished | not public | internal only | brouillon | masquee? | entwurf | 非公開 | 未公開 |
        下書き
    """),
)  # fmt: skip


def read(written: object) -> Standing | None:
    """How something stands by the words of its status: ON where nothing is written, None where no word is known."""
    text = fold(str(written or "")).strip()
    if not text or text in GOOD:
        return Standing.ON
    if text in CANCELLED_SIGNS:
        return Standing.CANCELLED
    found = (standing for part in PARTS.split(text) if part for standing, pattern in _words() if pattern.search(part))
    return next(found, None)


def flag(written: object) -> bool | None:
    """What a cell of yes and no says; None for an empty one and for other words."""
    text = fold(str(written or "")).strip(" .")
    return True if text in YES else False if text in NO else None


def titled(title: str) -> Standing | None:
    """What a title says besides what the session is called, None for nothing.

    A word counts in brackets at either end, before a colon at the beginning, behind a dash at the end, and in capitals
    beside other words: "Cancelled flights" is called so.
    """
    text = _bare(title)
    for standing, patterns in _titles():
        if any(pattern.search(text) for pattern in patterns[: None if standing in OFF else 1]):
            return standing
    return None


def may_be_off(title: str) -> bool:
    """Whether a title ends in a word for cancelling or postponing, or shouts one: it may be meant, or be the name."""
    return any(pattern.search(_bare(title)) for pattern in _ends())


def _bare(title: str) -> str:
    """A title without accents, nor emoji and the like around it; capitals stay."""
    signs = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", title))
    kept = "".join(sign for sign in signs if not "\u0300" <= sign <= "\u036f")
    text = unicodedata.normalize("NFC", kept)
    return re.sub(r"^[^\w\[(【（「＜<{*~]+|[^\w\])】）」＞>}*~!.?]+$", "", text)


@cache
def _words() -> tuple[tuple[Standing, re.Pattern[str]], ...]:
    # whole words; Japanese has no bounds between them
    return tuple((standing, re.compile(rf"(?<![a-z])(?:{_alternatives(words)})(?![a-z])")) for standing, words in WORDS)


@cache
def _titles() -> tuple[tuple[Standing, tuple[re.Pattern[str], ...]], ...]:
    return tuple((standing, _title_patterns(_alternatives(words))) for standing, words in TITLED)


@cache
def _ends() -> tuple[re.Pattern[str], ...]:
    off = [_alternatives(words) for standing, words in TITLED if standing in OFF]
    return tuple(re.compile(rf"\b(?:{words})\W*$|\b(?-i:{words.upper()})\b", re.IGNORECASE) for words in off)


def _title_patterns(words: str) -> tuple[re.Pattern[str], ...]:
    bracketed = rf"{OPEN}+\s*(?:{words})(?:{REASON})?\s*{CLOSE}+"
    loud = words.upper()
    return (
        re.compile(rf"^{bracketed}|{bracketed}\W*$", re.IGNORECASE),
        re.compile(rf"^(?:{words})\s*[:：]|(?:\s[-–—|/]+|[：|])\s*(?:{words})\W*$", re.IGNORECASE),
        re.compile(rf"^(?:{loud})\b\W*(?=\w)|^(?:中止|延期)\s|[a-z].*\s(?:{loud})\W*$|\s(?:中止|延期)$"),
        re.compile(rf"^(?:{words})\W*$", re.IGNORECASE),
    )


def _alternatives(words: str) -> str:
    return "|".join(word.strip() for word in words.split(" |"))
