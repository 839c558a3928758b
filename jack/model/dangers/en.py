"""What danger is called in English, and what only looks like it; see the package for the form."""

PERSON = (
    r"\b(?:he|she|they|him|her|someone|somebody|guy|lady|guest|stranger|(?:wo)?m[ae]n|people"
    "|person|husband|wife|partner|boyfriend|girlfriend|friend|colleague|mother|mom|mum|father|dad"
    "|parents?|son|daughter|child|children|kids?|baby|toddler|boy|girl|brother|sister|grand(?:ma"
    r"|pa|mother|father|son|daughter)|uncle|aunt)\b"
)

FIRE = {
    "fire": (
        r"<alone>(?:fire\b[^\w]*)+(?:help\b|$)|\bfire!|\bhelp\b[^.?]{0,15}\bfire\b|\bthere(?:'s"
        r"| is| was|s)(?: \w+){0,3} fire\b|\bon fire\b|\bca(?:ught|tch\w*) fire\b|\bfire (?:in|on"
        r"|at|inside|next to|near) (?:the|my|our|room)\b|\b(?:see|seeing|smell) (?:a |the )?fire\b"
        r"|\bfire<near>(?:spreading|outside my)|<alone>fire alarm(?:!|<end>| (?:on|in|at) )"
        r"|\bsmoke and fire\b|\bfire and smoke\b"
    ),
    "alarm": (
        r"\balarms? (?:\w+ ){0,3}(?:going off|ringing|sounding|blaring|on right now)\b"
        r"|\balarms? (?:went|goes|just went) off\b|\balarm (?:won't|doesn't|will not) stop"
        r"|\balarm is on\b|\balarm<near>(?:real|should (?:we|i) (?:leave|evacuate))"
    ),
    "detector": r"\b(?:smoke|fire) detectors? (?:\w+ ){0,3}(?:going off|ringing|went off)\b",
    "smoking": (
        r"\b(?:outlet|socket|charger|laptop|battery|microwave|tv|ac|heater|kettle|plug|cable|toaster"
        r"|hair ?dryer|phone|fridge|lamp) (?:is|started|starts) smoking\b"
    ),
    "smoke": (
        r"\bsmell(?:s|ing|ed)?<words>smoke\b|\b(?:there(?:'s| is)|see|seeing|much|lots? of|thick"
        r"|black|full of|filled with|filling (?:up )?with|blocked by)(?: \w+){0,2} smoke\b"
        r"|\bsmoke (?:is |was )?(?:coming|pouring|filling|billowing|rising|everywhere)\b"
        r"|\bsmoke (?:from|under) (?:the|my|our) (?:\w+ )?(?:door|vent|socket|outlet|ceiling|wall)"
    ),
    "burning": (
        r"\bsomething(?:'s| is|s) burning\b|\bsmell\w*<words>burning\b|\bburning smell|\b(?:room"
        "|beds?|curtains?|kitchen|building|hotel|bin|trash|car|microwave|toaster|outlet|socket"
        r"|cables?|wires?|laptop|battery|charger|balcony|roof|house) (?:is|are) burning\b"
        r"|\bsmell of (?:burnt|burned|burning)\b"
    ),
    "flames": r"\b(?:see|in|into|shooting|are|with) flames\b|\bflames (?:in|on|from|coming|are)\b",
    "explo": (
        r"\b(?:there (?:was|is|has been)|heard|hear) an? (?:\w+ )?explosion\b|\b(?:boiler|battery"
        "|something|microwave|laptop|phone|e-?bike|scooter)<near>explod"
    ),
    "evacuat": r"\b(?:do|should|must|need)<near>\bevacuate\b",
    "aag lag": r"\baag lag",
}

