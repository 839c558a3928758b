from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jack.errors import ReadError
from jack.knowledge import readers
from jack.knowledge.readers import (
    READERS,
    EntryDraft,
    category_of,
    read_path,
    slug_of,
)
from jack.model.knowledge import Audience, Category
from tests.knowledge.conftest import Read, Result

# -- files and folders ---------------------------------------------------------------------------


def test_a_missing_path_is_an_error_at_once(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="nowhere"):
        read_path(tmp_path / "nowhere.md")


def test_a_folder_is_read_in_order_with_its_folders_and_relative_sources(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "spa.txt").write_text("Open.")
    (tmp_path / "a.TXT").write_text("Free.")
    (tmp_path / "c.md").write_text("# Bar\n\nLate.")

    result = Result(tmp_path)

    assert [entry.source for entry in result.entries] == ["a.TXT", "b/spa.txt", "c.md"]
    assert result.problems == []


def test_what_is_skipped_in_a_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "notes.md").write_text("# Secret\n\nNo.")
    (tmp_path / "menu.pdf").write_bytes(b"%PDF")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "gone.md").symlink_to(tmp_path / "missing.md")
    os.mkfifo(tmp_path / "pipe.txt")

    result = Result(tmp_path)

    assert result.entries == []
    assert [problem.source for problem in result.problems] == [
        ".git",
        "gone.md",
        "loop",
        "menu.pdf",
        "pipe.txt",
    ]


def test_a_file_too_large_is_refused(read: Read) -> None:
    result = read("big.txt", b"a" * (readers.MAX_FILE_BYTES + 1))

    assert result.entries == []
    assert "larger than 20 MB" in result.complaint.message


def test_a_given_category_is_for_entries_without_a_known_one(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,content,category\nA,1,\nB,2,dining\nC,3,curiosities\n")

    result = Result(path, category="policies")

    assert [entry.category for entry in result.entries] == ["policy", "menu", "policy"]


# -- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("faq", Category.FAQ),
        ("room_type", Category.AMENITY),
        ("Dining", Category.MENU),
        ("Wi-Fi", Category.AMENITY),
        (" House  Rules ", Category.POLICY),
        ("Food & Drink", Category.MENU),
        ("Getting here", Category.LOCAL),
        ("front_desk", Category.SERVICE),
        ("Where is the pool?", None),
        ("", None),
    ],
)
def test_the_names_hotels_use_lead_to_our_categories(name: str, category: Category | None) -> None:
    assert category_of(name) is category


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("What time is check-out?", "what-time-is-check-out"),
        ("¿Hay piscina?", "hay-piscina"),
        ("पूल में क्या है?", "पूल-में-क्या-है"),
        ("プールは？", "プールは"),
        ("???", "entry"),
    ],
)
def test_a_slug_keeps_the_letters_of_every_script(title: str, slug: str) -> None:
    assert slug_of(title) == slug


def test_the_same_title_again_gets_a_number_that_is_still_free(read: Read) -> None:
    result = read("a.md", "## Pool\n\n1\n\n## Pool 2\n\n2\n\n## Pool\n\n3\n\n## Pool\n\n4\n")

    assert [entry.key for entry in result.entries] == ["pool", "pool-2", "pool-3", "pool-4"]


# -- Markdown ------------------------------------------------------------------------------------


def test_second_level_headings_are_entries(read: Read) -> None:
    result = read(
        "a.md", "# Hotel\n\n## Pool\n\nOpen\ndaily.\n\n### Hours\n\n8 to 20\n\n## Bar\n\nx"
    )

    assert result.texts == {"Pool": "Open daily.\n\nHours\n8 to 20", "Bar": "x"}
    assert result.problems == []


def test_third_level_headings_are_entries_where_the_second_only_names_a_category(
    read: Read,
) -> None:
    result = read(
        "a.md",
        "## dining\n\n### Bar\n\nLate.\n\n### Breakfast\n\nEarly.\n\n"
        "## Parking\n\nOwn text.\n\n### Price\n\n14\n\n## Our story\n\n### Start\n\n1900\n",
    )

    assert [(entry.title, entry.category.value) for entry in result.entries] == [
        ("Bar", "menu"),
        ("Breakfast", "menu"),
        ("Parking", "faq"),
        ("Our story", "faq"),
    ]
    assert result.texts["Our story"] == "Start\n1900"


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("# The pool\n\nOpen.\n", "The pool", "Open."),
        ("Open.\n", "Pool hours", "Open."),
        ("# The pool\n\nOpen.\n\n### Hours\n\n8\n", "The pool", "Open.\n\nHours\n8"),
    ],
)
def test_a_file_without_second_level_headings_is_one_entry(
    read: Read, text: str, title: str, body: str
) -> None:
    entry = read("pool_hours.md", text).only

    assert (entry.title, entry.body) == (title, body)


