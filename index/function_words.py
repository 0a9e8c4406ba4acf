"""Words that carry grammar rather than a subject, in the form that ``index.text.normalized`` gives.

They are left out of questions: found or not, they say nothing about whether a passage answers. Across
languages they do harm, since a French "on" or "la" meets the same letters in English by chance and counts
as rare there.
"""

from __future__ import annotations

_ENGLISH = """
a about above after again against all also am an and any are aren as at be because been before being below between
both but by can could couldn d did didn do does doesn doing don down during each few for from further had has hasn
have haven having he her here hers herself him himself his how i if in into is isn it its itself just ll m many me
more most much my myself no nor not now of off on once only or other our ours ourselves out over own please re s same
she should so some such t than that the their theirs them themselves then there these they this those through to too
under until up us ve very was wasn we were weren what when where which while who whom whose why will with won would
you your yours yourself yourselves
"""
_FRENCH = """
a ai ait alors apres as au aucun aucune aussi aux avaient avait avant avec avez avoir avons c ce ceci cela celle
celles celui ces cet cette ceux chez ci combien comme comment d dans de depuis des doit doivent donc dont du elle
elles en encore entre es est et etaient etait ete etes etre eu eux fait faire faut fut hors il ils j je jusqu l la le
les leur leurs lors lorsque lui m ma mais me meme memes mes moi mon n ne ni non nos notre nous on ont or ou par parce
pas pendant peu peut peuvent plus pour pourquoi qu quand que quel quelle quelles quels qui quoi quoique s sa sans se
selon sera seront ses si soit son sont sous suis sur t ta te tes toi ton toujours tous tout toute toutes tres tu un
une va vers voici voila vont vos votre vous y
"""

FUNCTION_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset(_ENGLISH.split()),
    "fr": frozenset(_FRENCH.split()),
}
# For a question whose language is unknown.
ANY_FUNCTION_WORD = frozenset().union(*FUNCTION_WORDS.values())
