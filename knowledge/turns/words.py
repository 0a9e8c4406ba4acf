"""What stands before a turn beside a person's name, in English, French and Japanese."""

from __future__ import annotations

import re

# Whoever asks from the floor: the text names nobody.
FLOOR = re.compile(
    r"""(?:follow[- ]?up\s+|previous\s+|first\s+|next\s+|last\s+|une?\s+|an?\s+|the\s+|la\s+|le\s+)*(?:
    q\s?\d{0,3}|questions?(?:\s?(?:n°|no\.?)?\s?\d{1,3})?|f(?=\s?[:：])
    |audience(?:\s+(?:member|question))?s?(?:\s?\#?[\d]{1,3}|\s[a-z])?|member\s+of\s+the\s+(?:audience|public)
    |(?:speaker|question|voice|somebody|someone|man|woman)\s+(?:from|on|in)\s+the\s+(?:floor|audience|room)|floor|public
    |(?:unidentified|unknown|unnamed)\s+(?:speaker|participant|attendee|questioner|voice|male|female)(?:\s?\d{1,3})?
    |participant(?:e)?s?(?:\s?\#?\d{1,3})?|attendee(?:\s?\d{1,3})?|questioner|asker|reporter|journalist|the\s+press|press
    |(?:\d{1,2}(?:st|nd|rd|th)|first|second|third)\s+(?:person|questioner|speaker\s+from\s+the\s+floor)
    |(?:question|intervention|voix|intervenante?)\s+(?:de|dans)\s+(?:la\s+salle|l['’]auditoire)|salle|auditeur|auditrice
    |membre\s+du\s+public|dans\s+la\s+salle|journaliste|intervenante?\s+non\s+identifiée?
    |質問者?(?:\s?[\dA-Za-zＡ-Ｚ０-９一二三四五六七八九]{1,2})?|問(?:\s?[\d０-９]{1,2})?|会場(?:から(?:の質問)?|の声|より)|参加者[\dA-Z]?
    |聴衆|聴講者|記者|フロア|出席者[\dA-Z]?|问|提问者?|观众
    )(?:\s+q)?""",
    re.IGNORECASE | re.VERBOSE,
)
# Whoever is asked: the speaker of the document.
ANSWER = re.compile(r"a\s?\d{0,3}|r(?:[ée]p(?:onse)?)?\.?|answers?|réponses?|答え?|回答者?|応答|答弁", re.IGNORECASE)
# An office in the meeting: no name, but all that the text says.
ROLE = re.compile(
    r"""(?:(?:the|le|la|l['’]|session|panel|q\s?&\s?a|acting|co-?)\s*)*(?:
    moderator|facilitator|chair(?:man|woman|person)?|host|presenter|interviewer|interviewee|announcer|operator|emcee|m\.?c\.?
    |master\s+of\s+ceremon(?:y|ies)|presiding\s+officer|president|vice[- ]president|speaker|secretary|rapporteure?
    |interpreter
    |aide|military\s+aide|staff|narrator|voice-?over|first\s+lady|prime\s+minister|minister|director|king|queen
    |senior\s+(?:administration\s+)?officials?|senior\s+administration\s+official\s?[\#\w]{0,3}|panel(?:l)?ists?(?:\s\d)?
    |mod[ée]rat(?:eur|rice)|animat(?:eur|rice)|pr[ée]sident(?:e)?(?:\s+de\s+s[ée]ance)?|ma[îi]tre(?:sse)?\s+de\s+c[ée]r[ée]monie
    |pr[ée]sentat(?:eur|rice)|rapporteur|interpr[èe]te|ministre|directeur|directrice|secr[ée]taire(?:\s+g[ée]n[ée]rale?)?
    |司会者?|総合司会|議長|副議長|座長|進行役?|モデレーター|ファシリテーター|コーディネーター|聞き手|インタビュアー|通訳者?|事務局|アナウンス
    |大臣|首相|総理|社長|会長|委員長|主持人
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# What a program that tells voices apart calls them.
NUMBERED = re.compile(
    r"(?:speaker|spk|intervenante?|locuteur|locutrice|voice|person|話者|スピーカー|発言者)[\s_#-]?(?:\d{1,3}|[A-Z])",
    re.IGNORECASE,
)
# What begins a line with a colon and is said by nobody else.
NO_VOICE = re.compile(
    r"""(?:(?:key|important|main|side|final|first|second|third|last|next|general|please|side|open|bonus|end\s+of|in|en|the|le|la|les|a)\s+)*(?:
    n\.?b\.?|p\.?\s?s\.?|notes?(?:\s+to\s+\w+)?|remarks?|caveat|warning|caution|attention|important|reminder|tip|hint|todo|update|edit|errata
    |title|subject|topic|theme|author|speakers?|presenters?|date|time|place|venue|location|room|event|session|track|language|duration
    |source|sources|references?|link|links|url|website|web|e-?mail|mail|tel|telephone|phone|fax|mobile|contact|address|twitter|slides?|media
    |video|audio|recording|transcript(?:ion)?|transcribed\s+by|translation|image|photo|figure|fig|table|box|chart|exhibit|annex|appendix
    |abstract|summary|synopsis|introduction|intro|background|context|agenda|outline|overview|contents?|conclusions?|closing|opening|thanks
    |acknowledge?ments?|disclaimer|definition|theorem|lemma|proof|claim|corollary|example|examples|e\.?g|i\.?e|case|case\s+study|scenario
    |problem|solution|idea|goals?|objectives?|aims?|task|steps?|stage|phase|part|chapter|section|item|point|option|version|quote
    |pros?|cons|advantages?|disadvantages?|benefits?|risks?|challenges?|opportunit(?:y|ies)|results?|findings?|lessons?|takeaways?|facts?
    |message|motto|slogan|rule|principle|priority|priorities|conclusion\s+\d|total|sum|price|cost|costs|budget|before|after|today|tomorrow
    |yesterday|monday|tuesday|wednesday|thursday|friday|saturday|sunday|follow[- ]up|further\s+reading
    |see(?:\s+also)?|cc|re|from|to|via
    |remarque|nota|avertissement|rappel|exemple|conclusion|r[ée]sum[ée]|sommaire|plan|ordre\s+du\s+jour|objet|lieu|heure|salle|horaire
    |dur[ée]e|titre|sujet|th[èe]me|auteure?|orateurs?|intervenant(?:e)?s?|langue|s[ée]ance|sources?|r[ée]f[ée]rences?|voir|lien|site
    |t[ée]l|t[ée]l[ée]phone|courriel|adresse|probl[èe]me|objectifs?|[ée]tapes?|avantages?|inconv[ée]nients?|r[ée]sultats?|bilan|enjeux?
    |contexte|constat|d[ée]finition|figure|tableau|annexe|total|prix|co[ûu]ts?|hier|aujourd['’]hui|demain|avant|apr[èe]s|astuce|merci
    |注|注意|注記|備考|補足|例|日時|日付|場所|会場|時間|対象|定員|主催|共催|後援|協力|演題|題名|題目|タイトル|テーマ|講師|講演者|登壇者|発表者
    |出典|参考|資料|目次|概要|要旨|要約|結論|まとめ|背景|目的|課題|解決策?|方法|結果|効果|利点|欠点|特徴|定義|図|表|写真|連絡先|電話|住所
    |料金|費用|価格|期間|締切|申込|ポイント|メモ|所属|肩書|役職|言語|質疑応答
    )(?:\s?[\divx]{1,4})?""",
    re.IGNORECASE | re.VERBOSE,
)
# Sounds and remarks of whoever wrote the text down.
STAGE = re.compile(
    r"""(?:applause|laughter|laughs?|music|pause|inaudible|unintelligible|crosstalk|cheers?|silence|video|break|sighs?|end|recording
    |as\s+(?:interpreted|delivered|prepared|translated)|(?:spoke|speaking)\s+in\s+\w+|in\s+(?:english|french|japanese)|via\s+.*|by\s+video.*
    |through\s+(?:an\s+)?interpreter|off[- ]?mic|online|remote(?:ly)?|zoom|continued|cont['’]?d|interpretation.*
    |ph\.?|sic
    |applaudissements|rires|musique|sourires|exclamations|inaudible|pause|interpr[ée]tation.*|en\s+(?:anglais|fran[çc]ais|japonais)|suite
    |拍手|笑い?|笑声|音楽|沈黙|通訳|英語|日本語|仏語|続き|聞き取れず)\b.*""",
    re.IGNORECASE | re.VERBOSE,
)
# Before a name, of no meaning for who it is.
HONORIFIC = re.compile(
    r"""(?<![^\W\d_])(?:h\s?\.?\s?e\s?\.|(?:his|her|their|your|son|sa|leurs?|votre)\s+(?:excellenc(?:y|e)|eminence|éminence|majest(?:y|é)|(?:royal\s+|serene\s+)?
    highness|altesse|honou?r|grace|holiness)|s\.\s?e\.?\s?(?:m\.)?|the\s+(?:rt\.?\s+|right\s+)?hon(?:ou?rable|\.)|hon\.|rt\.\s+hon\.|honou?rable
    |mr|mrs|ms|miss|mx|messrs|dr|drs|prof|professor|professeure?|sir|dame|lord|lady|m|mm|mme|mlle|me|mgr|monsieur|madame|mademoiselle
    |docteure?|sra|sr|señora?|herr|frau|rev|ing|engr|dato|datuk|tan\s+sri|haji)(?![^\W\d_])\.?""",
    re.IGNORECASE | re.VERBOSE,
)
AFTER_NAME = re.compile(
    r"(?:\s*(?:氏|様|さん|先生|教授|博士|君|殿|議員|委員|長官|大臣|首相|総理|理事長|社長|会長|代表|部長|課長|局長|参考人|大使)|-(?:san|sama|sensei))+\Z"
)
_OFFICE = """
    president vice-president vice prime deputy first acting interim former honorary minister ministers secretary
    secretary-general under-secretary-general under-secretary assistant chancellor chair chairman chairwoman
    chairperson king queen prince princess emir sultan pope cardinal bishop archbishop patriarch imam senator
    congressman congresswoman representative governor mayor ambassador commissioner director director-general
    general administrator judge justice attorney speaker captain colonel major lieutenant admiral commander
    sergeant chief executive officer ceo cto cfo coo dean rector premier taoiseach lady second state senior
    advisor adviser envoy special high administration official officials professor doctor founder co-founder
    head président présidente vice-président vice-présidente premier première ministre ministres secrétaire
    secrétaire-général générale général sénateur sénatrice député députée maire préfet préfète ambassadeur
    ambassadrice directeur directrice directeur-général chancelier chancelière roi reine gouverneur gouverneure
    commissaire délégué déléguée chef cheffe pdg rapporteur adjoint adjointe the le la les de des du d' et and
    of for
"""
OFFICE = frozenset(_OFFICE.split())
# Words of offices that stand before other nouns as well.
_VAGUE = """
    general first second state special high senior chief executive official the le la les de des du of and for
"""
VAGUE = frozenset(_VAGUE.split())
_PARTICLES = """
    de van von der den la le da di du del dos el al bin ibn ben bint of the y e zu ten ter af av i san santo
"""
PARTICLES = frozenset(_PARTICLES.split())


def is_office(word: str) -> bool:
    """Whether a word, in any case, is of an office rather than of a name."""
    bare = word.strip(".,()").casefold()
    return bare in OFFICE or ("-" in bare and all(part in OFFICE for part in bare.split("-")))
