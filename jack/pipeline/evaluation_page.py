"""A page that shows golden answers side by side, to be read without a server."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from jack.model.golden import Result, counts

_HEAD = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Golden answers</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem }
article { border: 1px solid #bbb; border-radius: .5rem; margin: 1rem 0; padding: 1rem }
article.passed { border-inline-start: .4rem solid #1d7a46 }
article.failed { border-inline-start: .4rem solid #b3261e }
article.changed { border-inline-start: .4rem solid #b36b00 }
.sides { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)) }
.sides p { white-space: pre-wrap; margin: .25rem 0 }
h2 { font-size: 1.1rem; margin: 0 } h3 { font-size: .85rem; margin: .5rem 0 0; color: #555 }
</style>
"""


def page(results: Sequence[Result]) -> str:
    found = ", ".join(f"{count} {verdict}" for verdict, count in counts(results).items())
    articles = "\n".join(map(_article, results))
    return f"{_HEAD}<h1>Golden answers</h1>\n<p>{found}</p>\n{articles}\n</html>\n"


def _article(result: Result) -> str:
    problems = "".join(f"<li>{escape(problem)}</li>" for problem in result.problems)
    before = _side("Before", result.before) if result.before else ""
    sources = ", ".join(escape(title) for _, title in result.answer.sources)
    rests = f"<h3>Rests on</h3><p>{sources}</p>" if sources else ""
    by = f"<h3>Answered by</h3><p>{escape(result.answer.author)}</p>"
    return (
        f'<article class="{result.verdict}"><h2>{escape(result.golden.question)}</h2>'
        f"<p>{result.verdict}</p>{f'<ul>{problems}</ul>' if problems else ''}"
        f'<div class="sides">{before}{_side("Now", result.answer.text)}</div>{rests}{by}</article>'
    )


def _side(name: str, text: str) -> str:
    return f'<div><h3>{name}</h3><p dir="auto">{escape(text)}</p></div>'
