"""Answers guests without any model: intents by example, tasks by rules, facts in the hotel's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from jack.llm.base import Embed
from jack.llm.local import NAME, stay
from jack.llm.local import intents as local_intents
from jack.llm.local.excerpts import Split, choose, excerpt, shortened
from jack.llm.local.intents import Part, Reading, read
from jack.llm.local.likes import likes, only_likes
from jack.llm.local.wishes import Wish, is_wish, quoted, reply, wishes
from jack.model.answers import (
    Classification,
    Draft,
    EscalationProposal,
    Intent,
    Question,
    Sentiment,
    StayAccess,
)
from jack.model.asked import asked_for
from jack.model.concepts import concepts
from jack.model.intents import UNCLEAR, spec
from jack.model.knowledge import Passage
from jack.model.languages import parse
from jack.model.messages import Source
from jack.model.moods import is_angry
from jack.model.orders import asks_after_others, is_for_a_machine
from jack.model.phrases import Phrase, safety_text, say
from jack.model.preferences import PreferenceName
from jack.model.questions import MARKS, is_question
from jack.model.safety import (
    Emergency,
    asks_for_human,
    asks_if_human,
    emergency,
    exaggerates,
    only_looks_dangerous,
    praises_in_danger,
)
from jack.model.settled import is_settled
from jack.model.tasks import Department, Priority, TaskKind, TaskProposal

HUMAN_REQUEST = "other.human_request"
OFF_TOPIC = "other.off_topic"
QUESTION = Intent("inquiry.general", 0.0)
PRAISE = Intent("feedback.praise", 0.99)
REMARK = Intent("other.acknowledgment", 0.99)
DANGERS = ("emergency.", "complaint.safety")
DANGER_THRESHOLD = 0.88
"""Surer than that a person is needed: "I have a cold, can I get hot tea" is none for an ambulance. What is
said in words of danger is known by the rules, which ask for no likelihood."""

ORDINARY = (
    "request.service.",
    "request.concierge.",
    "request.dining.",
    "inquiry.amenity",
    "inquiry.dining",
)
ORDINARY_THRESHOLD = 0.75
"""Who is in danger asks for no pillow: beside so sure a wish, what only sounds like danger explains it
("I broke my leg, is there a lift?"). The rules for danger are asked before, and see what is real."""

HUMAN_THRESHOLD = 0.60
SURE_PASSAGE = 0.85
"""A passage that fits this well answers a message even if it looks like small talk."""

OF_A_BOOKING = frozenset({"invoice", "checkin", "checkout", "cancel"})
"""Things whose price or time may be a matter of the guest's own booking."""

SMALL_TALK = {
    "other.greeting": Phrase.GREETING,
    "other.farewell": Phrase.FAREWELL,
    "other.thanks": Phrase.THANKS,
    "other.acknowledgment": Phrase.ACKNOWLEDGED,
    "other.identity": Phrase.ARE_YOU_HUMAN,
    "feedback.praise": Phrase.FEEDBACK_THANKS,
    "feedback.suggestion": Phrase.FEEDBACK_THANKS,
    UNCLEAR: Phrase.UNCLEAR,
    OFF_TOPIC: Phrase.OFF_TOPIC,
}


def load() -> int:
    """Read the weights, once; how many intents they know."""
    return len(local_intents.load().names)


