"""What danger is called in German, and what only looks like it; see the package for the form."""

PERSON = (
    r"\b(?:er|sie|jemand|mann|frau|typ|person|gast|vater|mutter|sohn|tochter|kind|kinder|baby"
    "|freund(?:in)?|bruder|schwester|oma|opa|grossvater|grossmutter|unbekannter?|partner(?:in)?"
    r"|junge|madchen|enkel(?:in)?|leute)\b"
)

FIRE = {
    "brenn": (
        r"\bes brennt\b|\bhier brennt\b|\bbrennt!|\betwas brennt\b|\bbrennt es\b(?! noch licht)"
        r"|\b(?:zimmer|bett|vorhang|kuche|hotel|mulleimer|auto|mikrowelle|steckdose|kabel|akku"
        r"|ladegerat|balkon|dach|haus) brennt\b|\bbrennende[rs]? (?:geruch|vorhang|kabel|akku)"
    ),
    "feuer": (
        r"\b(?:ist|gibt|sehe|sehen|bricht)(?: \w+){0,2} (?:ein )?feuer\b"
        r"|<alone>(?:feuer\b[^\w]*)+(?:$|hilfe)|\bfeuer!|\bfeuer (?:im|in der|auf dem|in meinem)\b"
        r"|\bfeuer gefangen\b"
    ),
    "alarm": (
        "alarm<near>(?:geht los|losgegangen|schrillt|lautet|klingelt|heult|angesprungen|ertont"
        r"|hort nicht auf|ausgelost|an ist)|\bgeht<near>alarm los\b|<alone>feueralarm<end>"
    ),
    "rauch": (
        r"\b(?:riecht|rieche|riechen|geruch)(?: \w+){0,4} (?:nach )?(?:\w+ )?rauch\b"
        r"|\brauchgeruch\b|\b(?:viel|voll|voller|dichter|schwarzer|sehe|sehen|ist"
        r"|kommt)(?: \w+){0,2} rauch\b|\brauch (?:im|in (?:der|dem|meinem|unserem)|kommt|aus"
        r"|uberall|unter)\b|\braucht aus\b|\braucht es\b"
    ),
    "verbrannt": r"\b(?:riecht|geruch)(?: \w+){0,3} (?:nach )?verbrannt\w*",
    "brand": r"\bbrandgeruch\b|\bin brand\b|\bwohnungsbrand\b|\bzimmerbrand\b",
    "flammen": r"\b(?:in|sehe|schlagen) flammen\b|\bflammen (?:aus|im|in)\b",
    "explo": r"\bexplosion (?:gehort|im|in)\b|\bes gab eine explosion\b|\b(?:ist|etwas) explodiert",
}