MEDICAL = {
    "scald": r"\bscalded\b(?! milk)",
    "skin": r"\b(?:burn(?:ed|t|s)|boiling water|hot water|hot oil)\b<gap>\bskin\b(?! care)",
    "headache": r"\bheadaches?\b<gap>\balarm\b|\balarm\b<gap>\bheadaches?\b",
    "making": r"<person> (?:is not|isn't|isnt) making (?:any )?sense\b",
    "diabet": (
        r"\bdiabet\w+\b<gap>\b(?:sweat\w*|confused|shak\w+|pale|weird)\b"
        r"|\b(?:sweat\w*|confused|shaking)\b<gap>\bdiabet\w+\b"
    ),
    "droop": r"\b(?:face|mouth|side|eye|lip)\b<gap>\bdroop\w*",
    "slurr": r"\bslurr(?:ing|ed) (?:his|her|my|their|words|speech)\b|\bspeech<near>\bslurred\b",
    "can't feel": r"\bcan'?t feel (?:my|his|her) (?:\w+ )?(?:arms?|legs?|face|side|hands?|body|feet)\b",
    "lips": r"\blips\b<near>\b(?:blue|purple)\b",
    "baby": r"\b(?:the |our |my )?baby(?:'s| is) coming(?: (?:right )?now| early| fast|[!.]*$)",
    "contractions": r"\b(?:having|has|my|her|the) contractions\b|\bcontractions (?:are|every)\b",
    "face down": r"\bface ?down (?:in|at) (?:the|our|a) (?:\w+ )?(?:pool|water|bath\w*|jacuzzi|tub|sea)\b",
    "of the pool": (
        r"<person>(?:'s| is| was| has been)(?: (?:lying|floating|sinking|motionless|still|now))*"
        r" (?:at|on) the (?:bottom|surface) of the pool\b"
    ),
    "chest": (
        r"\bchest (?:pains?|hurts?|is hurting|tight\w*|pressure|is tight|aches?|really hurts)\b"
        r"|\b(?:pains?|pressure|tightness)(?: \w+){0,3} chest\b(?! of drawers)"
    ),
    "breath": (
        r"\b(?:can'?t|cannot|can not|couldn'?t|unable to|hard to|difficult\w*|trouble|struggl\w+"
        "|problems?|barely|hardly|not|isn'?t|stopped|stops|short(?:ness)? of"
        r"|without being able to)(?: \w+){0,2} breath(?:e|ing)?\b"
    ),
    "conscious": r"\bunconscious\b|\b(?:lost|losing|loses|not|isn't) conscious(?:ness)?\b",
    "faint": r"<person><words>faint(?:ed|ing)\b|\bi (?:just |have )?fainted\b",
    "passed out": r"<person> (?:\w+ ){0,2}passed out\b(?! (?:drunk )?after)",
    "collapsed": r"<person> (?:\w+ ){0,2}collapsed\b",
    "respon": (
        r"<person> (?:\w+ ){0,8}(?:not |un)respon(?:ding|sive)\b|<person>(?:'s| is)? unresponsive"
    ),
    "wak": (
        r"<person>(?: \w+){0,2} (?:won't|not|isn't|doesn't|can't be|does not) (?:wak\w+)(?: up)?\b"
        r"|\b(?:can'?t|cannot) wake (?:him|her|them|my (?!self)\w+|up my)\b"
    ),
    "heart": r"\bheart attacks?\b|\bheart (?:has )?stopped\b",
    "cardiac": r"\bcardiac arrest\b",
    "stroke": (
        r"\b(?:having|had|has|suffer\w*|think it'?s|maybe|possible|signs of|like) (?:a "
        r"|an )?(?:\w+ )?stroke\b(?! of)|\bheat ?stroke\b"
    ),
    "seizure": r"\b(?:ha(?:ving|s|d|ve)|in) (?:a|an)? ?(?:\w+ )?seizures?\b|\bseizure!",
    "convuls": r"\bconvuls(?:ing|ions)\b",
    "epilep": r"\bepileptic (?:fit|attack|seizure|shock)",
    "bleeding": (
        r"\bbleeding (?:a lot|heavily|badly|out|profusely|so much|everywhere|to death|from)\b"
        r"|\bstop (?:the )?bleeding\b|\bbleeding (?:won't|doesn't|will not) stop|(?:<person>|\bi"
        r"|\bi'm|\bhead|\bnose)(?:'s| is| am)?(?: \w+){0,2} bleeding\b(?! edge)"
    ),
    "blood": (
        r"\b(?:lots? of|covered in|so much|losing(?: \w+){0,3}|coughing up|vomiting|throwing up"
        r"|pool of) blood\b(?! oranges?)|\bblood (?:is )?everywhere\b"
    ),
    "chok": r"(?:<person>|\bi)(?:'s|'m| is| am) choking\b|\bchoking on\b|\bis choking\b",
    "overdos": r"\boverdos(?:e|ed|es|ing)\b",
    "od'd": r"\bod'd\b",
    "swallowed": (
        r"\bswallowed (?:\w+ ){0,3}(?:bleach|battery|batteries|pills?|poison|detergent|glass|coin"
        r"|magnets?|cleaner)\b"
    ),
    "pills": r"\b(?:took|taken|swallowed) (?:\w+ ){0,3}pills\b",
    "spiked": r"\bdrinks? (?:was|were|has been|got) spiked\b|\bspiked my drink\b",
    "poisoned": r"\b(?:been|was|were|got|is) poisoned\b",
    "allerg": r"\ballergic (?:reaction|shock)\b",
    "anaphyla": r"\banaphyla(?:xis|ctic)\b",
    "pen": r"\bneeds? (?:an|my|the|her|his) epi-?pen\b",
    "throat": r"\bthroat (?:is |has )?(?:\w+ )?(?:clos\w+|swell\w+|swollen)\b",
    "swell": r"\b(?:tongue|face|throat|lips)(?: \w+){0,3} swell\w*",
    "ambulance": (
        r"\b(?:call|need|send|get|want|request|phone|bring|dial)\w*(?: \w+){0,4} ambulance\b"
        r"|\bambulance (?:please|now|asap|immediately|quick\w*|urgent\w*|to)\b|\bambulance!"
        r"|<alone>ambulance<end>|\bambulance (?:bulao|bhejo|chahiye)"
    ),
    "paramedic": r"\b(?:call|need|send|get)(?: \w+){0,3} paramedics?\b",
    "doctor": (
        r"\bneeds? (?:to see )?a doctor(?: right)? (?:now|urgent\w*|immediately|asap|quick\w*|fast"
        r"|at once|straight away)\b|\bneeds? a doctor!|\burgent\w*(?: \w+){0,3} doctor\b"
        r"|\bdoctor (?:now|immediately|asap|urgently|quick\w*)\b|\b(?:call|send|get) (?:me "
        r"|us )?a doctor\b|\bemergency doctor\b"
    ),
    "medical": r"\bmedical emergency\b|\bmedical help (?:now|asap|immediately|urgently)\b",
    "suicid": r"\bsuicid(?:e|al)\b",
    "kill": r"\b(?:kill|killing|hang|cut) my ?self\b",
    "life": r"\b(?:end|take|taking|ending) (?:my|his|her)(?: own)? life\b",
    "to die": r"\b(?:want|wants|wanted|going|ready) to die\b",
    "wanna die": r"\bwanna die\b",
    "to live": (
        r"\b(?:don'?t|do not|no longer|doesn'?t) want to (?:live|be alive|be here any ?more)\b"
        r"|\bno reason to live\b"
    ),
    "live any": r"\bcan'?t live any ?more\b",
    "harm": r"\b(?:hurt|harm|harming|hurting) myself\b|\bself-? ?harm",
    "hurt myself": r"\b(?:want|going|might|afraid).{0,12} hurt myself\b",
    "jump": (
        r"\bjump(?:ing)? (?:off|from|out of) (?:the|my|a|this) (?:\w+ )?(?:balcony|roof|window"
        r"|building|bridge)\b"
    ),
    "drown": r"<person><gap>\bdrown(?:ed|ing)\b",
    "labo": r"\b(?:in|into) labou?r\b(?! (?:law|union|dispute|day))",
    "giving birth": r"\bgiving birth\b(?! to a)",
    "water": r"\b(?:my|her|wife's) waters? (?:has |have |just )*bro(?:ke|ken)\b",
    "miscarriage": r"\bmiscarriage\b",
    "diabetic": r"\bdiabetic (?:shock|coma|emergency)\b",
    "insulin": r"\binsulin shock\b|\bneeds? insulin (?:now|immediately|urgently|asap)\b",
    "injur": r"\b(?:badly|seriously|severely|is|been|critically) injured\b|\bhead injury\b",
    "hurt": r"<person>(?:'s| is| has been| got)? (?:badly|seriously|really badly) hurt\b",
    "fell": (
        r"(?:<person>|\bi)(?: \w+){0,2} (?:fell|fallen)\b<gap>(?:can'?t|cannot|bleed|hurt|head"
        "|unconscious|stairs|not moving)"
    ),
    "fallen": (
        r"(?:<person>|\bi)(?: \w+){0,2} fallen\b<gap>(?:can'?t|cannot|bleed|hurt|head|stairs"
        "|not moving)"
    ),
    "hit": r"\bhit (?:his|her|my|their) head\b",
    "dying": r"(?:<person>|\bi|\bi'm|\bi am)(?:'s|'m| is| am)?(?: \w+)? dying\b(?! (?:for|to)\b)",
    "dead": (
        r"<person>(?:'s| is| seems| looks| might be)(?: \w+)? dead\b|\bdead (?:body|person|man"
        r"|woman)\b"
    ),
    "pulse": r"\bno pulse\b",
    "blue": r"\b(?:turning|going|turned|gone) blue\b",
    "cpr": r"\b(?:need|needs|doing|start\w*|giving|know) cpr\b",
    "defib": r"\b(?:need|get|bring)(?: \w+){0,3} defibrillator\b",
    "electr": (
        r"\belectrocuted\b|\belectric(?:al)? shock from\b"
        r"|\b(?:got|had|get) an? (?:\w+ )?electric(?:al)? shock\b"
    ),
    "pain": r"\b(?:severe|extreme|unbearable|excruciating)(?: \w+){0,2} pains?\b",
    "asthma": r"\basthma attack\b",
    "panic attack": r"\b(?:having|has|have) an? (?:\w+ )?panic attack\b",
    "moving": r"<person>(?: \w+){0,2} not moving\b",
}

