"""What danger is called in Italian, and what only looks like it; see the package for the form."""

PERSON = (
    r"\b(?:lui|lei|qualcuno|uomo|donna|tizio|persona|ospite|signora?|marito|moglie|figli[oa]"
    "|bambin[oaie]|neonato|padre|madre|papa|mamma|amic[oa]|fidanzat[oa]|compagn[oa]|nonn[oa]"
    r"|fratello|sorella|sconosciuto|ragazz[oa]|nipote)\b"
)

FIRE = {
    "incendio": (
        r"\b(?:c'e|vedo|e scoppiato)(?: un| l')?(?: \w+)? ?incendio\b"
        r"|<alone>(?:al )?(?:l')?incendio\b|\bincendio (?:in|nel|nella|al) (?!doloso)\w+"
    ),
    "fuoco": (
        r"\b(?:c'e|vedo|preso|prende|prendendo)(?: \w+){0,2} fuoco\b|\ba fuoco!|\bal fuoco\b"
        r"|\bva a fuoco\b|\bandando a fuoco\b|\ba fuoco (?:la|il|le|i)\b|\bfuoco (?:in|nella|nel) "
    ),
    "allarme": (
        r"\b(?:suona|suonando|scattato|partito)<near>allarme|\ballarme<gap>(?:suona|suonando"
        "|scattato|partito|non smette)"
    ),
    "fumo": (
        r"\b(?:c'e|vedo|odore di|puzza di|sento|esce|pien[oa] di|molto|tanto)(?: \w+){0,3} fumo\b"
        r"|\bfumo (?:nero|esce|dappertutto|nel corridoio|dalla|dal)\b"
    ),
    "bruci": (
        r"\bqualcosa (?:che )?(?:sta )?bruci|\b(?:odore|puzza)(?: \w+){0,2} (?:di )?bruciato\b"
        r"|\bsta bruciando\b|\b(?:camera|letto|tenda|cucina|hotel) (?:che )?brucia\b"
    ),
    "fiamme": r"\b(?:in|le|vedo) fiamme\b",
    "esplo": r"\b(?:c'e stata|sentito) un'? ?esplosione\b|\be esplos[oa]\b",
}

MEDICAL = {
    "affog": r"\b(?:sta |stanno )?affog(?:a|ano|ando)\b",
    "anneg": r"\banneg(?:a|ano|ando|at[oa])\b",
    "meta del corpo": r"\bmeta del corpo\b",
    "bocca storta": r"\bbocca storta\b",
    "contrazioni": r"\bcontrazioni\b",
    "scossa": r"\b(?:preso|prende|dato|da) (?:una|la) (?:forte )?scossa\b",
    "petto": (
        r"\b(?:dolor\w*|male|oppressione|fitte|pressione)<near>\bpetto\b|\bpetto<near>\b(?:fa male"
        "|dolore)"
    ),
    "respir": (
        r"\b(?:non|fatica|difficolta|fatico|problemi)(?: \w+){0,3} respir\w+"
        r"|\bsmesso di respirare\b|\brespira a fatica\b"
    ),
    "incoscient": r"\bincosciente\b",
    "priv": r"\bpriv[oa] di sensi\b",
    "sensi": r"\bpers[oa]? i sensi\b",
    "svenut": r"\bsvenut[oa]\b",
    "conoscenza": r"\bpers[oa] conoscenza\b",
    "risponde": r"<person> non (?:mi )?risponde piu\b",
    "sveglia": r"<person> non si sveglia\b",
    "infarto": r"\binfarto\b",
    "cardiaco": r"\b(?:attacco|arresto) cardiaco\b",
    "attacco": r"\battacco (?:di cuore|epilettico|d'asma)\b",
    "ictus": r"\bictus\b",
    "convuls": r"\bconvulsion",
    "crisi": r"\bcrisi epilettica\b",
    "overdose": r"\boverdose\b",
    "ambulanza": (
        r"\b(?:chiam\w+|serve|bisogno|mand\w+|voglio|vogliamo)<near>\bambulanza\b"
        r"|\bambulanza (?:subito|per favore|presto)\b|<alone>(?:un')?ambulanza[^\w?]*$"
        r"|\bambulanza!"
    ),
    "soffoc": r"\b(?:sta|sto) soffocando\b|\bsoffoca\b",
    "sangu": (
        r"\bsanguina(?:ndo)?\b|\b(?:molto|tanto|perde(?:ndo)?|pieno di|vomita"
        r"|sputa)(?: \w+)? sangue\b"
    ),
    "suicid": r"\bsuicid(?:armi|arsi|io|a)\b",
    "uccidermi": r"\b(?:voglio|vado a|sto per) uccidermi\b",
    "ammazzarmi": r"\bammazzarmi\b",
    "farla finita": r"\bfarla finita\b",
    "togliermi": r"\btogliermi la vita\b",
    "vivere": r"\bnon voglio piu vivere\b",
    "morire": r"\b(?:voglio|vuole) morire\b|\b(?:sta|sto) per morire\b",
    "morendo": (
        r"\b(?:sta|sto) morendo\b(?! d[ie] (?:fame|sete|caldo|freddo|sonno|voglia|curiosita|noia"
        "|risate))"
    ),
    "mort": r"<person> (?:e|sembra) mort[oa]\b(?! di)",
    "allergic": r"\b(?:reazione|shock) allergic[ao]\b",
    "anafila": r"\banafila",
    "avvelen": r"\bavvelenat[oa]\b",
    "medico": (
        r"\bmedico (?:subito|urgente\w*|immediatamente)|\b(?:subito|urgente\w*)<near>\bmedico\b"
        r"|\bchiam\w+ un medico\b"
    ),
    "medica": r"\bemergenza medica\b",
    "partor": r"\b(?:sta|sto)(?: per)? partor",
    "acque": r"\brotte le acque\b",
    "ferit": r"\b(?:gravemente|seriamente) ferit[oa]\b|\bc'e un ferito\b",
    "cadut": r"\bcadut[oa]\b<gap>(?:non riesce|non si|testa|sangu|scale|non puo)",
    "fulminat": r"\brimast[oa] fulminat",
    "muove": r"<person> non si muove\b",
    "reagisce": r"<person> non reagisce\b",
}

