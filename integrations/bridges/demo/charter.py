"""The texts the invented town signs: a publishing charter in two versions and a network charter."""

PUBLISHING_1 = """Charte des référents de Techniville

1. Je réponds dans mon domaine, avec des faits que je connais ou que j’ai vérifiés.
2. Je parle au nom de la Ville : je reste neutre, courtois et discret, comme mon statut me le demande.
3. Je ne publie aucune donnée personnelle d’un habitant ou d’un collègue.
4. Quand un sujet est sensible (enfants, santé, danger, élections, litige), je fais relire avant publication.
5. Je préviens la Communication si je doute, et je corrige une erreur dès que je la vois.
6. Je réponds pendant mes heures de travail ; rien n’est attendu de moi en dehors.
7. Je peux arrêter quand je veux, sans avoir à dire pourquoi."""

PUBLISHING_2 = """Charte des référents de Techniville

1. Je réponds dans mon domaine, avec des faits que je connais ou que j’ai vérifiés.
2. Je parle au nom de la Ville : je reste neutre, courtois et discret, comme mon statut me le demande.
3. Je ne publie aucune donnée personnelle d’un habitant ou d’un collègue, ni aucune photo où quelqu’un est reconnaissable.
4. Quand un sujet est sensible (enfants, santé, danger, élections, litige), je fais relire avant publication.
5. Je préviens la Communication si je doute, et je corrige une erreur dès que je la vois.
6. Je réponds pendant mes heures de travail ; rien n’est attendu de moi en dehors.
7. Je n’utilise pas d’outil en ligne non fourni par la Ville pour écrire une réponse.
8. Je peux arrêter quand je veux, sans avoir à dire pourquoi."""

CHANGES = "Deux précisions : les photos où quelqu’un est reconnaissable, et les outils en ligne non fournis par la Ville."

NETWORK = """Charte d’usage du réseau interne

1. J’y parle comme dans un couloir de la mairie : avec mon nom, et avec respect.
2. Ce qui est dit dans un groupe fermé y reste.
3. Je signale ce qui blesse plutôt que d’y répondre.
4. Personne n’y mesure mon temps ni ma vitesse."""

WORDS = "J’ai lu cette charte et je m’engage à la respecter."
