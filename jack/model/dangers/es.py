"""What danger is called in Spanish, and what only looks like it; see the package for the form."""

PERSON = (
    r"\b(?:el|ella|alguien|hombre|mujer|tipo|persona|huesped|senora?|marido|espos[oa]|hij[oa]s?"
    "|nin[oa]s?|bebe|padre|madre|papa|mama|amig[oa]|novi[oa]|abuel[oa]|herman[oa]|desconocido"
    r"|chic[oa]|pareja|niet[oa])\b"
)

FIRE = {
    "incendio": (
        r"\b(?:hay|ha habido|veo|es|empezo)(?: un| el)?(?: \w+)? incendio\b|<alone>incendio\b"
        r"|\bincendio en (?:el|la|mi|nuestra)\b"
    ),
    "incendi": r"\bse (?:esta )?incendi(?:a|o|ando)\b",
    "fuego": (
        r"\b(?:hay|veo|se ve|prendio|prendido|cogido|cogio)(?: \w+){0,2} fuego\b"
        r"|<alone>(?:fuego\b[^\w]*)+(?:$|ayuda)|\bfuego!|\bfuego en (?:el|la|mi|nuestra)\b"
    ),
    "alarma": (
        r"\b(?:suena|sonando|sono|saltado|salto|activad\w+|disparad\w+)<near>\balarma"
        r"|\balarma<gap>(?:suena|sonando|activad|disparad|ha saltado|no para)"
    ),
    "humo": (
        r"\b(?:hay|veo|huele a|huelo a?|olor a|sale|saliendo|llen[oa] de|mucho"
        r"|oliendo a)(?: \w+){0,2} ?humo\b|\bhumo (?:sale|saliendo|negro|por todas|en el pasillo)"
    ),
    "quem": (
        r"\balgo (?:se )?(?:esta )?quem\w+|\b(?:huele|olor)<near> a quemado\b|\bse esta quemando\b"
        r"|\bse quema (?:el|la|mi|algo)\b"
    ),
    "llamas": r"\b(?:en|hay|veo) llamas\b",
    "explo": r"\b(?:hubo|ha habido|hay|oi|oimos|escuche) una (?:\w+ )?explosion\b|\bha explotado\b",
}