@dataclass(frozen=True, slots=True)
class Answering:
    """What `jack.llm.local.provider` does once its rules and weights are loaded.

    `threshold` is the least passage score that counts as an answer; `split` cuts into sentences.
    """

    embed: Embed
    split: Split
    threshold: float

    async def answer(self, question: Question) -> Draft:
        reading = _calmed(await read(question.text, self.embed, self.split), question.text)
        said = self.split(question.text)
        draft = (
            self._handed_over(question, reading)
            or self._told_what_it_is(question, reading)
            or self._danger(question, reading)
            or self._noted(question, said)
            or await self._helped(question, reading)
        )
        return replace(
            draft,
            preferences=tuple(likes(said)),
            text=shortened(draft.text, question.max_chars, self.split),
            sentiment=_sentiment(draft.intents, question.text),
        )

    async def classify(self, text: str, language: str) -> Classification:
        """Intents, sentiment and dangers of a text on its own."""
        reading = _calmed(await read(text, self.embed, self.split), text)
        danger = emergency(text)
        return Classification(
            intents=reading.intents,
            language=language,
            sentiment=_sentiment(reading.intents, text),
            asks_for_human=asks_for_human(text),
            emergency=danger.value if danger else None,
        )

    def _handed_over(self, question: Question, reading: Reading) -> Draft | None:
        """The guest wants a person; what else they surely want is passed on with it."""
        by_words = asks_for_human(question.text)
        by_example = any(
            part.intent.name == HUMAN_REQUEST and part.intent.confidence >= HUMAN_THRESHOLD
            for part in reading.parts
        )
        if not by_words and not by_example:
            return None
        found = self._wishes(question, reading)
        words = [reply(found, question.language, question.stay)] if found else []
        known = next((i.confidence for i in reading.intents if i.name == HUMAN_REQUEST), 0.0)
        asked = Intent(HUMAN_REQUEST, 0.99 if by_words else known)
        others = tuple(intent for intent in reading.intents if intent.name != HUMAN_REQUEST)
        return self._draft(
            question,
            " ".join([*words, say(Phrase.HANDOVER, question.language)]),
            (asked, *others),
            asked.confidence,
            tasks=tuple(wish.task for wish in found),
            escalation=EscalationProposal(("human_request",), Priority.HIGH),
        )

    def _told_what_it_is(self, question: Question, reading: Reading) -> Draft | None:
        """R7: whoever asks whether a machine is writing gets the truth."""
        if not asks_if_human(question.text) or self._wishes(question, reading):
            return None
        text = say(Phrase.ARE_YOU_HUMAN, question.language)
        return self._draft(question, text, (Intent("other.identity", 0.99),), 0.99)

    def _noted(self, question: Question, said: Sequence[str]) -> Draft | None:
        """Who only says what they like hears that it is noted; an allergy is for people to heed."""
        told = [text for text in said if not _is_greeting(text)]
        if not only_likes(told):
            return None
        tasks = tuple(
            TaskProposal(
                department=Department.FRONT_DESK,
                title=f"Allergy: {liked.value}",
                room=question.stay.room if question.stay else None,
                note=" ".join(question.text.split())[:500],
            )
            for liked in likes(told)
            if liked.name is PreferenceName.ALLERGY
        )
        text = say(Phrase.PREFERENCE_NOTED, question.language)
        noted = (Intent("other.acknowledgment", 0.99),)
        return self._draft(question, text, noted, 0.99, tasks=tasks)

    async def _helped(self, question: Question, reading: Reading) -> Draft:
        """Requests and complaints to staff, answers from the hotel's entries, or a hand-over."""
        reading = self._with_known_answers(question, reading)
        reading = self._without_a_spa(question, reading)
        found = self._wishes(question, reading)
        reasons = tuple(_reasons(reading.parts))
        private = [part for part in reading.parts if stay.is_private(part)]
        told = stay.told(question, reading.parts)
        asked = self._questions(question, reading, is_helped=bool(found or reasons or private))
        if not found and not reasons and not asked and not private:
            return self._small_talk(question, reading)

        words = [reply(found, question.language, question.stay)] if found else []
        words += [" ".join(told)] if told else []
        passages = self._passages(question, reading, asked, found)
        words += await self._answers(question, passages)
        unknown = self._unknown(question, asked, passages)
        own_link = stay.link(question, reading.parts) if told or private else None
        words += [own_link] if own_link else []
        if private and not told and not own_link:
            phrase, reason = _NO_STAY[question.stay_access]
            words.append(say(phrase, question.language))
            reasons += (reason,) if reason else ()
        elif _must_prove(question, found):
            words.append(say(Phrase.VERIFY_FIRST, question.language))
        if asked and not passages and not told:
            words.append(say(Phrase.NOT_FOUND, question.language))
            reasons += ("no_answer",)
        elif unknown:
            what = quoted(unknown, question.language)
            words.append(say(Phrase.NOT_FOUND_ABOUT, question.language, what=what))
            reasons += ("no_answer",)
        elif reasons and not words:
            words.append(say(Phrase.HANDOVER, question.language))
        tasks = tuple(wish.task for wish in found)
        return self._draft(
            question,
            "\n\n".join(words),
            _intents(reading, found, is_answered=bool(passages or told)),
            self._confidence(question, reading, asked, passages, is_told=bool(told)),
            answered=bool(passages or told),
            sources=(
                *((stay.source(question),) if told else ()),
                *(_source(passage) for passage in passages),
            ),
            tasks=tasks,
            escalation=_escalation(reasons, reading),
        )

    def _wishes(self, question: Question, reading: Reading) -> list[Wish]:
        wanted = [part for part in reading.parts if is_wish(part, question.language)]
        stay_room = question.stay.room if question.stay else None
        found = wishes(wanted, question.text, question.language, stay_room)
        return found if self._has_spa(question) else [_at_the_desk(wish) for wish in found]

    def _has_spa(self, question: Question) -> bool:
        """Whether an entry about what is asked for tells that there is one."""
        return any(passage.score >= self.threshold for passage in question.passages)

    def _without_a_spa(self, question: Question, reading: Reading) -> Reading:
        """Whether there are massages is a question, where no entry tells of them."""
        if self._has_spa(question):
            return reading
        asked = [
            part
            for part in reading.parts
            if spec(part.intent.name).department is Department.SPA
            and _looks_like_question(part, question.text)
        ]
        return _with_questions(reading, asked)

    def _danger(self, question: Question, reading: Reading) -> Draft | None:
        """R10, where the words of the rules were not used but the meaning is near."""
        for part in reading.parts:
            family, _, kind = part.intent.name.partition(".")
            if family == "emergency" and part.intent.confidence >= DANGER_THRESHOLD:
                country = question.hotel.country
                return self._draft(
                    question,
                    safety_text(Emergency(kind), question.language, country=country),
                    reading.intents,
                    part.intent.confidence,
                    tasks=tuple(wish.task for wish in self._wishes(question, reading)),
                    escalation=EscalationProposal(("emergency",), Priority.URGENT),
                )
        return None

    def _questions(self, question: Question, reading: Reading, *, is_helped: bool) -> list[str]:
        """The parts that ask for information, or for what nobody can tell.

        Beside a request only what looks like a question is one: the rest explains the request.
        """
        asked = []
        for part in reading.parts:
            row = spec(part.intent.name)
            if is_wish(part, question.language) or _needs_person(part) or stay.is_private(part):
                continue
            if row.family in ("other", "feedback") and not self._is_worth_a_look(question, part):
                continue
            if is_helped and not _looks_like_question(part, question.text):
                continue
            asked.append(part.text)
        return asked

    def _is_worth_a_look(self, question: Question, part: Part) -> bool:
        """Small talk that may be a question after all; one that names a thing of hotels always is."""
        if part.intent.name == UNCLEAR and concepts(part.text):
            return True
        best = max((passage.score for passage in question.passages), default=0.0)
        if not _is_sure(part):
            return part.intent.name != UNCLEAR or best >= self.threshold
        return part.intent.name in (OFF_TOPIC, UNCLEAR) and best >= SURE_PASSAGE

    def _with_known_answers(self, question: Question, reading: Reading) -> Reading:
        """Parts that sound like a request or like one's own booking, and ask for a price or a time
        that an entry tells, are questions: "are towels included?" orders none."""
        told = [part for part in reading.parts if self._is_told_by_an_entry(question, part)]
        return _with_questions(reading, told)

    def _is_told_by_an_entry(self, question: Question, part: Part) -> bool:
        is_request = spec(part.intent.name).kind is TaskKind.REQUEST
        is_order = is_request and part.intent.name.startswith("request.")
        things = concepts(part.text) - OF_A_BOOKING
        if not things or not (is_order or stay.is_private(part)):
            return False
        likely = max((each.score for each in _found_for(part.text, question.passages)), default=0.0)
        return likely >= SURE_PASSAGE and bool(asked_for(part.text))

    def _passages(
        self, question: Question, reading: Reading, asked: Sequence[str], found: Sequence[Wish]
    ) -> list[Passage]:
        """What answers the questions; beside a request put as a question what it is about, too."""
        chosen = choose(question.passages, self.threshold, question.language)
        if asked:
            return chosen
        if not found or not any(
            _looks_like_question(part, question.text) for part in reading.parts
        ):
            return []
        things = concepts(question.text)
        sure = [passage for passage in chosen if passage.score >= SURE_PASSAGE]
        return [passage for passage in sure if things & concepts(passage.title)][:1]

    def _unknown(
        self, question: Question, asked: Sequence[str], passages: Sequence[Passage]
    ) -> list[str]:
        """The questions of a message that nothing answers, where another was answered."""
        parts = dict.fromkeys(each.asked for each in question.passages if each.asked)
        answered = {each.asked for each in passages}
        return [
            part
            for part in parts
            if part not in answered
            and part in asked
            and _looks_like_question(Part(part, QUESTION), question.text)
        ]

    async def _answers(self, question: Question, passages: Sequence[Passage]) -> list[str]:
        """The entries' sentences, led in when they are not in the guest's language (R9)."""
        if not passages:
            return []
        found = [
            await excerpt(each.asked or question.text, each, self.embed, self.split)
            for each in passages
        ]
        is_foreign = any(parse(each.language) != parse(question.language) for each in passages)
        phrase = Phrase.FOUND_OTHER_LANGUAGE if is_foreign else Phrase.FOUND
        lead = say(phrase, question.language)
        return ["\n".join([lead, *found] if lead else found)]

    def _confidence(
        self,
        question: Question,
        reading: Reading,
        asked: Sequence[str],
        passages: Sequence[Passage],
        *,
        is_told: bool,
    ) -> float:
        """How sure the weakest part of the draft is: an intent's likelihood, or a passage's fit.

        The fit is put on the scale of the topic thresholds: the least score that is an answer
        becomes the least confidence that a question of information asks for.
        """
        sure = [
            part.intent.confidence
            for part in reading.parts
            if is_wish(part, question.language) or _needs_person(part) or stay.is_private(part)
        ]
        if is_told and not passages:
            sure.append(max(part.intent.confidence for part in reading.parts))
        elif asked:
            offered = passages or question.passages
            score = max((passage.score for passage in offered), default=0.0)
            least = spec(QUESTION.name).threshold
            if score >= self.threshold:
                share = (score - self.threshold) / max(1.0 - self.threshold, 1e-6)
                sure.append(least + (1.0 - least) * share)
            else:
                sure.append(least * score / self.threshold)
        return min(sure)

    def _small_talk(self, question: Question, reading: Reading) -> Draft:
        part = reading.parts[0]
        phrase = SMALL_TALK.get(part.intent.name, Phrase.UNCLEAR)
        text = say(phrase, question.language)
        return self._draft(question, text, reading.intents, part.intent.confidence)

    def _draft(
        self,
        question: Question,
        text: str,
        intents: tuple[Intent, ...],
        confidence: float,
        *,
        answered: bool = False,
        sources: tuple[Source, ...] = (),
        tasks: tuple[TaskProposal, ...] = (),
        escalation: EscalationProposal | None = None,
    ) -> Draft:
        return Draft(
            text=text,
            language=question.language,
            intents=intents,
            confidence=round(confidence, 4),
            answered=answered,
            provider=NAME,
            sources=sources,
            tasks=tasks,
            escalation=escalation,
        )