MEDICAL = {
    "ertrink": r"\bertrink(?:t|en)\b(?! (?:in|vor))",
    "ertrunken": r"\bertrunken\b",
    "leblos": r"\bleblos\b",
    "reglos": r"\b(?:liegt|treibt)\b<gap>\breglos\b|\breglos<near>\b(?:liegt|treibt|im pool)\b",
    "mundwinkel": r"\bmundwinkel\b",
    "gelahmt": r"<person><gap>\bgelahmt\b",
    "brust": (
        r"brustschmerz|\b(?:schmerz\w*|druck|stiche|enge|stechen)<near>\bbrust\b"
        r"|\bbrust<near>\b(?:schmerz|tut weh|weh)"
    ),
    "luft": (
        r"\b(?:keine|kaum|nicht|schlecht) (?:\w+ )?luft (?:mehr )?(?:bekomm|krieg|holen)"
        r"|\b(?:bekomm\w*|krieg\w*)(?: \w+){0,2} (?:keine|kaum|schlecht) luft\b"
        r"|\bkeine luft mehr\b"
    ),
    "atm": (
        r"\b(?:nicht|kaum|schwer|nicht mehr|schlecht)(?: \w+)? atmen\b|\batmet (?:nicht|kaum"
        "|schwer)"
    ),
    "atemnot": r"\batemnot\b",
    "bewusst": r"\bbewusstlos|\bbewusstsein verloren\b|\bnicht bei bewusstsein\b",
    "ohnma": r"\bohnma(?:e)?chtig\b|\bin ohnmacht\b",
    "umgekippt": r"<person><gap>\bumgekippt\b",
    "zusammengebrochen": r"<person><gap>\bzusammengebrochen\b",
    "reagiert": r"<person>(?: \w+)? reagiert nicht\b",
    "wacht": r"\bwacht nicht (?:mehr )?auf\b",
    "herz": r"\bherzinfarkt|\bherzattacke|\bherzstillstand",
    "schlaganfall": r"\bschlaganfall",
    "krampf": r"\bkrampfanfall|<person> krampft\b",
    "anfall": r"\b(?:epileptisch\w*|asthma-?) ?anfall|\bepileptischen? anfall",
    "uberdosis": r"\buberdosis",
    "ueberdosis": r"\bueberdosis",
    "tabletten": r"\bzu viele tabletten\b|\btabletten (?:\w+ )?(?:geschluckt|genommen)",
    "krankenwagen": (
        r"\b(?:ruf\w*|brauch\w*|schick\w*|hol\w*|bestell\w*|verstandig\w*)<near>krankenwagen"
        r"|\bkrankenwagen (?:rufen|bitte|schnell|sofort|kommen)|<alone>krankenwagen<end>"
    ),
    "notarzt": r"\bnotarzt(?! praxis)\b",
    "rettung": r"\b(?:ruf\w*|brauch\w*|schick\w*)<near>rettung",
    "erstick": r"\berstick(?:t|e|en)\b",
    "verschluckt": "<person><near>verschluckt<near>luft",
    "blut": (
        r"\bblutet (?:stark|sehr|heftig|aus|am|nicht auf|und)|\b(?:viel|uberall|spuckt|erbricht"
        r"|voller|verliert(?: \w+)?) blut\b|<person> blutet\b|\bich blute\b"
    ),
    "selbstmord": r"\bselbstmord\b",
    "suizid": r"\bsuizid",
    "bringen": r"\b(?:mich|sich)(?: \w+)? umbringen\b|\bmich um(?:zu)?bringen\b",
    "das leben nehmen": r"\bdas leben nehmen\b",
    "leben": r"\b(?:will|mag|mochte|kann) nicht mehr leben\b",
    "sterben": r"\b(?:will|mochte) (?:nur noch )?sterben\b",
    "stirbt": r"<person> stirbt\b",
    "tot": r"<person> (?:ist|scheint) tot\b",
    "allerg": r"\ballergische[rn]? (?:reaktion|schock)",
    "anaphyla": r"\banaphyla",
    "vergift": r"\bvergiftet\b",
    "arzt": (
        r"\b(?:sofort|dringend|schnell)(?: \w+){0,2} (?:\w+)?arzt\b|\barzt (?:sofort|dringend"
        r"|schnell)\b|\bruf\w*(?: \w+){0,2} arzt\b"
    ),
    "wehen": r"\b(?:hat|habe|setzen|starke|die)(?: \w+)? wehen\b",
    "fruchtblase": r"\bfruchtblase",
    "verletzt": (
        r"\b(?:schwer|ernsthaft|stark) verletzt\b|<person> (?:ist|wurde"
        r"|hat sich) (?:\w+ )?verletzt\b"
    ),
    "gesturzt": r"\bgesturzt\b<gap>(?:kann nicht|kopf|blut|treppe|bewegt)|\btreppe<near>gesturzt\b",
    "notfall": r"\bmedizinischer notfall\b",
    "stromschlag": r"\bstromschlag\b",
    "bewegt": r"<person> bewegt sich nicht\b",
}