MEDICAL = {
    "no respond": (
        r"\b(?:padre|madre|papa|mama|marido|espos[oa]|hij[oa]|bebe|abuel[oa]|hombre|mujer|nin[oa]|amig[oa]"
        r"|herman[oa]|novi[oa])\b<gap>\bno respond(?:e|ia)\b(?! (?:a|al|mis|el|los|las) )"
    ),
    "descarga": r"\b(?:ha dado|dio|da) (?:una )?(?:fuerte )?descarga\b|\bdescarga electrica\b",
    "medio cuerpo": r"\bmedio cuerpo\b",
    "torcida": r"\b(?:boca|cara)<near>\btorcid[ao]\b",
    "contracciones": r"\bcontracciones\b",
    "boca abajo": r"\bboca abajo en (?:la piscina|el agua)\b",
    "pecho": (
        r"\b(?:dolor(?:es)?|duele|presion|opresion)<near>\bpecho\b|\bpecho<near>\b(?:duele|dolor)"
    ),
    "respir": (
        r"\b(?:no|apenas)(?: \w+){0,2} respir\w+|\b(?:cuesta|dificultad\w*|dificil|problemas"
        r"|trabajo)(?: \w+){0,3} respirar\b|\bdej\w+ de respirar\b"
    ),
    "inconsciente": r"\binconsciente\b",
    "desmay": r"\bdesmay(?:ado|ada|o|e|arse|ando)\b",
    "conocimiento": r"\bperd\w+ el conocimiento\b",
    "reacciona": r"<person> no reacciona\b",
    "despierta": r"<person> no (?:se )?despierta\b",
    "infarto": r"\binfarto\b",
    "corazon": r"\bataque (?:al|de|del) corazon\b",
    "cardiaco": r"\b(?:ataque|paro) cardiaco\b",
    "derrame": r"\bderrame cerebral\b",
    "ictus": r"\bictus\b",
    "convulsi": r"\bconvulsion",
    "epilep": r"\bataque (?:de epilepsia|epileptico)\b",
    "sobredosis": r"\bsobredosis\b",
    "ambulancia": (
        r"\b(?:llam\w+|necesit\w+|envi\w+|mand\w+|pid\w+|quier\w+|traig\w+"
        r"|urgente)<near>\bambulancia\b|\bambulancia (?:por favor|ya|urgente|rapido|ahora)\b"
        r"|<alone>(?:una )?ambulancia[^\w?]*$|\bambulancia!"
    ),
    "ahog": r"\b(?:se|me) (?:esta |estoy |ha |)?(?:ahog\w+)\b",
    "asfixi": r"\basfixi\w+",
    "sangr": (
        r"\bsangra(?:ndo)?\b<near>(?:mucho|sin parar)|\besta sangrando\b|\bestoy sangrando\b"
        r"|\b(?:mucha|perdiendo(?: \w+)?|vomit\w+|lleno de) sangre\b"
    ),
    "suicid": r"\bsuicid(?:arme|arse|io|a|ar)\b",
    "matarme": r"\b(?:voy a|quiero|pienso) matarme\b",
    "vida": r"\bquitar(?:me|se) la vida\b|\bacabar con mi vida\b",
    "vivir": r"\bno quier[oe] (?:seguir )?vivi(?:r|endo)\b",
    "morir": r"\b(?:quiero|quiere|voy a) morir\b|\bme quiero morir\b|\bmorirme\b",
    "muriendo": (
        r"\b(?:se|me) est(?:a|oy) muriendo\b(?! de (?:hambre|sed|frio|calor|risa|sueno|ganas"
        "|aburrimiento))"
    ),
    "muert": (
        r"<person> (?:esta|parece) muert[oa]\b(?! de (?:hambre|sed|frio|calor|risa|sueno"
        "|cansancio))"
    ),
    "alergica": r"\breaccion alergica\b",
    "anafil": r"\banafila",
    "envenena": r"\benvenenad[oa]\b",
    "medico": (
        r"\bmedico (?:urgente|ya|ahora|rapido|de urgencia)|\burgente<near>medico\b"
        r"|\bllam\w+ a un medico\b"
    ),
    "de parto": r"\b(?:esta|estoy|puesto) de parto\b",
    "fuente": r"\brot[oa] (?:la )?(?:fuente|aguas)\b|\brompio la fuente\b",
    "herid": r"\b(?:grave\w*|muy|mal) herid[oa]\b|\bhay (?:un )?herid[oa]s?\b",
    "caido": r"\bse ha caido\b<gap>(?:no puede|cabeza|sangr|escalera)",
    "cayo": r"\bse cayo\b<gap>(?:no puede|cabeza|sangr|escalera)",
    "electrocut": r"\belectrocut",
    "medica": r"\bemergencia medica\b",
}