_NO_STAY: dict[StayAccess, tuple[Phrase, str]] = {
    StayAccess.KNOWN: (Phrase.NOT_FOUND, "no_answer"),
    StayAccess.NONE: (Phrase.NOT_FOUND, "no_answer"),
    StayAccess.UNPROVEN: (Phrase.VERIFY_FIRST, ""),
    StayAccess.STALE: (Phrase.STAY_STALE, "stale_stay"),
}
"""What is said, and why a person is called, where a stay is asked for and cannot be told."""


def _calmed(reading: Reading, text: str) -> Reading:
    """The reading without what rules know better: sentences about danger, about a machine's rules,
    about other guests or about what was mended are near to wishes, whatever they say."""
    is_harmless = only_looks_dangerous(text)
    is_ordinary = any(
        part.intent.name.startswith(ORDINARY) and part.intent.confidence >= ORDINARY_THRESHOLD
        for part in reading.parts
    )

    def calmed(part: Part) -> Part:
        if is_for_a_machine(part.text):
            return replace(part, intent=Intent(OFF_TOPIC, 0.99))
        is_praise = is_harmless and praises_in_danger(part.text)
        if is_praise and not _looks_like_question(part, text):
            return replace(part, intent=PRAISE)
        if spec(part.intent.name).kind is not None and is_settled(part.text, text):
            return replace(part, intent=PRAISE)
        is_danger = part.intent.name.startswith(DANGERS)
        if is_danger and (is_harmless or exaggerates(part.text)):
            return _as_question(part)
        if is_ordinary and part.intent.name.startswith("emergency."):
            return replace(part, intent=REMARK)
        return _as_question(part) if asks_after_others(part.text) else part

    parts = tuple(calmed(part) for part in reading.parts)
    if parts == reading.parts and not is_harmless:
        return reading
    gone = {old.intent.name for old, new in zip(reading.parts, parts, strict=True) if old != new}
    new = dict.fromkeys(part.intent for part in parts if part not in reading.parts)
    kept = [
        intent
        for intent in reading.intents
        if intent.name not in gone and not (is_harmless and intent.name.startswith(DANGERS))
    ]
    return replace(reading, parts=parts, intents=(*kept, *new) or (QUESTION,))