SECURITY = {
    "window": (
        r"\b(?:someone|somebody|(?:wo)?m[ae]n|guys?|strangers?|person|people)(?: \w+){0,3}"
        r" (?:trying to(?! clean| fix| repair| see)|climb\w+|coming in|getting in|breaking)"
        r"(?: \w+){0,6} (?:windows?|balcony)\b"
    ),
    "onto": (
        r"\b(?:someone|somebody|(?:wo)?m[ae]n|guys?|strangers?|person|people)(?: \w+){0,3}"
        r" (?:trying to(?! clean| fix| repair| see)|climb\w+|coming in|getting in|breaking)"
        r"(?: \w+){0,6} (?:windows?|balcony)\b"
    ),
    "hiding": (
        r"\b(?:(?:wo)?man|guy|someone|somebody|stranger|person)\b(?: \w+){0,3} hiding (?:in|on|under"
        r"|behind|inside|outside) (?:my|our|the)\b"
    ),
    "hitting": (
        r"<person>(?: \w+){0,4} hitting (?:his|her|another|someone|somebody|my (?:\w+)|(?:a|the"
        r"|this) (?:(?:wo)?man|girl|boy|kid|child|guest|lady|guy))\b"
    ),
    "gone": (
        r"\b(?:child|kid|son|daughter|baby|toddler|boy|girl|grand(?:son|daughter))\b(?: has|'s| have)?"
        r" (?:been )?gone (?:missing|for (?:an?|over|\w+) (?:\w+ )?(?:hours?|minutes|mins))\b"
    ),
    "break": (
        r"\b(?:trying|tried|tries|attempt\w*) to (?:break|force)\b<near>\b(?:in|into|open|down"
        r"|door)\b|\b(?:breaking|breaks) (?:in\b|into (?:my|our|the|a) (?:\w+ )?(?:room|door|car"
        "|safe|suite|house))"
    ),
    "broke": r"\bbroke(?:n)? into (?:my|our|the|a) (?:\w+ )?(?:room|car|safe|suite)|\bbroke in\b",
    "my room": (
        r"\bthere(?:'s| is) (?:an? )?(?:\w+ )?(?:(?:wo)?man|guy|person|someone|somebody|stranger|intruder)"
        r"(?: \w+)? (?:in|inside) my room\b"
        r"|\b(?:someone|somebody|stranger|man|guy)(?:'s| is| was) (?:in|inside) my room\b"
        r"|\b(?:stranger|man|guy|someone|somebody) (?:just )?(?:entered|came into|walked into|got into)"
        r" my room\b"
    ),
    "our room": (
        r"\b(?:there(?:'s| is)|stranger|man|guy)(?: \w+){0,4} (?:in|inside|entered"
        r"|into) our room\b"
    ),
    "door": (
        r"<person>(?: \w+){0,3} (?:banging|pounding|kicking|trying to open|trying to get (?:in"
        r"|into|through))(?: \w+){0,3} door\b"
    ),
    "door handle": r"<person>(?: \w+){0,4} (?:trying|turning|rattling|shaking) (?:my|our|the) door handle\b",
    "get in": (
        r"\b(?:someone|somebody|stranger|man|men|guy|people|person)(?: \w+){0,5}"
        r" (?:trying|tries|tried) to get in(?:to (?:my|our))?\b(?! (?:touch|to|the|her|his|their))"
    ),
    "intruder": r"\bintruders?\b",
    "burglar": r"\bburglars?\b(?! alarm)",
    "following me": r"<person>(?: \w+){0,3} following me\b",
    "followed me": r"<person>(?: \w+){0,2} followed me (?:to|into|home|back|from|all|up|in)\b",
    "stalk": r"\bstalk(?:ing|er|ed)\b",
    "me": (
        r"<person>(?: \w+){0,2} (?:hit|hits|hitting|punch\w*|slapp\w*|beat|beats|beating|attack\w*"
        r"|assault\w*|kick\w*|stabb\w*|strangl\w*|chok(?:ed|ing)|grabb\w*|grop\w*|molest\w*"
        r"|threaten\w*|touched|harass\w*|tried to (?:kill|rape|stab|hit)|is trying to kill|hurt"
        r"|hurting|abus\w+) me\b"
    ),
    "beat": (
        r"<person>(?: \w+){0,2} (?:beating|beats|beat) (?:up )?(?:me|him|her|his wife|my \w+|a \w+"
        r"|his \w+|someone)\b(?! (?:in|at) )"
    ),
    "attack": (
        r"\b(?:being|was|were|been|got|under|is) attack(?:ed)?\b|\battacking (?:me|us|him|her|my|a"
        r"|people|guests?)\b"
    ),
    "assault": r"\bassault(?:ed|ing)\b|\b(?:sexual|physical) assault\b",
    "rape": r"\brap(?:ed|e me|ing|ist)\b|\btried to rape\b",
    "raping": r"\braping\b",
    "robbe": r"\b(?:been|was|were|got|being|getting|just) robbed\b|\brobbery\b|\brobber\b",
    "mugg": r"\b(?:been|was|were|got|being|just) mugged\b",
    "stab": (
        r"\b(?:been|was|were|got|is|just) stabbed\b|\bstabbing\b<near>(?:someone|him|her|me"
        "|people)"
    ),
    "gun": (
        "<person><words>(?:with|has|have|holding|pulled|pulled out|waving|carrying|had"
        r"|got) an? (?:\w+ )?gun\b|\bgun ?(?:shots?|fire)\b"
    ),
    "knife": (
        "<person><words>(?:with|has|holding|pulled|pulled out|waving|had|got"
        r"|carrying) an? (?:\w+ )?knife\b(?! and fork)"
    ),
    "weapon": r"<person><words>(?:with|has|holding|carrying) an? (?:\w+ )?weapon\b",
    "shoot": (
        r"\bactive shooter\b|\bthere(?:'s| is) (?:a )?shoot(?:ing|er)\b|<person>(?:'s"
        r"| is) shooting\b(?! (?:a|the|some|video|film|photo))"
    ),
    "shots": r"\b(?:heard|hear|hearing|fired) (?:\w+ )?shots\b|\bshots fired\b",
    "bomb": r"\bbomb threat\b|\bthere(?:'s| is) a bomb\b|\ba bomb (?:in|under|at) the\b",
    "fight": (
        r"\bthere(?:'s| is) (?:a |an )?(?:\w+ )?fight(?:ing)?\b|\bfight (?:and|going on|broke out"
        r"|next door|outside my)\b|\b(?:people|guys|men|guests|they|couple"
        r"|neighbou?rs) (?:\w+ )?(?:are|is) (?:\w+ )?fighting\b(?! (?:for|over))"
    ),
    "domestic": r"\bdomestic violence\b",
    "scream": (
        r"\b(?:woman|man|someone|somebody|girl|lady|she|he)(?: \w+){0,2} screaming\b"
        r"|\bscream\w*<near>\bhelp\b|\b(?:hear|heard|hearing) (?:\w+ )?screams?\b"
    ),
    "police": (
        r"\b(?:call|get|send|phone|dial|alert)(?: \w+){0,2} police\b|\bneed (?:the )?police\b"
        r"|\bpolice (?:now|immediately|asap|quick\w*|please)\b|<alone>police<end>"
    ),
    "security": (
        r"\b(?:send|call|need|get)(?: \w+){0,2} security (?:now|asap|immediately|quick\w*"
        "|right away|to (?:my )?room|!)"
    ),
    "threaten": (
        r"\bthreaten(?:ing|ed|s) (?:me|us|him|her|people|guests?|to (?:kill|hurt|beat|stab|shoot"
        r"|attack|rape))\b"
    ),
    "threat": r"\bdeath threats?\b",
    "to kill": (
        r"\b(?:trying|wants|tried|going|threat\w+|said he would|says he will) to kill (?:me|us|him"
        r"|her|someone|my (?:wife|husband|son|daughter))\b(?! if i)"
    ),
    "kidnap": r"\bkidnap(?:ped|ping)\b",
    "abduct": r"\babduct(?:ed|ing)\b",
    "hostage": r"\bhostages?\b",
    "against my will": r"\bagainst my will\b",
    "traffick": r"\btraffick(?:ed|ing)\b",
    "missing": (
        r"\b(?:child|kid|son|daughter|baby|toddler|boy|girl|children|kids|grand(?:son|daughter)"
        r"|year[- ]old)\b<near>\bmissing\b(?! (?:his|her|their|a|an|the|some|out|home|breakfast))"
        r"|\bmissing (?:child|kid|boy|girl|toddler)\b"
    ),
    "disappeared": (
        r"\b(?:child|kid|son|daughter|baby|toddler|boy|girl|children|grand(?:son|daughter)|mother"
        r"|father|wife|husband)\b<near>\bdisappeared\b"
    ),
    "lost": (
        r"\blost (?:my|our) (?:\w+ ){0,2}(?:son|daughter|child|kid|baby|toddler|boy|girl)\b(?!'s)"
        r"|\b(?:son|daughter|child|kid|toddler|boy|girl) (?:is|got|has got) lost\b(?! (?:in"
        "|luggage))"
    ),
    "find": (
        r"\b(?:can'?t|cannot|can not|couldn'?t) find (?:my|our) (?:\w+ ){0,3}(?:son|daughter|child"
        r"|kid|baby|toddler|boy|girl|children|kids)\b(?!'| (?:shoe|bed|bag|toy|hat|meal|menu|seat"
        "|pool))"
    ),
    "wandered": (
        r"\b(?:child|kid|son|daughter|toddler|boy|girl|mother|father"
        r"|grand\w+)\b<near>\bwandered (?:off|away)\b"
    ),
    "burgled": r"\bburgled\b",
}