SECURITY = {
    "ventana": (
        r"\b(?:alguien|hombre|tipo|desconocido)\b<gap>\b(?:intent\w+|entra\w*|trepa\w*|quiere entrar)\b<gap>"
        r"\b(?:ventana|balcon)\b"
    ),
    "balcon": (
        r"\b(?:alguien|hombre|tipo|desconocido)\b<gap>\b(?:intent\w+|entra\w*|trepa\w*|quiere entrar)\b<gap>"
        r"\b(?:ventana|balcon)\b"
    ),
    "armado": r"\b(?:hombre|tipo|alguien|persona|sujeto|ladron)<near>\barmad[oa]\b",
    "forz": r"<person><gap>\bforz\w+<near>\b(?:puerta|habitacion|cerradura)",
    "entrar": r"<person><gap>\bentrar (?:en|a) (?:mi|nuestra) (?:habitacion|cuarto)",
    "habitacion": (
        r"\b(?:hay (?:alguien|un hombre|un desconocido|una persona)) (?:dentro de"
        "|en) mi habitacion"
    ),
    "puerta": r"<person><gap>\b(?:golpeando|pateando|aporreando)<near>\bpuerta",
    "ladron": r"\b(?:un|hay|el|unos) ladron(?:es)?\b(?! de corriente)|\bladron(?:es)? en\b",
    "intrus": r"\bintrus[oa]s?\b",
    "me ": (
        r"\bme (?:esta |estan |ha |han |acaba de )?(?:pega|pego|pegando|pegado|pegaron|golpe\w+"
        r"|atac\w+|agred\w+|amenaz\w+|viol[oa]\b|violaron|violado|acosa\w*|acosando|apunal\w+"
        r"|asalt\w+|atrac\w+|robaron|robado|asaltaron)\b(?! (?:el sol|la gripe|un susto|bien|mal))"
        r"|\bme (?:esta )?(?:sigue|siguiendo|persigue|persiguiendo) (?:un|una|alguien|ese"
        "|el) (?:hombre|tipo|persona)"
    ),
    "siguiendo": r"<person><near>\b(?:me esta siguiendo|siguiendome)\b",
    "peg": (
        r"<person><near>\best(?:a|an) (?:pegando|golpeando) a\b|\bpega(?:ndo)? a su (?:mujer"
        "|esposa|hijo|novia)"
    ),
    "golpe": r"<person><near>\best(?:a|an) golpeando a\b",
    "pelea": r"\bhay una pelea\b|\bse estan peleando\b|\bpelea y gritos\b|\bpelea en (?:el|la)\b",
    "grit": (
        r"\bgrit\w+<near>\b(?:ayuda|auxilio|socorro)\b|\bgritos de (?:ayuda|auxilio|socorro"
        r"|una mujer)|\bmujer<near>\bgritando\b"
    ),
    "pistola": r"<person><near>\b(?:con|tiene|lleva|saco) (?:una )?pistola\b",
    "cuchillo": r"<person><near>\b(?:con|tiene|lleva|saco) (?:un )?cuchillo\b(?! y)",
    "arma": r"<person><near>\b(?:con|tiene|lleva) (?:un )?arma\b",
    "navaja": r"<person><near>\b(?:con|tiene|saco) (?:una )?navaja\b",
    "dispar": r"\b(?:disparos|disparando)\b",
    "tiroteo": r"\btiroteo\b",
    "bomba": r"\b(?:amenaza de|hay una|puesto una) bomba\b(?! de)",
    "policia": r"\b(?:llam\w+|necesit\w+|avis\w+)<near>\bpolicia\b|<alone>policia!",
    "amenaz": (
        r"<person><near>\bamenaz(?:a|ando|o) (?:con|de muerte|a mi|a mis|nos)|\bnos (?:esta "
        "|estan )?amenaz"
    ),
    "secuestr": r"\bsecuestr",
    "violacion": r"\bviolacion\b(?! de (?:las|la|normas))",
    "desapareci": r"\b(?:hij[oa]|nin[oa]|bebe|niet[oa])\b<near>\bdesapareci",
    "perd": (
        r"\b(?:hij[oa]|nin[oa]|niet[oa])\b<near>\b(?:se ha perdido|se perdio|perdid[oa])\b"
        r"|\bhe perdido a mi (?:hij|nin|niet)"
    ),
    "encuentr": r"\bno (?:encuentr\w+|encontramos) a (?:mi|nuestr[oa]) (?:hij|nin|niet|bebe)",
    "violencia": r"\bviolencia domestica\b",
}

OTHER = {
    "gas": r"\b(?:huele|olor|huelo|fuga|escape|oliendo)(?: \w+){0,2} (?:a|de) gas\b",
    "monoxido": r"\bmonoxido de carbono\b",
    "chispas": r"\b(?:echa|echando|salen|saltan|suelta|hay|soltando|saliendo|hace) chispas\b",
    "agua": (
        r"\bagua\b<near>(?:cae|sale|gotea|entra|chorrea|filtra)\w*<gap>\b(?:lampara|enchufe"
        r"|electric\w+|cable\w*|foco)"
    ),
    "ascensor": (
        r"\b(?:atrapad|encerrad|atascad|atorad|bloquead|quedad)\w+(?: \w+){0,3} (?:el"
        r"|un) ascensor\b"
    ),
    "elevador": (
        r"\b(?:atrapad|encerrad|atascad|atorad|bloquead)\w+(?: \w+){0,3} (?:el|un) elevador\b"
    ),
    "techo": (
        r"\b(?:cayo|caido|derrumb\w+|cayendo|colaps\w+)(?: \w+){0,2} techo\b"
        r"|\btecho<near>(?:ha caido|se cayo|derrumb|esta cayendo)"
    ),
    "terremoto": r"\b(?:hay|hubo|sentimos|siento) un terremoto\b|<alone>terremoto\b",
    "temblor": r"\b(?:hay|hubo|sentimos|esta habiendo) un temblor\b",
    "emergencia": (
        r"\b(?:es|tengo|tenemos|hay) una emergencia\b|<alone>(?:una )?emergencia<end>"
        r"|\bemergencia!"
    ),
    "auxilio": r"\bauxilio\b",
    "socorro": r"\bsocorro\b",
    "peligro": r"\b(?:estoy|estamos) en peligro\b",
}