SECURITY = {
    "finestra": (
        r"\b(?:qualcuno|uomo|tizio|sconosciuto)\b<gap>\b(?:cerca|prova|entra\w*|entrando|arrampic\w+)\b<gap>"
        r"\b(?:finestra|balcone)\b"
    ),
    "balcone": (
        r"\b(?:qualcuno|uomo|tizio|sconosciuto)\b<gap>\b(?:cerca|prova|entra\w*|entrando|arrampic\w+)\b<gap>"
        r"\b(?:finestra|balcone)\b"
    ),
    "entrare": (
        r"<person><gap>\b(?:entrare|irrompere) (?:in|nella) (?:mia |nostra )?(?:camera|stanza)"
    ),
    "forzare": r"<person><gap>\bforzare<near>\b(?:porta|serratura)",
    "forzando": r"<person><gap>\bforzando<near>\b(?:porta|serratura)",
    "camera": r"\bc'e (?:qualcuno|un uomo|uno sconosciuto) (?:in|nella) (?:mia )?camera(?: mia)?\b",
    "porta": r"<person><gap>\b(?:prende a calci|batte|picchia|colpi)<near>\bporta",
    "ladr": r"\b(?:al|un|il|dei|i) ladr[oi]\b",
    "intrus": r"\bintruso\b",
    "mi ": (
        r"\bmi (?:ha|hanno|sta|stanno) (?:\w+ )?(?:picchi\w+|colpit[oa]|aggredit[oa]|aggredendo"
        r"|attaccat[oa]|minacci\w+|violentat[oa]|stuprat[oa]|accoltellat[oa]|rapinat[oa]|seguendo"
        r"|schiaffeggiat[oa]|molest\w+|inseguendo)\b|\bmi (?:picchia|minaccia|segue un|molesta)\b"
    ),
    "picchi": r"<person><near>\b(?:picchia(?:ndo)?|sta picchiando) (?:la|sua|il|una|un|mia|mio)\b",
    "aggredi": r"\b(?:stat[oa]|viene|e stat[oa]) aggredit[oa]\b",
    "rapina": r"\brapinat[oa]\b|\bc'e (?:stata )?una rapina\b",
    "stupr": r"\bstupr",
    "rissa": r"\brissa\b",
    "litig": r"\blitigano<near>\bviolent",
    "urla": r"\burla<near>\baiuto\b|\bdonna<near>\burla(?:ndo)?\b|\burla di aiuto\b",
    "grida": r"\bgrida<near>\baiuto\b|\bgrida di aiuto\b|\bdonna (?:che )?grida\b",
    "coltello": r"<person><near>\b(?:con|ha) un coltello\b(?! e)",
    "pistola": r"<person><near>\b(?:con|ha) una pistola\b",
    "armat": r"\buomo armato\b|<person> armat[oa]\b",
    "spari": r"\b(?:spari|sparatoria)\b<near>|\bsentito (?:degli )?spari\b",
    "sparatoria": r"\bsparatoria\b",
    "bomba": r"\b(?:allarme|c'e una|minaccia) bomba\b",
    "polizia": r"\b(?:chiam\w+|serve|bisogno|avvis\w+)<near>\bpolizia\b|<alone>polizia!",
    "carabinieri": r"\b(?:chiam\w+|avvis\w+)<near>\bcarabinieri\b",
    "minacci": r"\b(?:ci|mi) (?:sta|stanno) minacciando\b|<person><near>\bminaccia di\b",
    "rapit": r"\brapit[oa]\b",
    "sparit": r"\b(?:figli[oa]|bambin[oa]|nipote)\b<near>\b(?:sparit[oa]|scompars[oa])\b",
    "scompars": r"\b(?:figli[oa]|bambin[oa]|nipote)\b<near>\bscompars[oa]\b",
    "pers": (
        r"\b(?:figli[oa]|bambin[oa]) (?:si )?e pers[oa]\b|\bho perso mi[oa] figli[oa]\b"
        r"|\bpers[oa] (?:mio|mia|nostro|nostra) (?:figlio|figlia|bambino|bambina)\b"
    ),
    "trov": (
        r"\bnon trov\w+ (?:piu )?(?:mi[oa]|nostr[oa]|il|la) (?:figli[oa]|bambin[oa]|nipotin[oa])\b"
    ),
    "violenza": r"\bviolenza domestica\b",
}