OTHER = {
    "gas": (
        r"\bsmell(?:s|ing|ed)?<words>gas\b(?! station)|\bgas (?:smell|leak\w*|odou?r)\b"
        r"|\bleaking gas\b|\bsmell of (?:\w+ )?gas\b"
    ),
    "carbon monoxide": (
        r"\bcarbon monoxide\b(?! (?:detectors?|alarms?)(?!<gap>(?:beep|going off|went off|ring)))"
    ),
    "spark": (
        r"\bspark(?:s|ing)\b<gap>(?:outlet|socket|lamp|lights?|wires?|cables?|plug|switch|tv"
        r"|ceiling|panel|wall|water)\b|\b(?:outlets?|sockets?|lamp|lights?|wires?|cables?|plug"
        "|switch|tv|ceiling|panel|charger|microwave|fuse|kettle|hairdryer|water|it|heater|ac"
        r"|fridge|minibar)\b<gap>\bspark(?:s|ing)\b"
    ),
    "under water": r"\b(?:sockets?|outlets?|power strips?|fuse ?box|cables?)\b<near>\bunder ?water\b",
    "shock": (
        r"\b(?:outlet|socket|charger|kettle|lamp|plug|switch|shower|heater|hair ?dryer|toaster|iron"
        r"|microwave|fridge|tap|light)\b<near>\b(?:gave|gives|giving) (?:me|us|him|her|my \w+) an?"
        r" (?:\w+ )?shock\b"
    ),
    "water": (
        r"\bwater\b<near>(?:pour|drip|leak|run|com|flow|gush|flood|seep)\w*<gap>\b(?:lamp"
        r"|light (?:fixtures?|fittings?)|chandelier"
        r"|sockets?|outlets?|electr\w+|fuse|wires?|wiring|cables?|power strip"
        "|breaker)"
    ),
    " wire": r"\b(?:live|exposed|bare) wires?\b",
    "exposed wir": r"\bexposed wir",
    "lift": (
        r"\b(?:stuck|trapped|locked)(?: \w+){0,2} (?:in|inside)(?: \w+){0,2} lifts?\b"
        r"|\blift (?:is |got )?stuck(?: with\b|<near>\b(?:we|i'm|inside)\b)"
    ),
    "elevator": (
        r"\b(?:stuck|trapped|locked)(?: \w+){0,2} (?:in|inside)(?: \w+){0,2} elevators?\b"
        r"|\belevator (?:is |got )?stuck(?: with\b|<near>\b(?:we|i'm|inside)\b)"
    ),
    "trapped": (
        r"(?:<person>|\bi|\bwe|'m|'re|\bam|\bare)(?: \w+){0,2} trapped (?:in|inside|on|under)\b"
    ),
    "locked": (
        r"\b(?:locked|stuck)(?: \w+){0,2} (?:in|inside|on) (?:the|my|our|a) (?:sauna|steam room"
        r"|balcony|bathroom|cellar|freezer|basement)\b"
    ),
    "balcony": (
        r"\b(?:locked|stuck)(?: \w+){0,2} (?:out )?on (?:the|my|our) balcony\b|\bbalcony (?:has "
        "|is |just )?(?:collaps|falling|broke)"
    ),
    "ceiling": r"\bceiling (?:has |is |just )?(?:collaps\w+|fell|fallen|falling|coming down|caved)",
    "collaps": r"\b(?:roof|wall|floor|building|stairs|balcony|ceiling) (?:has |is |just )?collaps",
    "earthquake": (
        r"\b(?:there(?:'s| is| was)|feel\w*|felt|having) (?:an? |the )?(?:\w+ )?earthquake\b"
        r"|<alone>earthquake\b"
    ),
    "tsunami": r"\btsunami (?:warning|alert|coming)\b",
    "emergency": (
        r"\b(?:it'?s|this is|is|have|we have|there(?:'s| is)) an? (?:\w+ )?emergency\b"
        r"|<alone>emergency\b[^\w?]*(?:$|please|help|come|in room|room)|\bemergency!"
    ),
    "sos": "<alone>sos<end>",
    "in danger": r"\b(?:am|are|is|i'm|we're) in danger\b",
    "danger": r"\b(?:i'm|we're|i am|we are|she is|he is) in (?:\w+ )?danger\b",
    "mayday": r"<alone>mayday\b",
}