def _with_questions(reading: Reading, asked: Sequence[Part]) -> Reading:
    """The reading, with some of its parts taken as questions."""
    if not asked:
        return reading
    parts = tuple(_as_question(part) if part in asked else part for part in reading.parts)
    names = {part.intent.name for part in asked}
    surest = max((_as_question(part).intent for part in asked), key=lambda each: each.confidence)
    others = tuple(intent for intent in reading.intents if intent.name not in names)
    return replace(reading, parts=parts, intents=(surest, *others))


def _at_the_desk(wish: Wish) -> Wish:
    """Not every hotel has a spa; the desk knows."""
    if wish.task.department is not Department.SPA:
        return wish
    return replace(wish, task=replace(wish.task, department=Department.FRONT_DESK))


def _as_question(part: Part) -> Part:
    return replace(part, intent=replace(QUESTION, confidence=part.intent.confidence))


def _found_for(part: str, passages: Sequence[Passage]) -> list[Passage]:
    """The passages that were looked up for a part, or for the whole message."""
    return [passage for passage in passages if passage.asked in ("", part)]


def _must_prove(question: Question, found: Sequence[Wish]) -> bool:
    """R6: a wish about a booking is passed on, and whose it is has to be proven."""
    is_about_booking = any(wish.task.kind is TaskKind.APPROVAL for wish in found)
    return is_about_booking and question.stay_access is StayAccess.UNPROVEN