OTHER = {
    "gas": r"\b(?:odore|puzza|fuga|sento|perdita)(?: \w+){0,3} (?:di )?gas\b",
    "monossido": r"\bmonossido\b",
    "scintill": r"\b(?:fa|fanno|escono|sprigiona|delle) (?:delle )?scintille\b",
    "acqua": (
        r"\bacqua\b<near>(?:cola|cade|gocciola|scende|entra|esce)\w*<gap>\b(?:lampada|presa"
        r"|elettric\w+|cav[oi])"
    ),
    "ascensore": (
        r"\b(?:bloccat|intrappolat|chius)[oaie](?: \w+){0,2} (?:in|nell') ?(?:un )?ascensore\b"
    ),
    "soffitto": r"\bsoffitto<near>(?:crollat|cadut|crollando|cadendo)|\bcrollat\w+<near>soffitto",
    "terremoto": r"\b(?:c'e|c'e stato) (?:un |il )?terremoto\b|<alone>terremoto\b|\bil terremoto!",
    "emergenza": r"\b(?:e|abbiamo|ho) un'emergenza\b|<alone>emergenza<end>|\bemergenza!",
    "pericolo": r"\b(?:sono|siamo|e) in pericolo\b",
}

HARMLESS = {
    "incendio": (
        r"\b(?:uscit[ae]|scal[ae]|porte?|estintor\w+|rilevator\w+|esercitazion\w+"
        r"|prov[ae]|in caso di)(?: d[i']| anti)*\s?incendio\b|\bantincendio\b|\bnessun incendio\b"
    ),
    "fuoco": (
        r"\barma da fuoco\b|\ba fuoco lento\b|\b(?:mettere|messa|metto) a fuoco\b"
        r"|\bfuoco<near>(?:camino|caminetto)\b|\bcamino<near>fuoco\b|\bvicino al fuoco\b"
        r"|\bintorno al fuoco\b"
    ),
    "allarme": (
        r"\ballarme (?:dell'auto|della macchina|del telefono)\b|\bfalso allarme\b|\b(?:prova"
        r"|test)<near>allarme\b|\ballarme<gap>\b(?:prova|test|esercitazione|ieri|falso)\b"
    ),
    "fumo": (
        r"\b(?:rilevator\w+|sensor\w+) d[i] fumo\b|\bfumo (?:di|delle) (?:sigar\w+|tabacco)\b"
        r"|\b(?:niente|nessun) fumo\b|\bodore di fumo di (?:sigar\w+)|\bfumo<near>sigar\w+"
    ),
    "emergenz": (
        r"\b(?:in caso di|uscit[ae] (?:di|d')|numer\w+ (?:di|d')|scal[ae] (?:di|d')|per(?: le"
        r"| un')?|contatto (?:di|d')) ?emergenz[ae]\b|\bnon e un'emergenza\b"
    ),
    "ambulanza": r"\bquanto<gap>ambulanza\b|\bnon serve (?:un'|l')ambulanza\b",
    "medico": r"\b(?:c'e|avete) un medico\b|\bmedico (?:in hotel|disponibile)\b",
    "infarto": r"\b(?:prezz\w+|vist\w+) da infarto\b|\bda infarto\b",
    " fa": r"\b(?:avut[oa]|aveva|ebbe|stat[oa])\b[^.!?,;]{0,50}\b(?:anni|mesi|settimane) fa\b",
    "morendo": r"\bmorendo d[i'] ?\w+\b",
    "mort": r"\bmort[oa] d(?:i|al) ?\w+\b",
    "allergic": (
        r"\b(?:potrebbe|puo|evitare|rischio di|in caso di|provoca\w*)<near>reazione allergica\b"
    ),
    "polizia": r"\b(?:stazione|commissariato|questura)(?: di| della)? polizia\b",
    "respir": r"\bnon si respira (?:dal|per il) caldo\b|\bcaldo<gap>non si respira\b",
    "fuochi": r"\bfuochi d'artificio\b",
}