HARMLESS = {
    "fire": (
        r"\b(?:no|not a|isn't a|wasn't a|never a|without a|false) fires?\b|\bfire ?(?:places?"
        "|pits?|exits?|escapes?|drills?|doors?|works?|wood|flies|extinguishers?|blankets?|safety"
        "|stairs?|truck|station|department|brigade|fighters?|stick|stone|plan|procedures?"
        "|regulations?|assembly|dancers?|shows?|tables?|bowls?|wall|tv|hydrant|hose|hazard|rated"
        "|proof|island|lane|marshal|code|evacuation|instructions?|detectors?|sprinklers?|opal|red"
        r"|cracker)\b|\bfire alarms? (?:tests?|testing|drills?|was (?:tested|a test|a drill)"
        r"|checks?|panel|systems?|buttons?|points?|code)\b|\b(?:log|open|cosy|cozy|bon|camp"
        "|camping|wood|real|light(?:ing)?(?: up)? (?:the|a|our)|by the|around the|near the"
        r"|roaring|outdoor|indoor|wild) fires?\b|\b(?:yell\w*|shout\w*|scream\w*|cry\w*"
        r"|cried) [^\w ]?fire\b|\b(?:you're|they're|we're|you are|hire|fired?|got|was|get) fired\b"
        r"|\b(?:dj|band|musicians?|guitarist|drummer|dancers?|barista|waiter|crowd|crew|chef|team|party"
        r"|playlist|music|food|curry|sauce|salsa|chilli?|wings|soup|you|you're|show|bartender|cocktails?"
        r"|singer|outfit|beat|song)(?: last night| tonight| yesterday)? (?:was|is|are|were)?(?: \w+)?"
        r" ?on fire\b|\bfire emoji\b"
        r"|\bunder fire\b|\bfire (?:away|up|stick|tv)\b|\bfire (?:him|her|them|someone|the"
        r"|your) \w+(?: \w+)?\b(?= for)|\bin case of (?:a )?fire\b|\bin the event of (?:a )?fire\b"
        r"|\bif there (?:is|was|were|'s)(?: ever)? a fire\b"
    ),
    "alarm": (
        r"\b(?:car|wake[- ]?up|phone|iphone|morning|my own|my|bedside|radio|his"
        r"|her) alarm(?: clocks?)?\b|\balarm clocks?\b|\bfalse alarm\b"
        r"|\balarms?(?: \w+){0,6} (?:test|drill)\b(?! or)|\btest(?:ing)?(?: \w+){0,3} alarms?\b"
        r"|\balarm(?: \w+){0,4} (?:yesterday|last night|this morning|earlier|the other day"
        r"|last week)\b|\b(?:yesterday|last night|this morning"
        r"|last week)(?: \w+){0,3} alarm(?: \w+){0,4}"
    ),
    "smok": (
        r"\b(?:cigarettes?|cigars?|tobacco|weed|marijuana|cannabis|vape|vaping|second[- ]?hand"
        r"|smokers?'?|pot|shisha|hookah|bbq|barbecue|incense|stale) smoke\b|\bsmoke (?:detectors?"
        r"|alarms?|free|machines?|break|shop|signal|house|damage)\b(?! (?:is |are |has "
        r"|have )?(?:going|ringing|went))|\b(?:can|may|could|to|i|we|you|one|people|not|allowed to"
        r"|wants? to|guests?) smoke\b|\bsmell\w*<gap>\bsmoke<gap>\b(?:cigar\w*|tobacco|smokers?"
        r"|smoking|non-smoking|previous guests?|marijuana|weed)\b|\b(?:cigar\w*|tobacco|smokers?"
        r"|non-? ?smoking|smoking room|marijuana|weed)<gap>\bsmell\w*<gap>\bsmoke\b"
        r"|\bsmell\w* (?:of|like) (?:old |stale |cold )smoke\b|\bno smoke\b|\bnon-? ?smoking\b"
        r"|\bsmoked\b"
    ),
    "burn": (
        r"\bburning (?:man|question|calories|incense|candles?|desire|love|wood|the candle|cds?"
        r"|up the)\b|\bsmell\w*<near>\bburning (?:incense|candles?|wood|sage)\b|\bsun ?burn\w*"
        r"|\bheart ?burn\b"
    ),
    "ambulance": (
        r"\bhow (?:much|long|far)<gap>\bambulance\b|\b(?:saw|see|heard|hear|was there|is there"
        r"|why)(?: \w+){0,5} ambulance\b(?! (?:now|please))|\bambulance (?:cost|number|service"
        r"|siren|museum|chaser)s?\b|\b(?:no need|don't need|do not need|didn't need"
        r"|not need)(?: \w+){0,3} ambulance\b"
    ),
    "doctor": (
        r"\bdoctor'?s? (?:note|appointment|certificate|who|strange|tomorrow|next week)\b"
        r"|\b(?:no need|don't need|do not need)(?: \w+){0,3} doctor\b"
    ),
    "attack": (
        r"\b(?:gave|gives|give|giving|almost|nearly|had me having)<near>\bheart attacks?\b"
        r"|\bheart attack (?:burgers?|grill|fries|sandwich\w*)\b|\bheart attack<near>\b(?:price"
        r"|bill|when (?:i|we) saw)|\b(?:price|bill)s?<near>\bheart attacks?\b|\bshark attack\b"
        r"|\b(?:snack|sugar|fashion) attack\b"
    ),
    "die": r"\bto die for\b|\bdie[- ]?hard\b|\bdied laughing\b",
    "dying": (
        r"\bdying (?:of|from) (?:boredom|hunger|thirst|laughter|laughing|curiosity|embarrassment"
        r"|heat|the heat|cold)\b|\b(?:phone|battery|laptop|plant|plants|tablet|flowers?|wifi"
        r"|remote)(?: \w+){0,2} dying\b|\bdying (?:art|breed)\b"
    ),
    "kill": (
        r"\b(?:wife|husband|boss|kids?|mom|mother|friends?|girlfriend|boyfriend|she|he|they|feet"
        r"|back|you)(?: \w+)? (?:will|would|is going to|are going to|gonna|is gonna|might"
        r"|'ll) kill me\b|\bkill(?:ing)? myself (?:laughing|with laughter|at the gym)\b"
        r"|\bcould kill (?:for|myself for)\b|\bkilling (?:it|time|me)\b"
    ),
    "suicid": (
        r"\bsuicide (?:squads?|wings?|burgers?|doors?|prevention|silence|hotline museum|sauce)\b"
    ),
    "overdos": (
        r"\boverdos\w* (?:of|on) (?:sugar|chocolate|coffee|caffeine|cute\w*|the (?:buffet"
        r"|breakfast|dessert\w*|sun)|cheese|carbs|food|sun|pancakes|kindness)\b"
    ),
    "stroke": (
        r"\bstrokes? of (?:luck|genius|midnight)\b|\b(?:breast|back|butterfly|brush|golf|swim\w*"
        r"|key) ?strokes?\b"
    ),
    "bleed": r"\bbleeding edge\b|\bgums?<near>bleeding\b",
    "blood": (
        r"\bblood (?:oranges?|pressure|sugar|type|moon|test|sausage|tests|donation|drive"
        r"|pudding)\b"
    ),
    "breath": (
        r"\b(?:hot|stuffy|humid|dusty|stale|perfume)\b<gap>\bcan'?t breathe\b|\bbreath(?:e"
        r"|ing) (?:exercises?|room|fresh|life into|techniques?|class)\b|\bhard to breathe (?:in"
        r"|with) (?:the|all the|this) (?:dust|perfume|heat|humidity)\b"
    ),
    "passed out": (
        r"\b(?:kids?|children|he|she|they|we|baby|boys?|girls?)(?: \w+){0,2} passed out (?:after"
        r"|from|on the (?:couch|bed)|early|asleep|watching)\b"
    ),
    "collapsed": r"\b(?:bed|chair|table|umbrella|tent|shelf|cot|sofa)(?: \w+){0,2} collapsed\b",
    "allerg": (
        r"\b(?:could|can|may|might|would|to|avoid|prevent|cause|causes|trigger\w*|of an|risk of"
        r"|case of|past|previous|history of|if|get|gets)(?: \w+){0,3} allergic (?:reactions?"
        r"|shock)\b|\bno allergic reactions?\b|\ballergic reactions\b"
    ),
    "anaphyla": (
        r"\b(?:could|can|may|might|to|avoid|cause|causes|risk of|case of|history of"
        r"|go into)(?: \w+){0,3} anaphyla\w+(?: shock)?\b|\banaphylactic (?:to|allerg\w+)\b"
    ),
    "emergency": (
        r"\b(?:in|for|during) (?:case of )?(?:an? |the event of an? )?(?:\w+ )?emergenc(?:y|ies)\b"
        r"|\bemergency (?:exits?|numbers?|contacts?|lights?|lighting|stairs?|doors?|plans?|kit"
        "|phone|procedures?|services?|rooms?|evacuation|instructions?|button|cord|passport"
        r"|pharmac\w+|dentist|vet)\b|\b(?:not|isn't|no|non)(?: an?)?[ -]emergency\b"
        r"|\bif there(?: is|'s|'s ever| is ever) an? (?:\w+ )?emergency\b"
    ),
    "medical": (
        r"\b(?:in|for|during)(?: case of)?(?: an?| the event of a)? medical emergenc(?:y|ies)\b"
    ),
    "police": (
        r"\b(?:nearest|where|closest|local|fashion|which|museum)(?: \w+){0,4} police\b(?: station"
        r"| museum)?|\bpolice (?:station|report|academy|museum|officers'? convention|clearance"
        r"|check)\b|\b(?:no need|don't need|do not)(?: \w+){0,3} police\b"
    ),
    "fight": (
        r"\b(?:pillow|food|bull|snowball|water|cock|boxing|ufc|mma|title|sword|big|live"
        r"|championship) fights?\b|\bfight(?:ing)? (?:chance|for|over|jet|club|night|on tv|tonight"
        r"|the)\b"
    ),
    "scream": (
        r"\bscream(?:ing)?(?: for)? (?:ice cream|with (?:joy|delight|laughter)|kids?|children"
        r"|bab(?:y|ies)|deal)\b|\b(?:kids?|children|bab(?:y|ies)|toddlers?"
        r"|infants?)(?: \w+){0,3} scream\w*"
    ),
    "shoot": (
        r"\b(?:photo|film|video|wedding|movie|fashion|trap|basketball|clay|star) ?shoot\w*"
        r"|\bshooting (?:a|the|some|stars?|range|our|for)\b|\btrouble ?shoot\w*"
    ),
    "shots": r"\b(?:tequila|espresso|vodka|ginger|whiskey|photo|screen|flu|mug) shots\b",
    "bomb": (
        r"\b(?:bath|jager|photo|cherry|sake|cocoa|chocolate|irish car|hot tub|glitter"
        r"|f)[ -]?bombs?\b|\bthe bomb\b|\bbomb ?shell\b"
    ),
    "gun": r"\b(?:nail|glue|top|massage|water|theragun|heat|hot glue|spray) guns?\b",
    "knife": (
        r"\b(?:bread|butter|steak|cheese|cake|swiss army|pocket|cutting|kitchen|plastic) kni(?:fe"
        r"|ves)\b|\bknife (?:and fork|block|set|skills)\b"
    ),
    "hit": r"\bhit me (?:up|that|with)\b|\bhits? (?:the|on) (?:spot|town|me like)\b",
    "me": (
        r"\bbeat(?:s|ing)? (?:me|us) (?:to|at|in)\b|\bkick(?:ed|s|ing)? (?:me|us|him|her) (?:out"
        r"|off)\b|\battack(?:s|ing|ed)? me (?:with)? ?(?:emails?|spam|marketing)\b"
    ),
    "robb": (
        r"\brobbed (?:by|at)<near>\b(?:prices?|minibar|bill|rates?|exchange|taxi)\b"
        r"|\bdaylight robbery\b|\bhighway robbery\b"
    ),
    "lost": r"\blost (?:my|our)(?: \w+){0,2} (?:son|daughter|child|kid|baby)'s\b",
    "missing": (
        r"\bmissing (?:a|an|his|her|their|the|some|out|home|from|towels?|pillows?|items?"
        r"|person report)\b"
    ),
    "gas": (
        r"\bgas (?:stations?|leak detectors?|prices?|grill|stove|fireplace|pump|bill|cooker|hob)\b"
        r"|\b(?:no|without) (?:smell of )?gas\b|\b(?:laughing|tear) gas\b"
    ),
    "spark": r"\bsparks? (?:fly|flew|joy|plugs?|of)\b|\bsparkling\b",
    "labo": r"\blabou?r (?:day|law|union|dispute|costs?|party)\b",
    "chest": (
        r"\b(?:chest of drawers|tool chest|treasure chest|chest (?:press|freezer|hair|workout"
        r"|wax\w*))\b"
    ),
    " ago": (
        r"\b(?:had|was|were|broke|got|suffered|survived|have had"
        r"|has had)\b[^.!?,;]{0,50}\b(?:years?|months?|weeks?) ago\b"
    ),
    " last ": (
        r"\b(?:had|was|were|broke|got|suffered|survived)\b[^.!?,;]{0,50} last (?:year|month|summer"
        r"|winter|spring|autumn|fall)\b"
    ),
    "hypothetical": r"[^.!?]{0,120}\bhypothetical\w*[^.!?]{0,120}",
    "convention": (
        r"\b\w+(?:'s|s')? (?:\w+ )?(?:convention|conference|congress|seminar|symposium)\b"
    ),
    "seminar": r"\b\w+ (?:\w+ )?seminar\b",
    "movie": (
        r"\b(?:movie|film|show|series|game|novel|book|song|play|escape room)<near>\b(?:about"
        r"|called|with|where)\b[^.!?]{0,80}"
    ),
    "training": (
        r"\b(?:cpr|fire|first aid|security|defibrillator|self-? ?defen[cs]e) (?:training|course"
        r"|class)\b"
    ),
}
