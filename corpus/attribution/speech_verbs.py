"""The verbs that tell of speaking, with their forms."""

_IRREGULAR = {
    "said": "say", "says": "say", "told": "tell", "tells": "tell", "telling": "tell", "wrote": "write",
    "written": "write", "writing": "write", "spoke": "speak", "spoken": "speak", "thought": "think",
    "went": "go", "goes": "go", "gone": "go", "put": "put", "putting": "put", "read": "read", "sang": "sing",
    "swore": "swear", "shot": "shoot", "began": "begin", "beginning": "begin", "made": "make", "gave": "give",
    "given": "give", "found": "find", "heard": "hear", "saw": "see", "seen": "see", "knew": "know",
    "known": "know", "felt": "feel", "came": "come", "ran": "run", "running": "run", "sent": "send",
    "quipping": "quip", "quipped": "quip", "quitting": "quit", "shouted": "shout", "begged": "beg",
    "admitted": "admit", "admitting": "admit", "tweeted": "tweet", "tweets": "tweet", "laid": "lay",
    "hit": "hit", "hitting": "hit", "bragged": "brag", "bragging": "brag", "dubbed": "dub", "dubbing": "dub",
    "chided": "chide", "snapped": "snap", "snapping": "snap", "implied": "imply", "implies": "imply",
    "replied": "reply", "replies": "reply", "cried": "cry", "cries": "cry", "testified": "testify",
    "testifies": "testify", "clarified": "clarify", "clarifies": "clarify", "specified": "specify",
    "decried": "decry", "decries": "decry", "denied": "deny", "denies": "deny", "vilified": "vilify",
    "referred": "refer", "referring": "refer", "summed": "sum", "summing": "sum", "bet": "bet",
    "tutted": "tut", "understood": "understand", "meant": "mean", "sought": "seek", "rang": "ring",
    "held": "hold", "stuck": "stick", "struck": "strike", "fought": "fight", "broke": "break", "took": "take",
    "shrugged": "shrug", "shrugging": "shrug", "rapped": "rap", "ripped": "rip", "ripping": "rip",
    "slammed": "slam", "slamming": "slam", "equated": "equate", "blogged": "blog", "blogging": "blog",
    "commented": "comment", "emailed": "email", "e-mailed": "email", "texted": "text", "drawled": "drawl",
    "bade": "bid", "taught": "teach", "wept": "weep", "won": "win", "led": "lead", "left": "leave", "let": "let",
}  # fmt: skip

_SPEAK = (
    "say tell add ask write tweet note explain argue insist claim declare announce reply respond joke recall"
    " observe remark state suggest warn acknowledge admit concede stress emphasize emphasise reiterate continue"
    " conclude charge contend assert maintain caution complain lament muse predict proclaim promise pledge vow"
    " shout yell scream whisper mutter bellow plead urge read testify exclaim answer retort counter snap deadpan"
    " crow quip comment email text post repeat chant boast brag elaborate interject inquire wonder confess confirm"
    " deny affirm allege advise agree disagree assure remind recount relate report reveal disclose protest beg cry"
    " declaim denounce deplore bemoan decry fume gush hail implore intone jest grumble groan laugh murmur opine"
    " persist ponder preach pronounce propose quote rail rant rave reason rebut recommend retweet riff roar scoff"
    " signal sing sneer sniff speak speculate stammer surmise swear taunt tease thunder tout trumpet tut urge utter"
    " venture volunteer growl bark boom drawl blurt chime clarify counsel correct echo enthuse estimate exhort"
    " finish hint imply indicate interrupt invoke mention mumble object offer order outline request specify"
    " summarize summarise theorize theorise underline underscore warn weigh weep worry blog chuckle sigh smile"
    " shrug beam bluster cajole cheer chide cite coo credit croon demand describe dictate dismiss"
)
_NAME = (
    "call describe refer denounce slam blast criticize criticise mock dub label dismiss accuse blame characterize"
    " characterise condemn deride brand decry praise laud hail attack rip lambaste ridicule compare liken portray"
    " depict paint cast blame credit thank term deem rate rank quote cite defend tout lash hit bash chastise"
    " chide scold rebuke skewer assail excoriate berate belittle trash disparage disavow reject applaud commend"
    " welcome celebrate honor congratulate endorse fault knock needle pan savage scorch tag taunt title entitle name"
    " nickname"
)
_THINK = (
    "think believe feel hope know see want find show figure fear expect seem guess understand consider regard view"
    " love like hate prefer decide plan intend mean realize realise remember dream doubt imagine suspect worry"
    " wish need seek support oppose favor favour question challenge"
)
_DO = (
    "go put begin make give send release issue publish deliver launch point shoot fire sum open close end turn"
    " push offer speak talk address appear include feature carry hold wear raise express cast stand come run use"
    " sign file pen record broadcast air print deliver lay follow"
)


def _forms(verb: str) -> list[str]:
    stem = verb.removesuffix("e")
    if verb.endswith("y") and verb[-2] not in "aeou":
        return [verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    plural = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
    return [verb, plural, stem + "ed", stem + "ing"]


def _table() -> dict[str, tuple[str, str]]:
    table: dict[str, tuple[str, str]] = {}
    for kind, verbs in (("do", _DO), ("think", _THINK), ("name", _NAME), ("speak", _SPEAK)):
        for verb in verbs.split():
            for form in _forms(verb):
                table[form] = (verb, kind)
    for form, verb in _IRREGULAR.items():
        if verb in table:
            table[form] = table[verb]
    return table


CUES = _table()
"""From each form to its verb and kind: `speak` (said), `name` (called it), `think` (believes), `do` (released)."""

COMMON_CUES = frozenset(
    form
    for form, (verb, _) in CUES.items()
    if verb
    in {"say", "tell", "add", "ask", "write", "reply", "shout", "respond", "exclaim", "continue", "tweet"}
)
"""The forms that follow a quotation so often that they tell that its sentence goes on."""
