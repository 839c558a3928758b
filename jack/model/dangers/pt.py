"""What danger is called in Portuguese, and what only looks like it; see the package for the form."""

PERSON = (
    r"\b(?:ele|ela|alguem|homem|mulher|cara|pessoa|hospede|senhora?|marido|espos[oa]|filh[oa]s?"
    "|crianca|bebe|pai|mae|amig[oa]|namorad[oa]|avo|irma|irmao|desconhecido|menin[oa]|neto|neta"
    r"|rapaz)\b"
)

FIRE = {
    "incendio": (
        r"\b(?:ha|tem|vejo|e|comecou)(?: um| o)?(?: \w+)? incendio\b|<alone>incendio\b"
        r"|\bincendio (?:no|na|em) (?:\w+)\b"
    ),
    "fogo": (
        r"\b(?:ha|tem|vejo|pegou|pegando|pegar)(?: \w+){0,2} fogo\b|<alone>(?:fogo\b[^\w]*)+(?:$"
        r"|socorro)|\bfogo!|\bem fogo\b|\bfogo (?:no|na) (?:quarto|corredor|cozinha|predio|hotel"
        "|cortina|cama)"
    ),
    "alarme": (
        r"\b(?:toca|tocando|soou|soando|disparou|disparado)<near>\balarme|\balarme<gap>(?:tocando"
        r"|toca\b|soando|disparou|disparado|nao para)"
    ),
    "fumaca": (
        r"\b(?:ha|tem|vejo|cheiro|sinto|saindo|cheio|cheia|muita)(?: \w+){0,3} (?:de |a )?fumaca\b"
        r"|\bfumaca (?:preta|saindo|em todo|no corredor|no quarto)\b"
    ),
    "fumo": r"\b(?:cheira|cheiro)(?: \w+){0,2} a fumo\b|\bha (?:muito )?fumo\b",
    "queim": (
        r"\balgo (?:esta )?queimando\b|\bcheir[oa](?: \w+){0,2} (?:de |a )?queimado\b"
        r"|\besta (?:se )?queimando\b|\balgo a queimar\b"
    ),
    "chamas": r"\b(?:em|as|vejo) chamas\b",
    "explo": r"\b(?:houve|ouvi|teve) uma (?:\w+ )?explosao\b|\b(?:algo|bateria) explodiu\b",
}

MEDICAL = {
    "metade do corpo": r"\bmetade do (?:corpo|rosto)\b",
    "boca torta": r"\bboca torta\b",
    "contracoes": r"\bcontracoes\b",
    "peito": (
        r"\b(?:dor(?:es)?|aperto|pressao|doi|doendo)<near>\bpeito\b|\bpeito<near>\b(?:doi|dor"
        "|doendo)"
    ),
    "respir": (
        r"\b(?:nao|mal|dificuldade|dificil|custa|parou de|problemas|falta)(?: \w+){0,3} respir\w+"
    ),
    "falta de ar": r"\b(?:com|sentindo|tenho|tem) (?:muita )?falta de ar\b",
    "inconsciente": r"\binconsciente\b",
    "desmai": r"\bdesmai(?:ou|ado|ada|ei|ando)\b",
    "desacordad": r"\bdesacordad[oa]\b",
    "sentidos": r"\bperdeu os sentidos\b",
    "consciencia": r"\bperd\w+ a consciencia\b",
    "reage": r"<person> nao reage\b",
    "acorda": r"<person> nao acorda\b",
    "infarto": r"\binfarto\b",
    "enfarte": r"\benfarte\b",
    "coracao": r"\bataque (?:do |de |no )?coracao\b",
    "cardiac": r"\b(?:ataque|parada|paragem) cardiac[ao]\b",
    "derrame": r"\bderrame (?:cerebral)?\b",
    "avc": r"\bum avc\b",
    "convuls": r"\bconvuls",
    "epilep": r"\bataque epilep",
    "overdose": r"\boverdose\b",
    "ambulancia": (
        r"\b(?:cham\w+|precis\w+|envi\w+|mand\w+|quer\w+|liguem?|urgente)<near>\bambulancia\b"
        r"|\bambulancia (?:por favor|urgente|ja|agora|rapido)\b|<alone>(?:uma )?ambulancia[^\w?]*$"
        r"|\bambulancia!"
    ),
    "samu": r"\b(?:cham\w+|lig\w+)<near>\bsamu\b",
    "engasg": r"\b(?:engasgando|engasgou|engasgad[oa]|engasgar)\b",
    "sufoca": r"\b(?:sufocando|sufocar)\b",
    "afog": r"\bafog(?:ando|ou|ar-se)\b|\bse afogan?d?o?u?\b",
    "sangr": r"\bsangrando\b|\bsangra muito\b|\ba sangrar\b",
    "sangue": r"\b(?:muito|perdendo(?: \w+)?|vomitando|cheio de|perder(?: \w+)?) sangue\b",
    "suicid": r"\bsuicid(?:ar|io|a|ar-me)\b|\bme suicidar\b",
    "me matar": r"\b(?:vou|quero|penso em) me matar\b",
    "matar-me": r"\bmatar-me\b",
    "vida": r"\btirar a (?:minha )?(?:propria )?vida\b|\bacabar com a minha vida\b",
    "viver": r"\bnao quero mais viver\b|\bnao quero viver\b",
    "morrer": r"\b(?:quero|quer|vou) morrer\b(?! de)",
    "morrendo": (
        r"\best(?:a|ou) morrendo\b(?! de (?:fome|sede|frio|calor|sono|vontade|rir|saudade"
        "|curiosidade))"
    ),
    "mort": r"<person> (?:esta|parece) mort[oa]\b(?! de)",
    "alergica": r"\breacao alergica\b",
    "anafil": r"\banafila",
    "envenena": r"\benvenenad[oa]\b",
    "medico": (
        r"\bmedico (?:urgente\w*|ja|agora|rapido|imediatamente)|\b(?:urgente\w*"
        r"|imediatamente)<near>\bmedico\b|\bcham\w+ um medico\b"
    ),
    "medica": r"\bemergencia medica\b",
    "trabalho de parto": r"\btrabalho de parto\b",
    "bolsa": r"\bbolsa (?:estourou|rompeu|rebentou)\b",
    "ferid": r"\b(?:gravemente|muito) ferid[oa]\b|\bha (?:um )?ferid[oa]s?\b",
    "caiu": r"\bcaiu\b<gap>(?:nao consegue|cabeca|sangr|escada)",
    "eletrocut": r"\beletrocut",
    "choque": r"\b(?:levou|levei|tomou|tomei) um choque (?:eletrico|na tomada|forte)",
    "electrocut": r"\belectrocut",
}

