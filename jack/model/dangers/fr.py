"""What danger is called in French, and what only looks like it; see the package for the form."""

PERSON = (
    r"\b(?:il|elle|quelqu'un|homme|femme|type|personne|client|monsieur|dame|mari|fils|fille"
    "|enfants?|bebe|pere|mere|ami|amie|copine?|grand-(?:pere|mere)|frere|soeur|inconnu|garcon"
    r"|epouse|epoux|compagn(?:on|e)|petit-fils|petite-fille)\b"
)

FIRE = {
    "feu": (
        r"\b(?:il y a|y a)(?: \w+){0,2} (?:le |du |un )?feu\b|\ba pris feu\b|\bprend feu\b"
        r"|\ben feu\b|<alone>(?:au feu\b[^\w]*)+|\bau feu!|\ble feu (?:dans|au|a la)\b"
        r"|\bfeu dans (?:la|le|ma)\b"
    ),
    "incendie": (
        r"\b(?:il y a|y a|c'est|vois) (?:un |l')?(?:\w+ )?incendie\b|<alone>incendie\b"
        r"|\bincendie (?:dans|au) (?:la|le|ma|notre|\w+ etage)\b"
    ),
    "alarme": (
        r"\balarme<gap>(?:sonne|retentit|s'est declenchee|se declenche|hurle|ne s'arrete)"
        r"|\b(?:sonne|retentit)<near>alarme"
    ),
    "fumee": (
        r"\b(?:il y a|y a|je vois|on voit|odeur|sent|sens|plein|pleine|beaucoup|remplit"
        r"|rempli\w*)(?: \w+){0,3} (?:de )?(?:la )?fumee\b|\bfumee (?:noire|sort|partout"
        r"|dans (?:le|la|ma))\b"
    ),
    "brul": (
        r"\bquelque chose (?:qui )?brule|\b(?:odeur|sent)(?: \w+){0,2} (?:de )?brule\b"
        r"|\b(?:chambre|lit|rideaux?|cuisine|hotel|poubelle|prise|voiture) (?:qui )?brulen?t?\b"
    ),
    "flammes": r"\b(?:en|des|les) flammes\b",
    "explosion": r"\b(?:il y a eu|entendu|y a) une (?:\w+ )?explosion\b",
}

MEDICAL = {
    "noi": r"\bse noi(?:e|ent)\b",
    "noye": r"\bse noye[rz]?\b|\bs'est noyee?\b",
    "noyade": r"\bnoyade\b",
    "moitie": r"\bmoitie (?:du corps|du visage)\b",
    "contractions": r"\bcontractions\b",
    "electroc": r"\belectrocut\w+",
    "decharge": r"\b(?:pris|recu|prend) une (?:\w+ )?decharge\b|\bdecharge electrique\b",
    "poitrine": (
        r"\b(?:mal|douleurs?|oppression|pression|serre)<near>\bpoitrine\b|\bpoitrine<near>\b(?:mal"
        "|serre)"
    ),
    "respir": (
        r"\b(?:n'arrive|arrive|peux|peut|parvient|n'arrivons|pouvons)(?: \w+)? (?:pas"
        r"|plus)(?: \w+)?(?: a)? respirer\b|\bne respire (?:pas|plus)\b|\brespire (?:pas|plus|mal"
        r"|difficilement)\b|\b(?:du mal|difficulte\w*) (?:a )?respir|\bmal a respirer\b"
    ),
    "inconscient": r"\binconsciente?\b",
    "connaissance": r"\bperdu connaissance\b",
    "evanoui": r"\bevanouie?\b",
    "malaise": r"<person><near>\b(?:fait|a fait|eu) un malaise\b|\bfait un malaise\b",
    "reagit": r"\bne reagit (?:pas|plus)\b",
    "reveille": r"\bne se reveille (?:pas|plus)\b",
    "cardiaque": r"\b(?:crise|arret|attaque) cardiaque\b",
    "infarctus": r"\binfarctus\b",
    "avc": r"\b(?:un|d') ?avc\b",
    "convuls": r"\bconvulsions?\b|\bconvulse\b",
    "epilep": r"\bcrise d'epilepsie\b",
    "surdose": r"\bsurdose\b",
    "overdose": r"\boverdose\b",
    "ambulance": (
        r"\b(?:appel\w+|besoin|envoy\w+|faut|veux|voulons|faites venir)<near>\bambulance\b"
        r"|\bambulance (?:vite|svp|s'il vous|tout de suite)"
    ),
    "samu": r"\b(?:appel\w+|besoin|prevenez)<near>\bsamu\b",
    "secours": r"\b(?:appel\w+|prevenez)<near>\bsecours\b|\bau secours\b",
    "pompiers": r"\b(?:appel\w+|prevenez)<near>\bpompiers\b",
    "etouff": r"\b(?:s'etouffe|m'etouffe|s'est etouffee?|en train de s'etouffer|etouffe avec)\b",
    "saign": (
        r"\bsaigne (?:beaucoup|abondamment|enormement|sans|de la tete)|<person> saigne\b"
        r"|\bje saigne\b"
    ),
    "sang": (
        r"\b(?:perd|perds|vomit|crache|plein|beaucoup)(?: \w+){0,2} sang\b(?! froid)"
        r"|\bcouvert de sang\b"
    ),
    "suicid": r"\b(?:me|se) suicider\b|\bsuicidaires?\b|\bsuicide\b",
    "me tuer": r"\b(?:vais|veux|envie de) me tuer\b",
    "mourir": r"\b(?:veux|envie de|veut) mourir\b|\ben train de mourir\b",
    "vivre": r"\b(?:veux|peux|envie de) plus vivre\b",
    "a mes jours": r"\bmettre fin a mes jours\b",
    "mort": r"<person> (?:est|semble) morte?\b(?! de (?:rire|faim|fatigue))",
    "allergique": r"\b(?:reaction|choc) allergique\b",
    "anaphyla": r"\banaphyla",
    "empoisonn": r"\bempoisonnee?\b",
    "medecin": (
        r"\bmedecin (?:vite|urgent\w*|immediatement|tout de suite|d'urgence)"
        r"|\burgent<near>medecin\b|\bappel\w+ un medecin\b"
    ),
    "medicale": r"\burgence medicale\b",
    "accouch": r"\b(?:en train d'|va |vais )accoucher\b",
    "perdu les eaux": r"\bperdu les eaux\b",
    "bless": r"\b(?:gravement|serieusement|il y a un|grievement) blessee?\b",
    "tombe": r"\btombee?\b<gap>(?:ne peut (?:pas|plus)|tete|saigne|escaliers?|bouge plus)",
    "electrocut": r"\belectrocut",
    "bouge": r"<person><near>ne bouge plus\b",
}