def test_front_matter_holds_for_every_entry(read: Read) -> None:
    result = read(
        "a.md",
        "---\ncategory: policy\nlanguage: EN-gb\naudience: internal\n# until spring\n"
        'valid_from: 2026-01-01\nvalid_until: "2026-03-31"\n---\n\n## A\n\n1\n\n## B\n\n2\n',
    )

    assert len(result.entries) == 2
    for entry in result.entries:
        assert entry.category is Category.POLICY
        assert entry.language == "en"
        assert entry.audience is Audience.INTERNAL
        assert entry.valid_from == date(2026, 1, 1)
        assert entry.valid_until == date(2026, 3, 31)


def test_an_unknown_line_of_front_matter_is_reported_and_the_rest_used(read: Read) -> None:
    result = read("a.md", "---\nlanguage: de\nauthor: Ana\n---\n## A\n\n1\n")

    assert result.complaint.line == 3
    assert "author" in result.complaint.message
    assert [entry.language for entry in result.entries] == ["de"]


@pytest.mark.parametrize(
    "line", ["audiance: internal", "audience: secret", "valid_until: 31/12/2026", "language: xyz"]
)
def test_a_file_whose_front_matter_is_wrong_is_not_imported(read: Read, line: str) -> None:
    result = read("a.md", f"---\n{line}\n---\n## A\n\n1\n")

    assert result.entries == []
    assert result.complaint.line == 2


def test_a_heading_in_code_is_not_a_heading(read: Read) -> None:
    entry = read("a.md", "## Router\n\n```\n## not a heading\n  kept\n```\n").only

    assert entry.body == "## not a heading\nkept"


def test_markdown_becomes_plain_text(read: Read) -> None:
    entry = read(
        "a.md",
        "## All\n\nSee [our **site**](https://hotel.example/a) or [this page](#here) or\n"
        "<https://hotel.example> &amp; [mail](mailto:a@hotel.example).\n\n"
        "- one\n- two\n  - nested\n\n1. first\n\n2. second<br>line\n\n"
        "> quoted *words* ![a map](map.png)\n\n<script>alert(1)</script>\n",
    ).only

    assert entry.body == (
        "See our site (https://hotel.example/a) or this page or "
        "https://hotel.example & mail (a@hotel.example).\n\n"
        "- one\n- two\n- nested\n- first\n- second\nline\n\nquoted words a map"
    )


def test_tables_become_rows(read: Read) -> None:
    entry = read(
        "a.md",
        "## Prices\n\n| Day | Hours |\n|--|--|\n| Monday | 7 to 10 |\n\n"
        "| Room | Price | Size |\n|--|--|--|\n| Double | £95 | 20 m² |\n| Suite | | 40 m² |\n",
    ).only

    assert entry.body == (
        "Day: Hours\nMonday: 7 to 10\n\nDouble: Price £95; Size 20 m²\nSuite: Size 40 m²"
    )


def test_text_under_no_heading_and_headings_without_text_are_reported(read: Read) -> None:
    result = read("a.md", "# Hotel\n\nWelcome!\n\n## Pool\n\n## Bar\n\nLate.\n")

    assert result.texts == {"Bar": "Late."}
    assert [(problem.line, problem.message[:6]) for problem in result.problems] == [
        (1, "Text t"),
        (5, "'Pool'"),
    ]


# -- text ----------------------------------------------------------------------------------------


def test_a_text_file_is_one_entry_titled_by_its_first_line_or_its_name(read: Read) -> None:
    titled = read("a.txt", "Late arrival\n\nRing the bell.\n").only
    untitled = read("late-arrival.txt", "Ring the bell.\nWait.\n").only

    assert (titled.title, titled.body) == ("Late arrival", "Ring the bell.")
    assert (untitled.title, untitled.body) == ("Late arrival", "Ring the bell.\nWait.")