SECURITY = {
    "fenster": (
        r"\b(?:jemand|mann|typ|fremder|einbrecher)\b<gap>\b(?:fenster|balkon)\b<gap>\b(?:einsteig\w*|klettert"
        r"|einzu\w+|herein\w*|rein\w*|offnen|aufzu\w+|auf)\b"
        r"|\b(?:jemand|mann|typ|fremder|einbrecher)\b<gap>\b(?:klettert|steigt)\b<gap>\b(?:fenster|balkon)\b"
    ),
    "balkon": (
        r"\b(?:jemand|mann|typ|fremder|einbrecher)\b<gap>\b(?:fenster|balkon)\b<gap>\b(?:einsteig\w*|klettert"
        r"|einzu\w+|herein\w*|rein\w*|offnen|aufzu\w+|auf)\b"
        r"|\b(?:jemand|mann|typ|fremder|einbrecher)\b<gap>\b(?:klettert|steigt)\b<gap>\b(?:fenster|balkon)\b"
    ),
    "aufzubrechen": r"\b(?:jemand|mann|typ|einbrecher|leute)\b<gap>\baufzubrechen\b",
    "aufbrechen": (
        r"\b(?:jemand|mann|typ|einbrecher|leute)\b<gap>\b(?:tur|zimmertur|schloss)\b<near>"
        r"\baufbrechen\b"
    ),
    "schlagt ein": r"\bschlagt (?:ein|der|jemand) ?(?:mann|typ|gast|nachbar|freund)? (?:seine|eine|die)\b",
    "einbr": (
        r"\b(?:versuch\w*|jemand|will|wurde|bricht|mann)<gap>\b(?:einzubrechen|einbrechen"
        r"|eingebrochen)\b|\beinbrecher\b"
    ),
    "eingebrochen": r"\beingebrochen\b",
    "bricht": r"<person><near>\bbricht<near>\bein\b",
    "zimmer": (
        r"<person><gap>\b(?:ist|steht|sitzt) (?:\w+ )?in (?:meinem|unserem) zimmer\b|\b(?:fremder?"
        "|unbekannter?|jemand fremdes)<gap>in meinem zimmer"
        "|<person><near>versucht<near>in (?:mein|unser) zimmer"
    ),
    "tur": (
        r"<person><gap>\b(?:hammert|schlagt|tritt|poltert)<near>\b(?:an|gegen) (?:meine|unsere"
        "|die) (?:zimmer)?tur"
    ),
    "geschlagen": r"<person><gap>\b(?:geschlagen|verprugelt)\b|\bwurde geschlagen\b",
    "schlagt": r"<person> schlagt (?:mich|sie|ihn|seine|ihre|meine|auf)\b",
    "angegriffen": r"\bangegriffen\b",
    "uberfall": r"\buberfallen\b|\buberfall\b",
    "bedroht": r"\bbedroht (?:mich|uns|meine|sie|ihn)\b|\bwerde bedroht\b|\bmich bedroht\b",
    "verfolgt": r"\bverfolgt (?:mich|uns)\b|\bwerde verfolgt\b",
    "belastig": r"\b(?:mich|werde|wurde|uns)<gap>belastigt\b|\bbelastigt (?:mich|uns|meine)\b",
    "vergewaltig": r"\bvergewaltig",
    "schlagerei": r"\bschlagerei\b",
    "prugel": r"\bprugeln (?:sich|aufeinander)\b|\bsich prugeln\b",
    "kampf": r"<person><near>kampfen miteinander\b",
    "schreit": r"<person><near>\bschreit (?:um hilfe|laut um|nach hilfe)\b|\bfrau schreit\b",
    "schrei": r"\bschrei\w*<near>\bhilfe\b|\bhilfeschreie\b",
    "messer": r"<person><near>\b(?:mit|hat|zieht) (?:einem|ein) messer\b(?! und)",
    "pistole": r"<person><near>\b(?:mit|hat) (?:einer|eine) pistole\b",
    "waffe": r"<person><near>\b(?:mit|hat) (?:einer|eine) waffe\b",
    "schusse": r"\bschusse\b<near>(?:gehort|gefallen)|\b(?:hore|horen|fallen) schusse\b",
    "schiess": r"\bschiesserei\b|<person> schiesst\b",
    "bombe": r"\bbombendrohung\b|\b(?:liegt|gibt es|ist) eine bombe\b",
    "bombendrohung": r"\bbombendrohung\b",
    "polizei": (
        r"\b(?:ruf\w*|brauch\w*|verstandig\w*|alarmier\w*|hol\w*)<near>\bpolizei\b"
        r"|\bpolizei (?:rufen|bitte|schnell|sofort|kommen)\b|<alone>polizei!"
    ),
    "entfuhr": r"\bentfuhrt\b",
    "vermiss": (
        r"\b(?:kind|sohn|tochter|enkel\w*|junge|madchen)\b<near>\bvermisst\b(?! (?:sein|ihr|die"
        r"|das|den))|\bvermisse (?:mein|meine|meinen) (?:kind|sohn|tochter)"
    ),
    "ist weg": r"\b(?:kind|sohn|tochter|enkel\w*|baby) ist weg\b",
    "verschwunden": r"\b(?:kind|sohn|tochter|enkel\w*|baby)\b<near>\bverschwunden\b",
    "finde": (
        r"\b(?:finde|finden) (?:mein|meine|meinen|unser|unsere|unseren) (?:\w+ )?(?:kind|sohn"
        r"|tochter|baby)\b<near>\bnicht\b"
    ),
    "verloren": (
        r"\b(?:mein|meine|meinen|unser|unsere|unseren) (?:kind|sohn|tochter) (?:\w+ )?verloren\b"
    ),
    "gewalt": r"\bhausliche gewalt\b",
    "bewaffnet": r"\bbewaffnet",
}