def _is_greeting(text: str) -> bool:
    """A word or two before what is meant."""
    return (
        len(text.split()) <= 2
        and text.rstrip().endswith(("!", ",", "！"))
        and not any(likes([text]))
    )


def _is_sure(part: Part) -> bool:
    return part.intent.confidence >= spec(part.intent.name).threshold


def _needs_person(part: Part) -> bool:
    """Topics a machine never settles: bookings, money, rude staff, safety."""
    return spec(part.intent.name).always_human and _is_sure(part)


def _reasons(parts: Sequence[Part]) -> Iterator[str]:
    if any(_needs_person(part) for part in parts):
        yield "always_human"


def _escalation(reasons: tuple[str, ...], reading: Reading) -> EscalationProposal | None:
    if not reasons:
        return None
    urgent = [spec(part.intent.name).priority for part in reading.parts if _needs_person(part)]
    order = tuple(Priority)
    priority = min([Priority.STANDARD, *urgent], key=order.index)
    return EscalationProposal(reasons, priority, Department.FRONT_DESK.value)


def _looks_like_question(part: Part, text: str) -> bool:
    if is_question(part.text):
        return True
    after = text[text.find(part.text) + len(part.text) :].lstrip()
    return after.startswith(MARKS)


def _intents(reading: Reading, found: Sequence[Wish], *, is_answered: bool) -> tuple[Intent, ...]:
    """The reading's intents; what was answered instead of done was a question first of all."""
    top = reading.intents[0]
    if not is_answered or found or spec(top.name).family == QUESTION.name.split(".")[0]:
        return reading.intents
    return (replace(QUESTION, confidence=top.confidence), *reading.intents)


def _sentiment(intents: Sequence[Intent], text: str) -> Sentiment:
    """A plain report of what is broken is no bad mood; anger and rude staff are."""
    names = [intent.name for intent in intents if intent.confidence >= 0.5]
    if is_angry(text) or "complaint.service" in names:
        return Sentiment.NEGATIVE
    if any(name in ("feedback.praise", "other.thanks") for name in names):
        return Sentiment.POSITIVE
    return Sentiment.NEUTRAL


def _source(passage: Passage) -> Source:
    return Source(
        "entry", str(passage.entry_id), passage.version, passage.title, round(passage.score, 4)
    )
