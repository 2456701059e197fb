"""The texts of the guides. Each picture has its scene in tests/journeys/test_help.py, which keeps it true."""

from __future__ import annotations

from preau.site.help import NARROW, Guide, Step

COORDINATION = Guide(
    "coordination",
    "Coordonner la cité éducative",
    "Pour la cheffe ou le chef de projet opérationnel, et pour qui tient le programme.",
    (
        Step(
            "Commencez par Aujourd’hui",
            "La page montre ce qui vous attend : ce qu’il faut corriger ou préciser, ce qui manque, ce que l’on vous "
            "demande. Chaque ligne a un bouton qui mène au bon endroit. À côté, ce que les autres ont fait depuis "
            "votre dernière visite ; un bouton marque tout comme lu.",
            "coordination-aujourdhui",
            "La page Aujourd’hui de la coordination : les chiffres, ce qui attend, ce que les autres ont fait.",
        ),
        Step(
            "Apportez votre tableau",
            "Excel, Word, PDF, texte ou copier-coller : prenez le fichier que vous avez, même imparfait. Préau le lit "
            "et montre ce qu’il a compris. Rien ne change avant que vous l’ayez relu.",
            "coordination-importer",
            "La page où l’on dépose un fichier ou colle un tableau.",
        ),
        Step(
            "Relisez avant d’appliquer",
            "Chaque changement se garde ou se laisse. Les totaux imprimés dans le fichier sont comparés aux sommes. "
            "Un import s’annule en entier, même des jours plus tard.",
            "coordination-relire",
            "L’aperçu d’un import : ce qui change, ligne par ligne, avant d’appliquer.",
        ),
        Step(
            "Tenez le programme comme un tableur",
            "Allez de case en case avec les flèches : Entrée pour écrire, Échap pour renoncer. Les sous-totaux et le "
            "total suivent. Triez, groupez, choisissez vos colonnes. Deux personnes peuvent écrire en même temps sans "
            "s’effacer l’une l’autre.",
            "coordination-programme",
            "Le programme en tableau, par thème, avec ses totaux.",
        ),
        Step(
            "Répondez aux questions",
            "Préau signale ce qui ne va pas et n’empêche rien. Pour chaque question, corrigez la valeur sur place, ou "
            "gardez-la en disant pourquoi : la question ne revient pas.",
            "coordination-a-verifier",
            "La liste des points à vérifier, du plus grave au plus simple.",
        ),
        Step(
            "Ouvrez une action",
            "Tout y est : montants et leur origine, public visé, objectifs, pièces, commentaires, journal. Citez une "
            "personne avec @ dans un commentaire : elle le verra dans sa page Aujourd’hui.",
            "coordination-action",
            "La page d’une action, avec ses montants et ce qui reste à préciser.",
        ),
        Step(
            "Tenez le répertoire des organismes",
            "Un porteur écrit de deux façons devient un seul organisme. Ajoutez son SIRET, son RNA ou son code "
            "d’établissement une fois pour toutes.",
            "coordination-organismes",
            "Le répertoire des organismes de la cité.",
        ),
        Step(
            "Préparez l’année suivante",
            "Reconduisez les actions que vous choisissez dans un nouveau programme, sans rien recopier. Notez le jour "
            "du vote : à partir de là, les montants accordés ne se modifient plus.",
            "coordination-annees",
            "La liste des actions d’une autre année, à reconduire.",
        ),
        Step(
            "Rendez l’annexe",
            "Le menu Exporter donne le programme en Word, Excel, PDF et cinq autres formats. Un fichier rendu, modifié "
            "puis renvoyé se relit : seul ce qui a changé sera repris.",
            "coordination-exporter",
            "Le menu Exporter ouvert, avec les formats de l’annexe.",
        ),
        Step(
            "Invitez les autres",
            "Préfecture, Éducation nationale, ville, gestionnaire, porteurs, lecteurs : chacun reçoit un lien et voit "
            "ce que son rôle permet, rien de plus. Un porteur ne voit que ses actions.",
            "coordination-membres",
            "La page des membres et des invitations.",
        ),
    ),
)

TROIKA = Guide(
    "troika",
    "Suivre le programme pour la troïka",
    "Pour la préfecture, l’Éducation nationale et la ville.",
    (
        Step(
            "Voyez ce qui a changé",
            "La page Aujourd’hui dit ce que les autres ont fait depuis votre dernière visite, et qui vous appelle dans "
            "un commentaire. Quand tout est lu, dites-le d’un bouton.",
            "troika-aujourdhui",
            "La page Aujourd’hui de la préfecture.",
        ),
        Step(
            "Comparez les actions",
            "Le programme se lit par thème, avec ses sous-totaux et la part de la Cité éducative. Cherchez un mot, "
            "filtrez par porteur ou par thème, triez par une colonne.",
            "troika-programme",
            "Le programme en lecture, par thème.",
        ),
        Step(
            "Commentez une action",
            "Écrivez sous l’action. Citez une personne avec @ : elle le verra dès sa prochaine visite. Vous pouvez "
            "aussi joindre une pièce.",
            "troika-commentaires",
            "Les commentaires d’une action.",
        ),
        Step(
            "Emportez l’annexe",
            "Le menu Exporter donne le même programme dans le format de votre choix.",
            "troika-exporter",
            "Le menu Exporter ouvert.",
        ),
    ),
)