def test_text_is_cleaned_and_normalised(read: Read) -> None:
    entry = read(
        "a.txt", "Cafe\u0301\n\n\ufeffOpen\x00  \u00a0 dai\u00adly \r\n\r\n\r\n\r\n 8\t–\t20\x07"
    ).only

    assert (entry.title, entry.body) == ("Café", "Open daily\n\n8 – 20")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_other_encodings_are_recognised(read: Read, encoding: str) -> None:
    entry = read("a.txt", "Frühstück\n\nKaffee für 3 €".encode(encoding)).only

    assert (entry.title, entry.body) == ("Frühstück", "Kaffee für 3 €")


def test_what_is_no_text_is_refused(read: Read) -> None:
    result = read("a.txt", b"%PDF-1.7\n" + bytes(range(256)) * 20)

    assert result.entries == []
    assert "not text" in result.complaint.message


def test_a_text_longer_than_an_entry_may_be_is_refused_not_cut(read: Read) -> None:
    result = read("a.txt", "word " * 10_001)

    assert result.entries == []
    assert "50004 characters" in result.complaint.message


# -- HTML ----------------------------------------------------------------------------------------


def test_sections_of_a_page_are_entries_and_its_frame_is_not(read: Read) -> None:
    result = read(
        "a.html",
        "<html lang='de-AT'><title>Hotel | Start</title><style>p{}</style><nav>Menü</nav>"
        "<header>Logo</header><h1>Unser Hotel</h1><p>Will&shy;kommen<h2>Pool</h2><p>8 – 20"
        "<h3>Sauna</h3><p>ab 16<br>Uhr<form>Suche</form><aside>Werbung</aside>"
        "<footer>Impressum</footer><script>x()</script>",
    )

    assert result.texts == {
        "Unser Hotel": "Willkommen",
        "Pool": "8 – 20",
        "Sauna": "ab 16\nUhr",
    }
    assert {entry.language for entry in result.entries} == {"de"}


def test_a_page_without_sections_is_one_entry_titled_by_its_heading_or_title(read: Read) -> None:
    headed = read("a.htm", "<title>T</title><h1>The <i>pool</i></h1><p>Open.").only
    titled = read("b.htm", "<title>The &amp; pool</title><p>Open.").only
    unnamed = read("the_pool.htm", "<p>Open.").only

    assert (headed.title, headed.body) == ("The pool", "Open.")
    assert (titled.title, titled.body) == ("The & pool", "Open.")
    assert unnamed.title == "The pool"


def test_questions_in_details_and_definition_lists_are_entries(read: Read) -> None:
    result = read(
        "a.html",
        "<h2>Dining</h2><details><summary><h3>Breakfast?</h3></summary><p>7 to 10</details>"
        "<dl><div><dt>Lunch<dd>12<dd>to 14</div><dt>Bar<dt>Lounge<dd>late</dl>",
    )

    assert result.texts == {"Breakfast?": "7 to 10", "Lunch": "12\nto 14", "Bar / Lounge": "late"}
    assert {entry.category for entry in result.entries} == {Category.MENU}
    assert result.problems == []


def test_declared_questions_are_entries_once(read: Read) -> None:
    question = {"@type": "Question", "name": "Is there a pool?"}
    answer = {"@type": "Answer", "text": "<p>Yes, <a href='https://h.example'>see</a></p>"}
    data = {
        "@graph": [{"@type": ["FAQPage"], "mainEntity": [{**question, "acceptedAnswer": answer}]}]
    }

    result = read(
        "a.html",
        f"<script type='application/ld+json'>{json.dumps(data)}</script>"
        "<script type='application/ld+json'>{broken</script>"
        "<h2>Is there a pool?</h2><p>Yes<h2>Bar</h2>Late",
    )

    assert result.texts == {"Is there a pool?": "Yes, see (https://h.example)", "Bar": "Late"}
    assert "JSON-LD" in result.complaint.message


def test_tables_that_make_the_layout_of_a_page_are_read_through(read: Read) -> None:
    result = read(
        "a.html",
        "<table><tr><td><h2>Pool</h2>Open<td><h2>Bar</h2><table><tr><td>Mo<td>7</table></table>",
    )

    assert result.texts == {"Pool": "Open", "Bar": "Mo: 7"}


