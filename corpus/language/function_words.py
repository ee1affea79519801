"""Closed classes of English words: the small words that turn a meaning round. Data only."""

NEGATORS = frozenset(
    "not no never none nobody nothing nowhere neither nor without hardly scarcely barely n't ain't rarely seldom refuse "
    "не нет ни никогда без "
    # German, French, Spanish, Portuguese, Italian, Polish, Ukrainian, Chinese, Arabic: folded, and no word of English
    "nicht kein keine keinen keinem keiner niemals ne pas jamais aucun aucune nunca jamas nao non nie nigdy ні ніколи "
    "不 没 沒 未 لا لم لن ليس".split()
)
MODALS = frozenset(
    "will would shall should can could may might must ought need cannot going able likely possibly perhaps probably maybe "
    "surely certainly definitely allegedly reportedly supposedly apparently".split()
)
# Groups of modals that say the same thing.
MODAL_GROUPS = ({"will", "shall"},)
QUANTIFIERS = frozenset(
    "all some any every each both most many much few several none half majority minority always often sometimes usually "
    "never only almost nearly virtually entirely completely partly mainly largely least more less fewer every everyone "
    "everybody someone somebody anyone anybody everything something anything everywhere somewhere anywhere solely merely "
    "exclusively generally mostly and/or whole entire no-one".split()
)
# Groups of quantifiers that say the same thing.
QUANTIFIER_GROUPS = (
    {"almost", "nearly", "virtually", "practically"},
    {"mostly", "largely", "mainly", "chiefly", "primarily"},
    {"every", "each", "all"},
    {"whole", "entire"},
    {"entirely", "completely", "wholly", "totally", "fully"},
    {"everyone", "everybody"},
    {"someone", "somebody"},
    {"anyone", "anybody"},
    {"only", "solely", "merely", "exclusively"},
    {"usually", "generally", "normally"},
    {"much", "many"},
)
CONDITIONS = frozenset(
    "if unless provided until till once except whether otherwise lest assuming когда если якщо wenn sofern jesli jezeli".split()
)
# What begins a condition in other languages, as parts of patterns: between words, and where these are not spaced.
IF_ABROAD = (
    "если|в случае|якщо|wenn|sofern|jeśli|jeżeli|à condition que|au cas où|pourvu que|a condición de que|a condição de que|"
    "a condizione che"
)
IF_UNSPACED = "如果|假如"
MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sept sep oct nov dec".split()
)
WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
DAYS_NAMED = frozenset("today tomorrow yesterday tonight".split())
UNITS = frozenset(
    "percent permille percentage dollar dollars cent cents euro euros pound pounds ruble rubles rouble roubles yen yuan "
    "rupee rupees franc francs mark marks km kilometre kilometres kilometer kilometers mile miles metre metres meter meters "
    "foot feet inch inches yard yards ton tons tonne tonnes kg kilogram kilograms kilo kilos gram grams litre litres liter "
    "liters barrel barrels gallon gallons acre acres hectare hectares degree degrees celsius fahrenheit second seconds "
    "minute minutes hour hours day days week weeks month months year years decade decades century centuries watt watts "
    "kilowatt kilowatts megawatt megawatts gigawatt gigawatts hundred thousand million billion trillion dozen dozens "
    "hundreds thousands millions billions trillions $ € £ ¥ ₽ ₴ ₹".split()
)
# What is said for a sign of money before a number: "$5" is "five dollars".
MONEY = {
    "$": {"dollar", "dollars"},
    "€": {"euro", "euros"},
    "£": {"pound", "pounds"},
    "¥": {"yen", "yuan"},
    "₽": {"ruble", "rubles", "rouble", "roubles"},
    "₹": {"rupee", "rupees"},
    "₴": {"hryvnia", "hryvnias"},
}
SCALE_WORDS = frozenset(
    "hundred thousand million billion trillion hundreds thousands millions billions trillions".split()
)
PERSONS = {
    word: person
    for person, words in {
        "i": "i me my mine myself",
        "we": "we us our ours ourselves",
        "you": "you your yours yourself yourselves",
        "he": "he him his himself",
        "she": "she her hers herself",
        "it": "it its itself",
        "they": "they them their theirs themselves",
    }.items()
    for word in words.split()
}
POSSESSIVES = frozenset("my our your his her its their".split())
# Function words whose presence, absence or exchange changes what is said.
TURNING = frozenset(
    "or but against without before after only until despite because unless except instead rather than versus although "
    "though while whereas however yet still already again too even also just same other".split()
)
# Small words that say where, whence, for whom and by whom; those of one group may stand for each other.
PREPOSITIONS = frozenset("of to in on at by for with from into about over under up down out off as".split())
PREPOSITION_GROUPS = (
    {"in", "on", "at"},
    {"in", "into"},
    {"in", "of"},
    {"on", "about"},
    {"of", "for"},
    {"for", "to"},
)
QUESTION_WORDS = frozenset("who whom whose which what where why how".split())
QUESTION_WORD_GROUPS = ({"who", "whom", "which"}, {"what", "which"})
# Pairs of function words that are opposites.
OPPOSED = frozenset(
    frozenset(pair.split("/"))
    for pair in (
        "for/against with/without before/after above/below over/under in/out into/out on/off up/down to/from "
        "inside/outside more/less more/fewer most/least and/or first/last all/none always/never everyone/nobody "
        "everything/nothing everybody/nobody here/there now/then now/later yes/no ahead/behind towards/against toward/against "
        "since/until during/after during/before near/far many/few much/little some/no any/no every/no both/neither "
        "either/neither east/west north/south eastern/western northern/southern eastward/westward left/right man/woman "
        "men/women boy/girl boys/girls mother/father mothers/fathers son/daughter sons/daughters brother/sister "
        "brothers/sisters husband/wife king/queen his/her he/she him/her old/new day/night buy/sell bought/sold"
    ).split()
)
BE_PRESENT = frozenset("am is are 's 'm 're".split())
BE_PAST = frozenset("was were".split())
HAVE_PRESENT = frozenset("have has 've".split())
HAVE_PAST = frozenset("had".split())
BE_FORMS = BE_PRESENT | BE_PAST | {"be", "been", "being"}
TENSES = ((BE_PRESENT, BE_PAST), (HAVE_PRESENT, HAVE_PAST), (frozenset({"do", "does"}), frozenset({"did"})))
# Words a transcript has and a newspaper drops, and the other way round, without anything being said.
FILLER_WORDS = frozenset(
    "uh um er erm ah eh hmm mm uhm huh well so now okay ok oh hey look listen actually basically really just very quite "
    "literally honestly frankly simply kind sort like yeah yes please folks indeed".split()
)
# Those of them that say nothing only where they stand apart: "Well, we won", not "we fought well".
FILLERS_APART = frozenset("well now ok okay look listen hey oh like yeah yes please".split())
# "I think" is none of these: without it a guess becomes a claim.
FILLER_PHRASES = frozenset({("you", "know"), ("i", "mean"), ("sort", "of"), ("kind", "of")})
