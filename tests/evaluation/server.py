"""Tries a real OpenAI-compatible server: `python -m tests.evaluation.server BASE_URL MODEL [KEY]`.

Prints, for some questions about a small hotel, which shape of reply the server took, whether the
reply could be read and was fit to be sent, the tokens and the time. For example with llama.cpp's
server and any model in its format.
"""

from __future__ import annotations

import asyncio
import sys
import time

from jack.errors import Delivery
from jack.llm.chain import Chain, NoModel
from jack.llm.openai import OpenAI
from jack.llm.prices import FREE
from jack.model.answers import HotelProfile, Question
from jack.model.knowledge import Category, Passage
from jack.pipeline.checks import faults

HOTEL = HotelProfile(name="Harbour House", timezone="Europe/Lisbon", language="en")
QUESTIONS = ("When is breakfast?", "Do you have a pool?", "Can I get two towels?")
PASSAGES = (
    ("Breakfast", "Breakfast is served from 7:00 to 10:30 in the Atrium."),
    ("Pool", "The pool on the roof is open until 21:00."),
)


def passage(number: int, title: str, body: str) -> Passage:
    return Passage(
        entry_id=number,
        version=1,
        title=title,
        body=body,
        text=body,
        category=Category.FAQ,
        language="en",
        similarity=0.9,
        word_overlap=0.5,
        score=0.9,
    )


async def main(base_url: str, model: str, key: str = "") -> None:
    server = OpenAI(
        api_key=key,
        base_url=base_url,
        model=model,
        price=FREE,
        max_tokens=512,
        timeout_s=300.0,
        retries=0,
        concurrency=1,
    )
    chain = Chain([server], check=faults)
    found = tuple(passage(n, *each) for n, each in enumerate(PASSAGES, 1))
    print(await server.check())
    for text in QUESTIONS:
        question = Question(
            text=text, language="en", channel="webchat", hotel=HOTEL, passages=found
        )
        started = time.perf_counter()
        try:
            answered = await chain.answer(question)
        except NoModel as error:
            told = ", ".join(f"{a.outcome} {list(a.faults)}" for a in error.attempts)
            used, said = error.attempts[-1].usage, "nothing: the next provider answers"
        except Delivery as error:
            print(f"{text}\n  {error}")
            continue
        else:
            told = answered.attempts[-1].outcome
            used, said = answered.usage, answered.draft.text
        seconds = time.perf_counter() - started
        tokens = f"{used.input_tokens} + {used.output_tokens} tokens"
        print(f"{text}\n  [{server.shape}, {told}, {tokens}, {seconds:.1f} s] {said}")
    await server.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