def test_an_old_page_is_read_in_the_encoding_it_names(read: Read) -> None:
    page = "<meta charset=iso-8859-2><title>Pokój</title><p>Śniadanie o ósmej, łóżko"

    assert read("a.html", page.encode("iso-8859-2")).only.body == "Śniadanie o ósmej, łóżko"


def test_a_page_without_text_or_nested_without_end_is_reported(read: Read) -> None:
    empty = read("a.html", "<title>T</title><nav>Menu</nav>")
    deep = read("b.html", "<div>" * 100_000)

    assert (empty.entries, empty.complaint.message) == ([], "The page has no text")
    assert "deep" in deep.complaint.message


def test_empty_items_of_a_list_leave_no_trace(read: Read) -> None:
    entry = read("a.html", "<h2>T</h2><ul><li><li><p>-5 °C<li><li><p>b</p><li></ul>").only

    assert entry.body == "- -5 °C\n- b"


# -- CSV -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_rows_under_any_delimiter_and_any_usual_names_are_entries(
    read: Read, delimiter: str
) -> None:
    rows = [
        ["ID", "Section", "Question", "Answer", "Lang", "Audience", "Valid From", "valid-until"],
        ["G1", "dining", "Bar?", '"a; b, c | d\nand ""more"""', "en_GB", "Staff", "2026-01-01", ""],
    ]

    entry = read("a.csv", "\r\n".join(delimiter.join(row) for row in rows)).only

    assert entry == EntryDraft(
        title="Bar?",
        body='a; b, c | d\nand "more"',
        category=Category.MENU,
        language="en",
        audience=Audience.INTERNAL,
        valid_from=date(2026, 1, 1),
        valid_until=None,
        source="a.csv",
        key="G1",
    )


def test_bad_rows_are_reported_with_their_line_and_good_ones_imported(read: Read) -> None:
    result = read(
        "a.csv",
        "id,title,content,audience,valid_until\n"
        "1,Pool,Open,,\n"
        "2,,No title,,\n"
        '3,Lines,"one\ntwo",,\n'
        "4,No text,,,\n"
        "1,Again,Same id,,\n"
        "5,Secret,x,nobody,\n"
        "6,Old,x,,soon\n"
        "7,Bar,Open, late,,\n"
        "\n"
        '8,Open quote,"never closed,,\n'
        "9,Spa,Short row\n",
    )

    assert list(result.texts) == ["Pool", "Lines", "Spa"]
    assert [problem.line for problem in result.problems] == [3, 6, 7, 8, 9, 10, 12]


def test_excel_quirks_are_understood(read: Read) -> None:
    content = "sep=;\r\nTitle;Text\r\nFrühstück;ab 7\r\n;\r\n".encode("utf-8-sig")

    assert read("a.csv", content).only.body == "ab 7"


def test_an_empty_first_choice_of_column_gives_way_to_the_next(read: Read) -> None:
    result = read("a.csv", "topic,question,text,answer\nPools,Pool?,long,short\nBars,,only,\n")

    assert result.texts == {"Pool?": "short", "Bars": "only"}


@pytest.mark.parametrize("content", ["", "\n\n", "a,b,c\n1,2,3\n", "title\nPool\n", "sep=,"])
def test_a_table_without_a_usable_header_is_reported(read: Read, content: str) -> None:
    result = read("a.csv", content)

    assert result.entries == []
    assert "header" in result.complaint.message


def test_a_misspelt_column_that_could_hide_who_may_read_is_refused(read: Read) -> None:
    result = read("a.csv", "title,content,audiance\nKeys,in the safe,internal\n")

    assert result.entries == []
    assert "did you mean 'audience'" in result.complaint.message


def test_no_more_entries_or_problems_are_taken_than_a_file_may_have(read: Read) -> None:
    many = read("a.csv", "title,content\n" + "A,b\n" * (readers.MAX_ENTRIES + 1))
    wrong = read("b.csv", "title,content\n" + "A,\n" * (readers.MAX_PROBLEMS + 5))

    assert len(many.entries) == readers.MAX_ENTRIES
    assert many.entries[-1].key == f"a-{readers.MAX_ENTRIES}"
    assert many.complaint.message.startswith("Too many entries")
    assert len(wrong.problems) == readers.MAX_PROBLEMS + 1
    assert wrong.problems[-1].message.startswith("Too many problems")


