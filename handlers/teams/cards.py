"""A reply laid out as an Adaptive Card 1.5 (https://adaptivecards.io/explorer), the version Teams shows everywhere.

All words stand in runs of a `RichTextBlock`, in which Teams reads no Markdown, so that a quote with `**`, `[x](y)` or
`<at>` comes out as typed and calls nobody. Colours are the names of Teams' own styles: light, dark and high contrast
each have theirs, and the rating is said in words as well.
"""

import json
import re
from collections.abc import Iterable
from functools import partial
from html import escape

from handlers.messages import say
from handlers.ports.feedback import Reason
from handlers.replies import ui_text
from handlers.replies.actions import NOTHING, Action, Offer, choose_actions
from handlers.replies.links import permalink
from handlers.replies.reply import Attached, Link, Mark, Remark, Reply, Span, Tone, Wording
from handlers.replies.reply import plain as read_aloud
from handlers.replies.truncate import fit, head, plain
from handlers.teams.activities import Member

Block = dict[str, object]

MOST_BYTES = 25_000  # of a whole message; Teams refuses above 100 KB in UTF-16, some clients much earlier
DOCUMENT_BYTES = 11_000  # of a document within a card
MOST_CITED = 10  # citations in a message; Teams answers 400 to more
SPOKEN = 1_200  # characters that are read aloud
SHORT = 240  # characters on each side of a wording that are shown without a tap
CARD = "application/vnd.microsoft.card.adaptive"

_STYLES = {Tone.FOUND: "good", Tone.CAUTION: "warning", Tone.ABSENT: "attention", Tone.UNKNOWN: "emphasis"}


def message(reply: Reply, offer: Offer = NOTHING) -> Block:
    """Return a message with the answer's card, and its sources as citations."""
    return fit(reply, partial(_message, offer=offer), lambda laid_out: size(laid_out) <= MOST_BYTES)


def card(reply: Reply, offer: Offer = NOTHING) -> Block:
    """Return the answer's card by itself."""
    return fit(reply, partial(_card, offer=offer), lambda laid_out: size(laid_out) <= MOST_BYTES - 5_000)


