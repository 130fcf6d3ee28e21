"""A light French analyser: what two people call the same thing becomes the same word. Pure, no database, no dictionary file."""

import re
import unicodedata

# Left: what people type; right: what the thesaurus says, "_" standing for a space.
_SPOKEN_FORMS = """
    rv=rdv rdvs=rdv vac=vacances vacs=vacances pb=probleme pbs=probleme pblm=probleme appart=appartement asso=association assos=association
    biblio=bibliotheque mediatek=mediatheque pm=police_municipale gosse=enfant gosses=enfant gamin=enfant gamins=enfant gamine=enfant mioche=enfant
    minot=enfant minots=enfant loulou=enfant loulous=enfant bb=bebe bagnole=voiture bagnoles=voiture bahut=ecole taf=travail
    boulot=travail job=travail jobs=travail toubib=medecin flic=police flics=police keuf=police keufs=police prof=professeur profs=professeur
    instit=professeur dechet=dechets tph=telephone tel=telephone num=numero ptit=petit ptits=petit matos=materiel frigo=refrigerateur velib=velo
    biclou=velo resto=restaurant ordi=ordinateur anniv=anniversaire elec=electricite info=information infos=information pub=publicite permi=permis
    perisco=periscolaire conserv=conservatoire sdf=sans_abri pmr=handicape
"""
_STOP_WORDS = """
    a afin ai aie ailleurs aimerais aimerions ainsi ajd alors apres au aucun aucune auj aujourd aussi autant autre autres aux avait avant avec avez
    avoir avons ayant bcp beaucoup bien bjr bonjour bonsoir bsr c ca car cdlt cdt ce ceci cela celle celles celui ces cest cet cette ceux chaque chez
    chose choses chui ci cinq combien comme comment completement cordialement ct d dans dc de deja depuis des dessous dessus deux dix donc dont ds dsl
    du durant elle elles en encore enfin ensemble ensuite entre environ es est et etaient etait etant ete etes etre eu eux faire fait faites faudrait
    faut fo fois font hein hors hui huit il ils j jai jamais je jsp jsuis jusqu kan kand ke kel kelle ki koi l la laquelle le lequel les lesquelles
    lesquels leur leurs lol lors lorsqu lui m madame maintenant mais malgre mdr me meme memes mes messieurs moi moins mon monsieur mtn n ne neuf ni
    non nos notre nous ns on ont ou oui par parait parce parfois pas pcq pendant peu peut peuvent peux pk pkoi plus plutot pour pourquoi pourrais
    pourriez pouvez pq pr presqu presque propos psk ptdr ptn puis puisqu puisque qd qqn qu quand quatre que quel quelle quelles quelqu quelque
    quelques quels qui quoi quoique s sa sais sans savoir se selon sept sera serait ses si six slt soit sommes son sont souhaite souhaiterais
    souhaiterions souhaitons sous souvent stp suis sujet sur svp t ta te tel telle tellement tes tjr tjrs tjs toi ton toujours tous tout toute
    toutefois toutes tres trois trop tt tu un une va vais vas vers veut veux voici voila voir vont vos votre voudrais voudrions voulais voulons vous
    vraiment vrmt vs y ya
"""
# Words whose last letters look like an ending and are not, acronyms among them.
_WHOLE_WORDS = """
    acces ants ars avis bus ccas corps dangers gaz gps jus pacs pass permis proces repas sms temps travaux
"""
EXPRESSIONS = {"rendez vous": "rdv", "mot de passe": "mdp", "mots de passe": "mdp", "hotel de ville": "mairie", "dos ane": "ralentisseur", "ad ap": "adap"}
SPOKEN = dict(pair.replace("_", " ").split("=") for pair in _SPOKEN_FORMS.split())
STOP = frozenset(_STOP_WORDS.split())
WHOLE = frozenset(_WHOLE_WORDS.split())
SHORT = frozenset({"pv", "rh", "cv", "wc", "cp", "qf", "tv", "rn", "rd", "ia", "dp"})
ENDINGS = ("issement", "issage", "ement", "ations", "ation", "iere", "ier", "aient", "euse", "eur", "ait", "ant", "ent", "ee", "er", "ez", "e", "i")

_NOISE = re.compile(r"https?://\S+|www\.\S+|@\w+|[·•]\w+")
_ELISION = re.compile(r"\b(?:jusqu|lorsqu|puisqu|quelqu|presqu|qu|[cdjlmnst])['’ʼ`]")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_WORD = re.compile(r"[a-z0-9]+")
_SPELT = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Lower case without accents, ligatures or stretched letters; elisions removed. Keeps every other sign."""
    text = text.lower().replace("œ", "oe").replace("æ", "ae")
    text = _ELISION.sub(" ", _NOISE.sub(" ", text))
    text = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return _STRETCHED.sub(r"\1", text)


def words(text: str) -> list[str]:
    """Every word, folded, none left out."""
    return _WORD.findall(fold(text))


def spellings(text: str) -> dict[str, str]:
    """How a text spells each of its folded words, accents kept, the first time it says it."""
    found: dict[str, str] = {}
    for spelt in _SPELT.findall(text):
        for word in words(spelt):
            found.setdefault(word, spelt.lower())
    return found


def stem(word: str) -> str:
    """The word without the marks of plural, feminine and the commonest verb endings. A short word or an acronym is left whole."""
    if len(word) < 4 or word in WHOLE or word[0].isdigit():
        return word
    word = word[:-3] + "al" if word.endswith("aux") and not word.endswith("eaux") else word.rstrip("sx") if len(word) > 3 else word
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= (3 if len(ending) < 3 else 4):
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] else word


def analyse(text: str) -> list[str]:
    """The comparable words of a message, in order: spoken forms put into plain words, stop words (SMS ones too) dropped, the rest reduced."""
    plain = " ".join(words(text))
    for said, meant in EXPRESSIONS.items():
        plain = plain.replace(said, meant)
    kept = " ".join(SPOKEN.get(word, word) for word in plain.split() if word not in STOP)
    return [stem(word) for word in kept.split() if word not in STOP and _worth(word)]


def no_synonyms() -> list[list[str]]:
    """What `REFERENTS["SYNONYMS"]` is by default: the thesaurus and the spoken forms above are all a host without its own search has."""
    return []


def _worth(word: str) -> bool:
    if word.isdigit():
        return 3 <= len(word) <= 5
    return len(word) > 2 or word in SHORT or any(sign.isdigit() for sign in word)