# -- JSON ----------------------------------------------------------------------------------------

POOL = {"title": "Pool", "body": "Open", "validFrom": "2026-05-01T00:00:00Z", "x": [1]}


@pytest.mark.parametrize(
    "data", [[POOL], {"entries": [POOL]}, POOL], ids=["list", "entries", "single"]
)
def test_json_lists_and_objects_are_read(read: Read, data: object) -> None:
    entry = read("a.json", json.dumps(data)).only

    assert (entry.title, entry.body, entry.valid_from) == ("Pool", "Open", date(2026, 5, 1))


def test_bad_json_entries_are_reported_by_number_and_good_ones_imported(read: Read) -> None:
    items = [POOL, 7, {"title": "T", "body": ["x"]}, {"title": "T"}, {"q": "Bar", "a": 5}]

    result = read("a.json", json.dumps(items))

    assert result.texts == {"Pool": "Open", "Bar": "5"}
    assert [problem.message[:8] for problem in result.problems] == [
        "Entry 2:",
        "Entry 3:",
        "Entry 4:",
    ]


def test_json_lines_are_read_line_by_line(read: Read) -> None:
    result = read("a.jsonl", '{"q": "A", "a": "1"}\n\n{broken\n{"q": "B\\ud83d", "a": "2\\u0000"}')

    assert result.texts == {"A": "1", "B": "2"}
    assert result.complaint.line == 3


@pytest.mark.parametrize("text", ["", "{", '"a"', "[" * 100_000, "[" + "9" * 5000 + "]"])
def test_json_that_holds_no_entries_is_reported(read: Read, text: str) -> None:
    result = read("a.json", text)

    assert result.entries == []
    assert result.complaint.source == "a.json"


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"language": "klingon"}, "language"),
        ({"audience": "nobody"}, "audience"),
        ({"valid_until": "2026-02-30"}, "date"),
        ({"valid_from": "2026-02-01", "valid_until": "2026-01-01"}, "before"),
        ({"title": "T" * 501}, "501 characters"),
        ({"audiance": "internal"}, "did you mean"),
    ],
)
def test_a_value_nobody_can_understand_keeps_its_entry_out(
    read: Read, values: dict[str, str], word: str
) -> None:
    result = read("a.json", json.dumps({"title": "Pool", "body": "Open", **values}))

    assert result.entries == []
    assert word in result.complaint.message


def test_languages_may_be_written_out(read: Read) -> None:
    entry = read("a.json", json.dumps({**POOL, "language": "German"})).only

    assert entry.language == "de"


# -- anything ------------------------------------------------------------------------------------

FRAGMENTS = st.lists(
    st.sampled_from(
        [
            *(
                "# A\n",
                "## B\n",
                "### C\n",
                "---\n",
                "audience: internal\n",
                "- x\n",
                "|a|b|\n|-|-|\n",
            ),
            *("```\n", "<h2>", "</h2>", "<dl><dt>", "<dd>", "<details><summary>", "</details>"),
            *(
                "<table>",
                "<tr><td>",
                "<a href='https://x.y'>",
                "<pre>",
                "<svg>",
                "<script>",
                "<!--",
            ),
            *(
                "title,content\n",
                '"',
                ",",
                ";",
                "\n",
                '{"title": ',
                '"x"',
                "}",
                "[",
                "]",
                "\\ud800",
            ),
            *("\x00", "\x85", "\u2028", "é", "漢", "\ud7ff", " word ", "sep=;\n"),
        ]
    ),
    max_size=30,
).map("".join)


@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    content=FRAGMENTS.map(str.encode) | st.binary(max_size=200), suffix=st.sampled_from([*READERS])
)
def test_whatever_a_file_holds_is_an_entry_or_a_problem(
    tmp_path: Path, content: bytes, suffix: str
) -> None:
    path = tmp_path / f"any{suffix}"
    path.write_bytes(content)

    result = Result(path)

    assert len({entry.key for entry in result.entries}) == len(result.entries)
    for entry in result.entries:
        assert entry.title == " ".join(entry.title.split()) != ""
        assert entry.body == entry.body.strip() != ""
        assert not {"\x00", "\x85", "\r", "\u2028"} & {*entry.title, *entry.body}
        (entry.title + entry.body).encode()