OTHER = {
    "gas": (
        r"\b(?:riecht|rieche|riechen|geruch)(?: \w+){0,3} nach (?:\w+ )?gas\b|\bgasgeruch\b"
        r"|\bgasleck\b|\bgasaustritt\b"
    ),
    "kohlenmonoxid": r"\bkohlenmonoxid\b(?!melder)",
    "funk": (
        r"\b(?:lampe|steckdose|kabel|schalter|stecker|es|wasser|sicherung)<near>\bfunk(?:t"
        r"|en)\b(?! nicht)|\bfunken (?:spruhen|aus|schlagen|fliegen)"
    ),
    "wasser": (
        r"\bwasser\b<near>(?:lauft|tropft|kommt|stromt|rinnt)<gap>\b(?:lampe|steckdose|strom|kabel"
        r"|elektr\w+|sicherung)"
    ),
    "aufzug": (
        r"\b(?:stecken?|feststeck\w*|gefangen|eingesperrt|eingeschlossen|sitzen?)\b<near>\b(?:im"
        r"|in einem|in dem) (?:\w+ )?(?:aufzug|fahrstuhl|lift)\b|\b(?:im"
        r"|in einem) aufzug (?:stecken\w*|fest\w*|gefangen|eingesperrt|eingeschlossen)"
    ),
    "fahrstuhl": (
        r"\b(?:stecken?|feststeck\w*|gefangen|eingesperrt|sitzen?)<near>\bim fahrstuhl\b"
        r"|\bim fahrstuhl (?:stecken|fest|gefangen|eingesperrt)"
    ),
    "decke": (
        r"\b(?:zimmer)?decke (?:ist |sturzt |bricht )?<near>(?:eingesturzt|heruntergekommen"
        "|herunter|sturzt ein)"
    ),
    "erdbeben": r"\b(?:ein|das|gab|gibt) (?:ein )?erdbeben\b|<alone>erdbeben\b",
    "notfall": (
        r"\b(?:ist|habe|haben|gibt) (?:es )?(?:ein|einen) notfall\b|<alone>notfall\b[^?]*$"
        r"|\bnotfall!"
    ),
    "gefahr": r"\bin (?:lebens)?gefahr\b",
    "zu hilfe": r"\bzu hilfe\b",
    "hilfe": r"\bhilfe!<gap>hilfe|\bhilfe, hilfe\b",
}