SECURITY = {
    "fenetre": (
        r"\b(?:quelqu'un|homme|type|individu|inconnu)\b<gap>\b(?:essaie|essaye|tente|entre|grimpe|escalade)\b"
        r"<gap>\b(?:fenetre|balcon)\b"
    ),
    "balcon": (
        r"\b(?:quelqu'un|homme|type|individu|inconnu)\b<gap>\b(?:essaie|essaye|tente|entre|grimpe|escalade)\b"
        r"<gap>\b(?:fenetre|balcon)\b"
    ),
    "frapp": r"\b(?:voisin|homme|type|mec|client|mari)\b<near>\bfrappe (?:sa|son|une|un|ma|mon)\b",
    "forcer": r"<person><gap>\bforcer<near>\bporte\b",
    "entrer": (
        r"<person><gap>\b(?:essaie|essaye|tente|essaient|veut)<near>\bentrer dans (?:ma"
        "|notre) chambre"
    ),
    "chambre": (
        r"\b(?:il y a )?(?:quelqu'un|un homme|un inconnu)(?: est)? dans ma chambre\b"
        r"|\bentree? dans ma chambre (?:sans|la nuit|pendant)"
    ),
    "ouvrir": r"<person><gap>\b(?:essaie|essaye|tente) d'ouvrir (?:ma|notre) porte",
    "porte": (
        r"<person><gap>\b(?:frappe|tape|cogne|tambourine|donne des coups)<gap>\b(?:a|sur|contre"
        "|dans) (?:ma|notre|la) porte"
    ),
    "voleur": r"\b(?:au|un|des|le) voleurs?\b",
    "intrus": r"\b(?:un|des|l')intrus\b|\bintrus\b",
    "cambriol": r"\bcambriol",
    "m'": (
        r"\bm'a (?:\w+ )?(?:frappee?|agressee?|attaquee?|gifl\w+|viol\w+|poignard\w+|menac\w+"
        r"|etrangl\w+|battue?|tapee?)\b|\bm'agresse\b|\bm'attaque\b"
    ),
    "me ": r"\bme (?:frappe|menace|suit|harcele|bat|poursuit)\b(?! (?:au|a la))",
    "agress": (
        r"\b(?:ete|fait|faite|etre|etais|suis) agresse(?:e|r)?\b|\bagression\b"
        r"|\bse fait agresser\b"
    ),
    "frappe": r"<person> (?:frappe|tabasse|bat) (?:sa|son|une|un|mon|ma)\b",
    "viol": r"\b(?:ete|est fait|un|a) viol(?:ee?|er)?\b(?! (?:la|le|les) )",
    "bagarre": (
        r"\b(?:il y a|y a|une) (?:\w+ )?bagarre\b|\bse bagarrent\b|\bbagarre (?:dans|au|devant)"
    ),
    "se battent": r"\bse battent\b",
    "crie": r"\b(?:femme|homme|quelqu'un|elle)<near>\b(?:crie|hurle)\b",
    "hurle": r"\b(?:femme|homme|quelqu'un|elle)<near>\bhurle\b",
    "couteau": r"<person><near>\b(?:avec|a|tient|sorti) un couteau\b(?! et)",
    "pistolet": r"<person><near>\b(?:avec|a|tient) un pistolet\b",
    "arme": r"<person><near>\b(?:avec une arme|est armee?|a une arme)\b|\bhomme arme\b",
    "coups de feu": r"\bcoups de feu\b",
    "tire": r"<person> tire sur\b",
    "bombe": r"\b(?:alerte a la|il y a une|menace de) bombe\b",
    "police": r"\b(?:appel\w+|besoin de|prevenez|faites venir)<near>\bpolice\b|<alone>police!",
    "menace": (
        r"<person><near>\b(?:menace|menacent) (?:de|ma|mon|nous)\b|\bnous menace\b"
        r"|\bmenaces? de mort\b"
    ),
    "enlev": r"\b(?:enfant|fils|fille)<near>\benlevee?\b",
    "disparu": (
        r"\b(?:enfant|fils|fille|garcon|bebe|petit-fils|petite-fille)\b<near>\b(?:a )?disparue?\b"
    ),
    "perdu": r"\bperdu (?:mon|ma|notre) (?:\w+ )?(?:fils|fille|enfant|bebe)\b",
    "trouv": (
        r"\btrouv\w+ (?:plus|pas) (?:mon|ma|notre|mes) (?:\w+ )?(?:fils|fille|enfant|enfants"
        r"|bebe)\b"
    ),
    "violences": r"\bviolences? conjugales?\b",
    "cris": r"\bcris (?:a l'aide|au secours)",
    "kidnapp": r"\bkidnapp",
}

