"""Which language a text is in."""

from __future__ import annotations

import functools
import logging
import threading
from typing import Any

from jack.model.languages import (
    Language,
    by_common_words,
    by_script,
    is_language_neutral,
    no_guest_language,
)

log = logging.getLogger(__name__)

MIN_LETTERS = 15
"""Below this the statistical detector guesses ("hola" comes out English)."""

MIN_OWN_LETTERS = 5
"""A Greek letter among numbers ("5 µ") changes no conversation's language."""

SURE = 0.9


_loading = threading.Lock()


@functools.cache
def _detector() -> Any:
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

    detector = LanguageIdentifier.from_modelpath(MODEL_DIR / MODEL_FILE, norm_probs=True)
    detector.set_languages([str(language) for language in Language])
    # What it keeps to be given other languages again: 28 MB of languages that Jack does not speak.
    detector._full_model = detector.nb_ptc, detector.nb_pc, detector.nb_classes
    return detector


def warm() -> bool:
    """Load the detector (0.7 s), once however many ask; False while it cannot be.

    It unpacks itself into a temporary file, which a full disk does not take: until there is room
    again, common words and scripts tell languages apart.
    """
    with _loading:
        try:
            _detector()
        except OSError as error:
            log.warning("language detector unavailable", extra={"error": type(error).__name__})
            return False
    return True


def is_warm() -> bool:
    return _detector.cache_info().currsize > 0


def detect(text: str) -> tuple[str | None, float]:
    """(language, certainty 0..1); (None, 0) for texts that tell nothing ("ok", "204").

    A guest language, or one that has a script to itself: Korean, Greek, Hebrew, Thai.

    Loads the detector when it must: not for the event loop before `warm`.
    """
    if is_language_neutral(text):
        return None, 0.0
    if (script := by_script(text)) is not None:
        return str(script), 1.0
    if (other := no_guest_language(text)) is not None:
        return other, 1.0
    if (common := by_common_words(text)) is not None:
        return str(common), 0.8
    if sum(c.isalpha() for c in text) < MIN_LETTERS:
        return None, 0.0
    if not warm():
        return None, 0.0
    language, probability = _detector().classify(text)
    return str(language), float(probability)


def choose(text: str, *, known: str | None, default: str) -> str:
    """The language to answer in: what is known or recognised, else `default`."""
    return recognise(text, known=known) or default


def recognise(text: str, *, known: str | None) -> str | None:
    """What a conversation keeps as its language (R9): detected once and sticky.

    It changes only for a text that is plainly in another language: a sentence in another script, two
    words or more with that language's own small words, or a text long enough for the detector to be
    sure. "ok" and "gracias" never flip it. None while nothing has told it: a default is answered
    in, but not kept.
    """
    language, certainty = detect(text)
    if known is None or language is None or language == known:
        return known or language
    if no_guest_language(text) is not None:
        return language if sum(c.isalpha() for c in text) >= MIN_OWN_LETTERS else known
    if by_script(text) is not None:
        return language if len(text) > 4 else known
    if by_common_words(text) is not None:
        return language if len(text.split()) >= 2 else known
    is_plain = certainty >= SURE and sum(c.isalpha() for c in text) >= MIN_LETTERS
    return language if is_plain else known
