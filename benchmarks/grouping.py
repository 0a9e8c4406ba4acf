"""How well questions that ask for the same thing are told from those that do not; prints the table.

``python benchmarks/grouping.py`` loads the built-in model and compares pairs in English, French and Japanese.
"""

from __future__ import annotations

from bot.announcements.grouping import PERHAPS, asks_same
from index.embedder import load

ALIKE = """
where is the cloakroom? | is there a place to leave my coat?
where is the cloakroom? | où est le vestiaire ?
où est le vestiaire ? | クロークはどこですか
is there a cloakroom near the entrance? | near the entrance, is there a cloakroom
what is the wifi password? | what's the password of the wi-fi network
what is the wifi password? | quel est le mot de passe du wifi ?
what is the wifi password? | Wi-Fiのパスワードは何ですか
is there vegetarian food at lunch? | do you have a vegetarian option for lunch?
is there vegetarian food at lunch? | y a-t-il un plat végétarien à midi ?
is there vegetarian food at lunch? | 昼食にベジタリアンメニューはありますか
can I get an invoice? | how do I get an invoice for my registration?
can I get an invoice? | puis-je avoir une facture ?
is there parking? | where can I park my car?
is there parking? | 駐車場はありますか
will the slides be shared? | can we get the slides afterwards?
will the slides be shared? | est-ce que les présentations seront partagées ?
will the talks be recorded? | is there a recording of the sessions?
will the talks be recorded? | 講演は録画されますか
is there interpretation into French? | y a-t-il une traduction en français ?
is the venue wheelchair accessible? | le lieu est-il accessible en fauteuil roulant ?
where can I charge my phone? | is there somewhere to charge a phone
who do I ask about lost property? | I lost my scarf, who has found things?
how do I change my meeting? | can I move my meeting to another time
is there a shuttle to the hotel? | y a-t-il une navette pour l'hôtel ?
may I bring a guest? | can my colleague come along with me
"""

UNLIKE = """
where is the cloakroom? | where is the registration desk?
where is the cloakroom? | is there parking?
what is the wifi password? | what is the wifi network called?
what is the wifi password? | is there a prayer room?
is there vegetarian food at lunch? | is there vegan food at the dinner?
is there vegetarian food at lunch? | at what time is lunch?
can I get an invoice? | can I get a certificate of attendance?
is there parking? | is there a shuttle?
will the slides be shared? | will the talks be recorded?
is there interpretation into French? | is there interpretation into Japanese?
where can I charge my phone? | where can I print a document?
how do I change my meeting? | how do I cancel my meeting?
is there a shuttle to the hotel? | is there a shuttle to the airport?
may I bring a guest? | may I bring my own laptop to present?
où est le vestiaire ? | où est la salle B ?
puis-je avoir une facture ? | puis-je avoir un badge ?
駐車場はありますか | 喫煙所はありますか
昼食にベジタリアンメニューはありますか | 昼食は何時ですか
Wi-Fiのパスワードは何ですか | Wi-Fiは使えますか
is there a dress code? | is there an app for the event?
who organizes the dinner? | who pays for the dinner?
can I leave early? | can I arrive late?
is the venue wheelchair accessible? | is the venue open on Sunday?
where is the first aid room? | where is the nursing room?
what did the minister say about funding? | what did the minister say about regulation?
what is the wifi password? | Wi-Fiは使えますか
is there parking? | y a-t-il une navette ?
can I get an invoice? | puis-je avoir un badge ?
is there vegetarian food at lunch? | à quelle heure est le déjeuner ?
is there interpretation into French? | 日本語の通訳はありますか
how do I change my meeting? | comment annuler mon rendez-vous ?
where is the cloakroom? | où est l'accueil ?
will the slides be shared? | 講演は録画されますか
"""


def pairs(text: str) -> list[tuple[str, str]]:
    """The pairs of a table, a line each."""
    return [tuple(part.strip() for part in line.split("|")) for line in text.strip().splitlines()]


def main() -> None:
    """Print how many pairs each threshold joins, and the nearest pairs that must not be joined."""
    model = load("builtin")
    for name, table in (("alike", ALIKE), ("unlike", UNLIKE)):
        told = [(float(a @ b), pair) for pair in pairs(table) for a, b in [model.encode_queries(list(pair))]]
        joined = sum(asks_same(*pair, cosine) for cosine, pair in told)
        offered = sum(cosine >= PERHAPS and not asks_same(*pair, cosine) for cosine, pair in told)
        print(f"{name}: {joined} of {len(told)} joined, {offered} offered")
        for cosine, pair in sorted(told, reverse=True):
            print(f"  {cosine:.3f}  {'joined' if asks_same(*pair, cosine) else '':6}  {' | '.join(pair)}")


if __name__ == "__main__":
    main()