HARMLESS = {
    "feuer": (
        r"\b(?:kein|keine|ohne|offenes|am|lager|schones|gemutliches|kamin|beim) ?feuer\b"
        r"|\bfeuer(?:werk\w*|zeug\w*|loscher\w*|wehr\w*|melder\w*|treppe\w*|stelle\w*|schutz\w*"
        r"|leiter\w*|ubung\w*|tur\w*)\b|\bhaben sie feuer\b|\bfeuer im kamin\b"
        r"|\bfeueralarm(?:ubung|test|probe)\w*"
    ),
    "brand": r"\bbrand(?:neu|schutz\w*|melder\w*|heiss)\b|\bsonnenbrand\b",
    "brenn": (
        r"\bbrennholz\b|\bbrennt (?:das|noch|die) licht\b|\bbrennende frage\b|\b(?:kerze|licht"
        r"|lampe|kamin|sonne|lagerfeuer)\w* brennt\b|\bbrennt die sonne\b"
    ),
    "alarm": (
        r"\b(?:auto|handy|wecker|fehl|probe)-?\s?alarm\w*|\balarm<gap>\b(?:test|probe|ubung"
        r"|gestern|letzte nacht)\b|\b(?:test|probe|ubung)\w*<near>alarm\w*|\bfehlalarm\b"
    ),
    "rauch": (
        r"\brauch(?:melder\w*|en\b|er\w*|frei\w*|verbot\w*|bereich\w*|zimmer\w*|waren)"
        r"|\b(?:zigaretten?|zigarren?|tabak|kalte[mr]?|altem) ?-?rauch\w*|\bnichtraucher\w*"
        r"|\brauch<near>\b(?:zigarett\w*|tabak)|\bkein rauch\b"
    ),
    "notfall": (
        r"\b(?:im|fur den|fur|bei einem|kein|keinen|jeden|falls ein) notfall\w*|\bnotfall(?:nummer"
        r"|kontakt|ausgang|plan|apotheke)\w*"
    ),
    "krankenwagen": r"\b(?:keinen|was kostet|warum|kein)(?: \w+){0,3} krankenwagen\b",
    "notarzt": r"\b(?:kein|keinen|wo|was kostet)(?: \w+){0,3} notarzt\b",
    "arzt": r"\b(?:zahn|tier|haut|augen)arzt\w*|\bkeinen arzt\b|\barzttermin\b",
    "polizei": (
        r"\b(?:wo|nachste|nachsten)(?: \w+){0,4} polizei\w*|\bpolizei(?:wache|station|revier"
        r"|museum)\w*"
    ),
    "herz": r"\bfast einen herzinfarkt\b|\bherzinfarkt<near>\b(?:preis|rechnung)",
    "vor ": (
        r"\b(?:hatte|wurde|war)\b[^.!?,;]{0,20}\bvor \w+ (?:jahr\w*|monat\w*"
        r"|wochen?)\b[^.!?,;]{0,40}"
    ),
    "sterb": r"\b(?:zum|vor \w+) sterben\b",
    "tot": r"\btot(?:al|e hose|alschaden)\b",
    "messer": r"\bmesser und gabel\b",
    "allerg": (
        r"\b(?:konnte|kann|vermeiden|auslos\w*|falls|bei einer)<near>allergische[rn]? (?:reaktion"
        r"|schock)\b"
    ),
    "hilfe": r"\berste[- ]hilfe\b",
    "schlagt": r"\bschlagt (?:vor|mir vor|uns vor)\b",
    "luft": r"\bklimaanlage\b[^.!?]{0,30}\bkeine luft\b",
}