OTHER = {
    "gaz": r"\b(?:sent|odeur|fuite|sens)(?: \w+){0,2} (?:le |de |du )?gaz\b",
    "monoxyde": r"\bmonoxyde de carbone\b",
    "etincelle": r"\b(?:fait|des|jette) etincelles\b|\bfait des etincelles\b",
    "eau": (
        r"\beau\b<near>(?:coule|goutte|fuit|tombe|ruisselle)\w*<gap>\b(?:lampe|prise|electri\w+"
        "|cables?|fils)"
    ),
    "ascenseur": r"\b(?:coince|bloque|enferme|piege)\w*(?: \w+){0,3} (?:l')?ascenseur\b",
    "plafond": r"\bplafond<near>(?:effondr|tombe|s'ecroule)",
    "seisme": r"\b(?:un|le) seisme\b",
    "tremblement": r"\b(?:il y a|ressenti) un tremblement de terre\b",
    "urgence": r"\bc'est une urgence\b|<alone>urgence<end>|\burgence!",
    "danger": r"\b(?:suis|sommes|est) en danger\b",
    "a l'aide": r"<alone>a l'aide\b|\ba l'aide!",
}

HARMLESS = {
    "feu": (
        r"\bfeux? (?:d'artifice|de (?:camp|bois|cheminee)|vert|rouge|tricolore)\b"
        r"|\bau coin du feu\b|\bpas de feu\b|\b(?:allumer|faire)<near>feu\b|\ba feu doux\b"
        r"|\bfeu de joie\b|\bfeu dans la cheminee\b|\bcoups? de feu (?:en cuisine|de midi)\b"
        r"|\bvous avez du feu\b|\bavez-vous du feu\b"
    ),
    "incendie": (
        r"\b(?:sorties?|issues?|exercices?|extincteurs?|portes?|securite|detecteurs?"
        r"|consignes?|escaliers?|en cas)(?: d'| de secours )?\s?(?:incendies?)\b"
        r"|\bpas d'incendie\b"
    ),
    "alarme": (
        r"\balarme (?:de (?:ma|la|mon) (?:voiture|telephone)|du reveil)\b|\b(?:test|essai"
        r"|exercice)\w*<near>alarme\b|\balarme<gap>\b(?:test|essai|exercice|hier|fausse)\b"
    ),
    "fumee": (
        r"\b(?:detecteurs?|capteurs?) (?:de )?fumee\b|\bfumee de (?:cigar\w+|tabac)\b"
        r"|\bpas de fumee\b"
    ),
    "urgence": (
        r"\b(?:en cas d'|sorties? d(?:e secours|')|numeros? d'|issues? d'|contact d'"
        r"|pas une )urgence\b|\bce n'est pas une urgence\b"
    ),
    "ambulance": r"\bcombien<gap>ambulance\b|\bpas besoin d'(?:une )?ambulance\b",
    "police": r"\b(?:commissariat|poste) de police\b|\bpolice d'assurance\b",
    "mort": r"\bmorte? de (?:\w+)\b",
    "mourir": r"\bmourir de (?:rire|faim|soif|chaud|froid|envie)\b",
    "suicide": r"\bsuicide squad\b",
    "cardiaque": r"\bcrise cardiaque (?:il y a|l'an|en 20)",
    "il y a ": r"\b(?:eu|fait|ete|avait)\b[^.!?,;]{0,50}\bil y a \w+ (?:ans?|mois|semaines)\b",
    "allergique": (
        r"\b(?:pourrait|peut|eviter|provoque\w*|risque de|en cas de)<near>(?:reaction"
        r"|choc) allergique\b"
    ),
    "se battent": r"\bse battent pour\b",
    "viol": r"\bviolon\w*|\bviolet\w*",
    "gaz": r"\b(?:eau|boisson|sans|avec)\w* (?:de )?gaz\b",
}