SECURITY = {
    "janela": (
        r"\b(?:alguem|homem|cara|estranho)\b<gap>\b(?:tent\w+|entr\w+|subi\w+|escal\w+)\b<gap>"
        r"\b(?:janela|varanda|sacada)\b"
    ),
    "varanda": (
        r"\b(?:alguem|homem|cara|estranho)\b<gap>\b(?:tent\w+|entr\w+|subi\w+|escal\w+)\b<gap>"
        r"\b(?:janela|varanda|sacada)\b"
    ),
    "sacada": (
        r"\b(?:alguem|homem|cara|estranho)\b<gap>\b(?:tent\w+|entr\w+|subi\w+|escal\w+)\b<gap>"
        r"\b(?:janela|varanda|sacada)\b"
    ),
    "arromb": r"\barromb(?:ar|ando|ou|aram)\b",
    "entrar": r"<person><gap>\bentrar (?:no|em) (?:meu|nosso) quarto",
    "invad": r"\binvad(?:ir|iu|indo)\b<near>\bquarto",
    "quarto": (
        r"\b(?:tem|ha) (?:alguem|um homem|um estranho|uma pessoa estranha) (?:dentro do"
        "|no) meu quarto"
    ),
    "porta": r"<person><gap>\b(?:chutando|esmurrando|batendo com forca|forcando)<near>\bporta",
    "ladr": r"\b(?:um|o|tem|ha|pega) ladrao\b|\bladroes\b",
    "intrus": r"\bintruso\b",
    "me ": (
        r"\bme (?:bateu|bate|agrediu|agredindo|atacou|atacando|ameac\w+|estuprou|estuprar|assaltou"
        r"|assaltaram|assediando|esfaqueou|roubaram|batendo|seguindo|perseguindo|socou)\b"
    ),
    "-me": r"\b(?:bateu|agrediu|atacou|ameacou|assaltaram|perseguir|seguir|ameacar)-me\b",
    "agredi": r"\b(?:fui|foi|sendo|ser) agredid[oa]\b|\bagredindo (?:a|o|sua|uma|um)\b",
    "assaltad": r"\b(?:fui|fomos|foi) assaltad[oa]s?\b",
    "roubad": r"\b(?:fui|fomos) roubad[oa]s?\b",
    "batendo": (
        r"<person><near>\b(?:batendo|bateu) (?:na|em|no) (?:mulher|esposa|namorada|filho|filha"
        r"|crianca|sua|minha|meu)\b"
    ),
    "estupr": r"\bestupr",
    "briga": r"\b(?:ha|tem|uma) (?:uma )?briga\b|\bestao brigando\b|\bbriga e gritos\b",
    "grit": (
        r"\bgrit\w+<near>\b(?:socorro|ajuda)\b|\bmulher<near>\bgritando\b|\bgritos de socorro\b"
    ),
    "faca": r"<person><near>\b(?:com|tem|puxou) uma faca\b(?! e)",
    "arma": r"<person><near>\b(?:com|tem|puxou) uma arma\b|\bhomem armado\b|<person> armad[oa]\b",
    "tiro": r"\b(?:ouvi|ouvimos|levou|escutei) (?:\w+ )?tiros?\b|\btiroteio\b",
    "bomba": r"\b(?:ameaca de|ha uma|tem uma) bomba\b(?! de)",
    "policia": r"\b(?:cham\w+|precis\w+|lig\w+)<near>\bpolicia\b|<alone>policia!",
    "ameac": r"<person><near>\bameacando\b|\bnos ameac",
    "sequestr": r"\bsequestr",
    "raptad": r"\braptad",
    "desaparec": r"\b(?:filh[oa]|crianca|menin[oa]|net[oa]|bebe)\b<near>\bdesaparec",
    "sumiu": (
        r"\b(?:filh[oa]|crianca|menin[oa]|net[oa])\b<near>\bsumiu\b|\bsumiu (?:meu|minha"
        "|a) (?:filh|crianca|menin)"
    ),
    "perd": (
        r"\b(?:filh[oa]|crianca) (?:se perdeu|esta perdid[oa])\b|\bperdi (?:o meu|a minha|meu"
        r"|minha) filh[oa]\b"
    ),
    "encontr": (
        r"\bnao (?:encontr\w+|ach\w+|consigo encontrar) (?:o meu|a minha|meu|minha|nosso"
        "|nossa) (?:filh|net|crianca|bebe)"
    ),
    "violencia": r"\bviolencia domestica\b",
}