MANAGER = Guide(
    "gestionnaire",
    "Gérer pour la cité éducative",
    "Pour l’établissement ou le service qui prépare les actes et les versements.",
    (
        Step(
            "Voyez ce qui manque",
            "La page Aujourd’hui compte les organismes sans SIRET, RNA ni code d’établissement, et ce qui a changé "
            "depuis votre dernière visite.",
            "gestionnaire-aujourdhui",
            "La page Aujourd’hui du gestionnaire.",
        ),
        Step(
            "Tenez le répertoire",
            "Complétez les numéros des organismes, réunissez ceux qui sont écrits de deux façons.",
            "gestionnaire-organismes",
            "Le répertoire des organismes.",
        ),
        Step(
            "Joignez les pièces",
            "Devis, conventions, bilans : joignez chaque pièce à son action. Elle y reste, avec sa date et le nom de "
            "qui l’a jointe.",
            "gestionnaire-pieces",
            "Les pièces jointes d’une action.",
        ),
    ),
)

HOLDER = Guide(
    "porteur",
    "Porter une action",
    "Pour l’association, l’école ou le service qui mène une action.",
    (
        Step(
            "Connectez-vous",
            "Ouvrez le lien de votre invitation, puis revenez quand vous voulez avec votre adresse. Mot de passe "
            "oublié : demandez un nouveau lien sur la même page.",
            "porteur-connexion",
            "La page de connexion sur un téléphone.",
            NARROW,
        ),
        Step(
            "Voyez ce que l’on vous demande",
            "La page Aujourd’hui montre vos actions, et elles seules : qui vous appelle, ce qui est à préciser, ce "
            "qui a changé. Le bouton Répondre ouvre l’action.",
            "porteur-aujourdhui",
            "La page Aujourd’hui d’un porteur sur un téléphone.",
            NARROW,
        ),
        Step(
            "Relisez votre action",
            "Montants, public, partenaires : ce que le programme dit de vous. Si quelque chose est faux, dites-le en "
            "commentaire ; la coordination corrige.",
            "porteur-action",
            "La page d’une action sur un téléphone.",
            NARROW,
        ),
        Step(
            "Répondez et joignez",
            "Écrivez un commentaire, joignez un devis ou un bilan, même depuis un téléphone.",
            "porteur-repondre",
            "Le formulaire de commentaire d’une action.",
            NARROW,
        ),
    ),
)

READER = Guide(
    "lecture",
    "Lire les programmes",
    "Pour qui lit sans modifier, dans une cité éducative ou dans toutes.",
    (
        Step(
            "Voyez où en est le programme",
            "La page Aujourd’hui donne les chiffres du dernier programme et ce qui a changé depuis votre dernière "
            "visite, sans nommer personne.",
            "lecture-aujourdhui",
            "La page Aujourd’hui en lecture.",
        ),
        Step(
            "Cherchez",
            "Un mot, un porteur, un quartier : la recherche regarde toutes les années. Les accents et les majuscules "
            "ne comptent pas.",
            "lecture-chercher",
            "Les résultats d’une recherche, les mots trouvés marqués.",
        ),
        Step(
            "Comparez les cités éducatives",
            "L’équipe nationale voit toutes les cités, triées par la colonne de son choix, année par année. Les "
            "totaux restent en bas de l’écran.",
            "lecture-cites",
            "La liste des cités éducatives avec leurs montants.",
        ),
        Step(
            "Emportez l’annexe",
            "Le menu Exporter du programme donne le tableau en Excel, CSV, PDF ou Word.",
            "lecture-exporter",
            "Le menu Exporter ouvert.",
        ),
    ),
)

ADMINISTRATION = Guide(
    "administration",
    "Administrer l’installation",
    "Pour qui ouvre des cités éducatives et nomme leur coordination, sans lire leurs programmes.",
    (
        Step(
            "Voyez toutes les cités",
            "La page Installation liste les cités éducatives et l’équipe nationale.",
            "administration-installation",
            "La page Installation.",
        ),
        Step(
            "Ouvrez une cité éducative",
            "Donnez son nom et invitez sa coordination : elle reçoit un lien et fait le reste.",
            "administration-nouvelle",
            "Le formulaire d’une nouvelle cité éducative.",
        ),
        Step(
            "Fermez un compte",
            "Quand quelqu’un s’en va, fermez son compte : il ne se connecte plus, et ce qu’il a fait reste au journal.",
            "administration-comptes",
            "La liste des comptes de l’installation.",
        ),
    ),
)

GUIDES = (COORDINATION, TROIKA, MANAGER, HOLDER, READER, ADMINISTRATION)
"""Every guide, in the order of the page that lists them."""