def combine(replies: tuple[Reply, ...]) -> Block:
    """Return all answers in one card, for places that take only one; answers that do not fit are named."""
    if len(replies) == 1:
        return card(replies[0])
    room = MOST_BYTES - 5_000
    body: list[Block] = []
    for n, reply in enumerate(replies):
        answer = fit(reply, _set_apart, lambda laid_out: size(laid_out) <= room // len(replies))
        if body and size({"body": [*body, answer]}) > room:
            body += [_rich(_run(ui_text.more_answers(len(replies) - n))), *map(_named, replies[n:])]
            break
        body.append(answer)
    return framed(body, [], "\n".join(f"{reply.headline}. {reply.question}" for reply in replies))


def _set_apart(reply: Reply) -> Block:
    actions = _actions(reply, NOTHING)
    shown = [*_body(reply), *([{"type": "ActionSet", "actions": actions}] if actions else [])]
    return {"type": "Container", "separator": True, "spacing": "ExtraLarge", "items": shown}


def _named(reply: Reply) -> Block:
    return _rich(_run(f"• “{head(plain(reply.question), 80)}”"))


def note(*sentences: str) -> Block:
    """Return a message of plain sentences of our own."""
    return {"type": "message", "textFormat": "plain", "text": "\n".join(sentences)}


def plain_message(reply: Reply) -> Block:
    """Return the answer in plain words, for where Teams refuses its card."""
    return note(head(read_aloud(reply), 8_000))


def mention_message(people: tuple[Member, ...], who: Member, does: str) -> Block:
    """Return a message that calls people by name, and says who does what: "Ann asks a person to look at this answer"."""
    mentions = {f"<at>{_called(one)}</at>": one for one in (*people, who)}
    entities = [
        {"type": "mention", "text": text, "mentioned": {"id": one.id, "name": _called(one)}}
        for text, one in mentions.items()
    ]
    text = f"{' '.join(mentions)} {does}"
    return {"type": "message", "textFormat": "xml", "text": text, "entities": entities}


def _called(person: Member) -> str:
    """Return a name that stands in a mention: no markup, so that it calls this one and nobody else."""
    return " ".join(re.sub(r"[<>&*_`\[\]()#~|\\]", " ", head(plain(person.name), 80)).split()) or say(
        "chats.somebody"
    )


def attach(content: Block) -> Block:
    """Return a card as an attachment."""
    return {"contentType": CARD, "content": content}


def dialog(replies: tuple[Reply, ...]) -> Block:
    """Return what the dialog of the message action shows: the answers, and a button that posts them; or that it takes longer."""
    post: Block = {"type": "Action.Submit", "title": say("chats.post"), "data": {"verb": "post"}}
    if not replies:
        return framed([_rich(_run(say("chats.longer")))], [post], say("chats.longer"))
    content = combine(replies)
    shown = content.get("actions")
    return {**content, "actions": [post, *(shown if isinstance(shown, list) else [])]}


def sentence(text: str) -> Block:
    """Return a card with a sentence of our own, for a dialog."""
    return framed([_rich(_run(text))], [], text)


def invitation(text: str, url: str) -> Block:
    """Return a card with a sentence of our own and a button that leads to an address of ours."""
    return framed([_rich(_run(text))], [_open(Link(say("chats.page"), url))], text)


def first_contact(name: str) -> Block:
    """Return the card that teaches by example, sent once to a conversation that we come into."""
    first, *examples = ui_text.help_lines()
    body = [
        _rich(_run(f"👋 {name}", weight="Bolder", size="Large")),
        _rich(_run(first)),
        *(_rich(_run(example)) for example in examples),
        _rich(_run(say("chats.teams_action"))),
    ]
    content = framed(body, [], f"{first} {say('chats.teams_action')}")
    return {"type": "message", "attachments": [attach(content)], "summary": name}


def size(laid_out: Block) -> int:
    """Bytes of a message as it is sent."""
    return len(json.dumps(laid_out, ensure_ascii=False, separators=(",", ":")).encode())


def citations(reply: Reply) -> list[Block]:
    """Return the sources of an answer, each once, with the exact words (https://schema.org/Claim)."""
    wordings = (*((reply.wording,) if reply.wording else ()), *reply.parts, *reply.others)
    found: dict[str, Block] = {}
    for wording in wordings:
        for link in wording.links:
            found.setdefault(link.url, _appearance(wording, link))
    return [
        {"@type": "Claim", "position": n, "appearance": appearance}
        for n, appearance in enumerate(list(found.values())[:MOST_CITED], 1)
    ]


def _appearance(wording: Wording, link: Link) -> Block:
    words = "".join(span.text for span in wording.spans if span.mark is Mark.MATCHED) or wording.heading
    name = head(link.label, 80) or say("chats.source")
    return {"@type": "DigitalDocument", "name": name, "url": link.url, "abstract": head(words, 160)}


def _message(reply: Reply, offer: Offer) -> Block:
    cited = citations(reply)
    laid_out: Block = {
        "type": "message",
        "attachments": [attach(_card(reply, offer))],
        "summary": head(f"{reply.icon} {reply.headline}".strip(), 200),
    }
    if cited:
        marks = " ".join(f"[{n}]" for n in range(1, len(cited) + 1))
        laid_out["text"] = f"{say('chats.sources')}: {marks}"
        entity: Block = {
            "type": "https://schema.org/Message",
            "@type": "Message",
            "@context": "https://schema.org",
        }
        laid_out["entities"] = [{**entity, "@id": "", "citation": cited}]
    return laid_out


def _card(reply: Reply, offer: Offer) -> Block:
    return framed(_body(reply), _actions(reply, offer), read_aloud(reply))


def _body(reply: Reply) -> list[Block]:
    shown = reply.wording
    body = [
        _banner(reply),
        _rich(*_asked(reply)),
        _rich(_run(reply.summary)),
        _rich(_linked(reply.earlier)) if reply.earlier else {},
        *(_wording(shown, SHORT) if shown else ()),
        *(block for part in reply.parts for block in _wording(part, SHORT)),
        *_differences(reply),
        *(_rich(_run(f"• {note}")) for note in reply.notes),
        *_listing(say("chats.related"), reply.related),
        *_remarks(reply.remarks),
        _small(reply.reviewed),
        _rich(_run(reply.coverage, isSubtle=True, size="Small")),
    ]
    return [block for block in body if block]


def framed(body: list[Block], actions: list[Block], spoken: str) -> Block:
    """Return a card of these elements; `spoken` is read aloud, and shown where a client has no cards."""
    content: Block = {
        "type": "AdaptiveCard",
        "$schema": "https://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "msteams": {"width": "full"},
        "speak": escape(head(spoken, SPOKEN), quote=False),
        "fallbackText": head(spoken, SPOKEN),
        "body": body,
    }
    return {**content, "actions": actions} if actions else content


def _banner(reply: Reply) -> Block:
    title = _rich(_run(f"{reply.icon} {reply.headline}".strip() or "…", weight="Bolder", size="Large"))
    style = _STYLES[reply.tone]
    return {"type": "Container", "style": style, "bleed": True, "items": [title]}


def _asked(reply: Reply) -> list[Block]:
    if not reply.question.strip():
        return []
    by = f" — {reply.speaker}" if reply.speaker else ""
    return [_run(f"“{head(reply.question, 600)}”", italic=True), _run(by)]


def _wording(wording: Wording, side: int) -> list[Block]:
    """Return the source's words, where they come from, and links that lead there; Teams would cut a button off at a long host."""
    facts = " · ".join(fact for fact in wording.facts if fact)
    words = [_span(span) for span in _near(wording.spans, side)]
    quote: Block = {"type": "Container", "style": "emphasis", "items": [_rich(*words), _small(f"— {facts}")]}
    links = [run for link in wording.links[:3] for run in (_run(" · "), _linked(link))]
    return [
        _rich(_run(wording.heading, weight="Bolder")),
        quote if words else _small(f"— {facts}"),
        _rich(*links[1:]),
    ]


def _near(spans: tuple[Span, ...], side: int) -> list[Span]:
    """Return the matched words with a little on each side; the rest is under "Context"."""
    marked = [at for at, span in enumerate(spans) if span.mark is not Mark.PLAIN]
    if not marked:
        return list(spans)
    before = "".join(span.text for span in spans[: marked[0]])
    after = "".join(span.text for span in spans[marked[-1] + 1 :])
    inside = spans[marked[0] : marked[-1] + 1]
    return [Span(head(before[::-1], side)[::-1]), *inside, Span(head(after, side))]


def _listing(label: str, wordings: tuple[Wording, ...]) -> list[Block]:
    return [_rich(_run(label, weight="Bolder")), *map(_item, wordings)] if wordings else []


def _remarks(remarks: tuple[Remark, ...]) -> list[Block]:
    """Return what fact-checkers wrote, set apart by a line from what the record holds."""
    if not remarks:
        return []
    title = {**_rich(_run(say("chats.reviews"), weight="Bolder")), "separator": True}
    return [
        title,
        *(
            _rich(_run(f"• {one.text}"), *([_run(" "), _linked(one.link)] if one.link else []))
            for one in remarks
        ),
    ]


def _item(wording: Wording) -> Block:
    facts = " · ".join(fact for fact in wording.facts if fact)
    links = [run for link in wording.links for run in (_run(" · "), _linked(link))]
    heading = _run(f"{wording.heading}: " if wording.heading else "", weight="Bolder")
    return _rich(heading, _run("“"), *map(_span, wording.spans), _run(f"” — {facts}"), *links)


def _differences(reply: Reply) -> list[Block]:
    changes = [_rich(_run(f"• {change}")) for change in reply.changes]
    if not reply.differences:
        return changes
    title = _rich(
        _run(say("chats.differences"), weight="Bolder"), _run(f"  {say('chats.legend')}", isSubtle=True)
    )
    return [title, _rich(*map(_span, reply.differences)), *changes]


# No colours: the green of Teams is faint on white, its red on black.
_MARKS: dict[Mark, dict[str, object]] = {
    Mark.PLAIN: {},
    Mark.MATCHED: {"weight": "Bolder"},
    Mark.REMOVED: {"strikethrough": True},
    Mark.ADDED: {"weight": "Bolder"},
}


# At most six stand in the row, as many as Teams shows; the others behind its “…”.
_ORDER = (Action.FEEDBACK, Action.WATCH, Action.PERSON, Action.BRIEF, Action.AGAIN, Action.PAGE)


def _actions(reply: Reply, offer: Offer) -> list[Block]:
    """Draw what opens within the card, then the actions under the answer."""
    chosen = choose_actions(reply, offer)
    actions = [
        _more(say("chats.context"), _whole(reply)),
        _more(say("chats.others"), list(map(_item, reply.others))),
    ]
    actions.append(_more(say("chats.whole_brief"), _document(reply.attached)) if reply.attached else {})
    if Action.SHARE in chosen:
        actions.insert(0, {**_execute(say("chats.share"), "share", {"id": reply.id}), "style": "positive"})
    drawn = [button for action in _ORDER if action in chosen for button in _draw(action, reply, offer)]
    return [action for action in (*actions, *drawn) if action]


def _draw(action: Action, reply: Reply, offer: Offer) -> list[Block]:
    kept: Block = {"id": reply.again or reply.id}
    if action is Action.FEEDBACK:
        up = {**_execute("👍", "feedback", {**kept, "up": True}), "tooltip": say("chats.right")}
        return [up, _complaint(reply.id)]
    if action is Action.PAGE:
        address = Link(say("chats.page"), permalink(offer.page, reply.id))
        page = ask_dialog(say("chats.page"), {"verb": "page", **kept}) if offer.invite else _open(address)
        return [{**page, "mode": "secondary"}]
    verb, key = _BUTTONS[action]
    secondary = action in (Action.BRIEF, Action.AGAIN) and not reply.again
    return [{**_execute(say(key), verb, kept), **({"mode": "secondary"} if secondary else {})}]


_BUTTONS = {
    Action.WATCH: ("watch", "thread.watch_button"),
    Action.PERSON: ("person", "chats.ask_person"),
    Action.BRIEF: ("brief", "chats.brief"),
    Action.AGAIN: ("again", "thread.check_again"),
}


def _whole(reply: Reply) -> list[Block]:
    """Return the passage around the wording, where the card does not show all of it."""
    spans = reply.wording.spans if reply.wording else ()
    if "".join(span.text for span in spans) == "".join(span.text for span in _near(spans, SHORT)):
        return []
    return [_rich(*map(_span, spans))]


def _document(attached: Attached) -> list[Block]:
    """Return a document by its sections, as much of it as a card holds; what is left out is said."""
    body: list[Block] = []
    for heading, lines in attached.sections:
        body.append(_rich(_run(heading, weight="Bolder", size="Medium")))
        for line in lines:
            body.append(_rich(_run(head(line, 1_000))))
            if size({"body": body}) > DOCUMENT_BYTES:
                return [*body, _small(say("chats.shortened"))]
    return body


def _more(title: str, body: list[Block]) -> Block:
    return {"type": "Action.ShowCard", "title": title, "card": _inner(body)} if body else {}


def _inner(body: list[Block], actions: Iterable[Block] = ()) -> Block:
    inner: Block = {"type": "AdaptiveCard", "version": "1.5", "body": body}
    return {**inner, "actions": list(actions)} if actions else inner


def _complaint(id_: str) -> Block:
    choices = [{"title": reason.value, "value": reason.value} for reason in Reason]
    ask: Block = {"type": "Input.ChoiceSet", "id": "reason", "style": "expanded", "choices": choices}
    send = _execute(say("chats.send"), "feedback", {"id": id_, "up": False})
    return {
        "type": "Action.ShowCard",
        "title": "👎",
        "tooltip": say("chats.wrong"),
        "card": _inner([{**ask, "label": say("chats.wrong")}], [send]),
    }


def _execute(title: str, verb: str, data: Block) -> Block:
    return {"type": "Action.Execute", "title": title, "verb": verb, "data": data}


def ask_dialog(title: str, data: Block) -> Block:
    """Return a button that opens a dialog, which we fill when it is pressed."""
    return {"type": "Action.Submit", "title": title, "data": {**data, "msteams": {"type": "task/fetch"}}}


def _open(link: Link) -> Block:
    return {"type": "Action.OpenUrl", "title": head(plain(link.label) or link.url, 80), "url": link.url}


def _linked(link: Link) -> Block:
    action: Block = {"type": "Action.OpenUrl", "url": link.url}
    return {**_run(link.label or link.url, color="Accent", underline=True), "selectAction": action}


def _span(span: Span) -> Block:
    return _run(span.text, **_MARKS[span.mark])


def _run(text: str, **style: object) -> Block:
    # "{{DATE(…)}}" would be replaced by the card's renderer; a space of no width between the braces prevents it.
    return {"type": "TextRun", "text": text.replace("{{", "{\u200b{"), **style}


def paragraph(text: str, **style: object) -> Block:
    """Return a paragraph of our own words."""
    return _rich(_run(text, **style))


def _small(text: str) -> Block:
    return _rich(_run(text, isSubtle=True, size="Small"))


def _rich(*runs: Block) -> Block:
    kept = [run for run in runs if run.get("text")]
    return {"type": "RichTextBlock", "inlines": kept} if kept else {}