HARMLESS = {
    "incendio": (
        r"\b(?:salidas?|escaleras?|simulacros?|detector\w*|extintor\w*|puertas?"
        r"|manguera\w*|prueba\w*|en caso)(?: de| contra)*(?: un)? incendios?\b|\bno (?:hay"
        r"|es) (?:un |ningun )?incendio\b"
    ),
    "fuego": (
        r"\bfuegos? artificial\w*|\ba fuego\b|\bfuego lento\b|\bfuego<near>chimenea\b"
        r"|\bchimenea<near>fuego\b|\bno hay fuego\b|\bextintor\w*(?: de)? fuego\b"
        r"|\bfuego de (?:camp\w+|lena)\b"
    ),
    "alarma": (
        r"\balarma (?:del|de mi|de un) (?:coche|carro|auto|movil|telefono|celular|despertador)\b"
        r"|\b(?:prueba|simulacro)<near>alarma\b|\balarma<gap>\b(?:prueba|simulacro|ayer|anoche"
        r"|falsa)\b|\bfalsa alarma\b"
    ),
    "humo": (
        r"\b(?:detector\w*|sensor\w*|alarma\w*) de humos?\b|\bhumo de (?:cigarr\w+|tabaco|puros?"
        r"|barbacoa)\b|\bno hay humo\b|\bhumo<near>\b(?:tabaco|cigarr\w+)"
    ),
    "emergencia": (
        r"\b(?:en caso de|salidas?(?: de)?|numeros?(?: de)?|telefonos?(?: de)?|escaleras?(?: de)?"
        r"|contacto(?: de)?|para(?: una)?|luz(?: de)?|servicios?(?: de)?) emergencias?\b"
        r"|\bno es (?:una )?emergencia\b"
    ),
    "auxilio": r"\bprimeros auxilios\b",
    "ambulancia": r"\bcuanto<gap>ambulancia\b|\bno (?:necesit\w+|hace falta)<near>ambulancia\b",
    "policia": r"\b(?:comisaria|estacion|cuartel) de (?:la )?policia\b",
    "pelea": r"\bpelea (?:de (?:box\w+|gallos|almohadas)|en la tele)",
    "muriendo": r"\bmuriendo de (?:\w+)\b",
    "infarto": (
        r"\b(?:precios?|vistas?) de infarto\b|\bde infarto\b"
        r"|\binfarto<gap>\bhace (?:\w+ )?(?:anos?|meses)\b"
    ),
    "hace ": (
        r"\b(?:tuvo|tuve|sufri|sufrio|dio|tenia)\b[^.!?,;]{0,50}\bhace \w+ (?:anos?|meses"
        r"|semanas)\b|\bhace \w+ (?:anos?|meses|semanas) (?:tuv|sufri|le dio|me dio)[^.!?,;]{0,40}"
    ),
    "alergica": (
        r"\b(?:podria|puede|evitar|provoca\w*|causa\w*|riesgo de"
        r"|en caso de)<near>reaccion alergica\b"
    ),
    "chispas": r"\bchispas de chocolate\b",
    "matarme": r"\b(?:va|van) a matarme\b",
    "respir": (
        r"\b(?:calor|humedad|polvo)<gap>no se puede respirar\b|\bejercicios? de respiracion\b"
        r"|\bno (?:\w+ )?respirable\b"
    ),
}