OTHER = {
    "gas": r"\b(?:cheiro|cheira|vazamento|fuga|sinto)(?: \w+){0,3} (?:de|a) gas\b|\bvazando gas\b",
    "monoxido": r"\bmonoxido de carbono\b",
    "faisca": r"\b(?:soltando|saindo|solta|faz|fazendo|ha|tem) faiscas?\b|\bfaiscando\b",
    "agua": (
        r"\bagua\b<near>(?:cai|caindo|ping|escorr|entra|sai|vaz)\w*<gap>\b(?:lampada|luminaria"
        r"|tomada|eletric\w+|fios?)"
    ),
    "elevador": (
        r"\bpres[oa]s?(?: \w+){0,2} (?:no|num|dentro do) elevador\b|\btrancad[oa]s? no elevador\b"
    ),
    "teto": r"\bteto<near>(?:caiu|desabou|caindo|desabando)|\bdesabou<near>teto",
    "terremoto": r"\b(?:ha|houve|e|sentimos) um terremoto\b|<alone>terremoto\b",
    "emergencia": r"\b(?:e|tenho|temos|ha) uma emergencia\b|<alone>emergencia<end>|\bemergencia!",
    "socorro": r"\bsocorro\b",
    "perigo": r"\b(?:estou|estamos) em perigo\b",
}

HARMLESS = {
    "incendio": (
        r"\b(?:saidas?|escadas?|portas?|extintor\w*|detector\w*|simulacros?|testes?"
        r"|em caso)(?: de| contra)+ incendios?\b|\bnao (?:ha|tem|e) (?:um |nenhum )?incendio\b"
    ),
    "fogo": (
        r"\bfogos? de artificio\b|\bfogo baixo\b|\bfogo<near>lareira\b|\blareira<near>fogo\b"
        r"|\bnao ha fogo\b|\barma de fogo\b"
    ),
    "alarme": (
        r"\balarme do (?:carro|celular|telemovel|despertador)\b|\balarme falso\b|\bfalso alarme\b"
        r"|\b(?:teste|simulacro)<near>alarme\b|\balarme<gap>\b(?:teste|simulacro|ontem|falso)\b"
    ),
    "fuma": (
        r"\b(?:detector\w*|sensor\w*) de fumaca\b|\bfumaca de (?:cigarro|charuto)\b|\b(?:nao ha"
        r"|sem) fumaca\b|\bfumaca<near>cigarro\b"
    ),
    "fumo": (
        r"\b(?:detetor\w*|detector\w*) de fumo\b|\bfumo de tabaco\b|\bfumo<near>(?:tabaco"
        r"|cigarro)\b"
    ),
    "emergencia": (
        r"\b(?:em caso de|saidas?(?: de)?|numeros?(?: de)?|telefones?(?: de)?|escadas?(?: de)?"
        r"|contato(?: de)?|para(?: uma)?) emergencias?\b|\bnao e (?:uma )?emergencia\b"
    ),
    "socorro": r"\bprimeiros socorros\b",
    "ambulancia": r"\bquanto<gap>ambulancia\b|\bnao precis\w+<near>ambulancia\b",
    "policia": r"\b(?:delegacia|esquadra|posto)(?: de| da)? policia\b",
    "infarto": r"\binfarto<gap>\b(?:preco|conta)\b",
    "ha ": r"\b(?:tev?e|tive|sofr\w+)\b[^.!?,;]{0,50}\bha \w+ (?:anos?|meses|semanas)\b",
    " atras": r"\b(?:teve|tive|sofr\w+)\b[^.!?,;]{0,50}\b(?:anos?|meses|semanas) atras\b",
    "morrendo": r"\bmorrendo de \w+\b",
    "mort": r"\bmort[oa] de \w+\b",
    "me matar": r"\b(?:vai|vao) me matar\b",
    "alergica": r"\b(?:pode|poderia|evitar|risco de|em caso de|provoca\w*)<near>reacao alergica\b",
    "derrame": r"\bderrame de\b",
    "tiro": r"\btiro (?:ao|com)\b",
    "briga": r"\bbriga de (?:travesseiros?|galo)\b",
}
