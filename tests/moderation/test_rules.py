"""The rule files and the machine that finds their phrases."""

import time
from pathlib import Path

import pytest

from homegroup.moderation.rules import book
from homegroup.moderation.rules.book import BadRules, RuleFile, compiled, read_file
from homegroup.moderation.rules.looking import look

LONGEST = 20_000


def small(*phrases: str, unless: tuple[str, ...] = ()) -> book.Book:
    told = {
        "language": "en",
        "lists": {"drug": ["heroin", "coke", "blue pills"]},
        "rules": {"sourcing": {"why": "for a test", "phrases": phrases, "unless": unless}},
    }
    return compiled([RuleFile.model_validate(told)])


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("where can i (get|buy) <drug>", "And where can I buy coke?"),
        ("where can i (get|buy) <drug>", "Where can I get blue pills"),
        ("sell*", "She is SELLING it"),
        ("any? good <drug>", "good heroin"),
        ("any? good <drug>", "any good heroin"),
        ("dm me ... place", "dm me, I know a place"),
        ("dm me ... place", "DM me place"),
        ("(a|b c)? <drug>", "b c heroin"),
        ("don't go", "Don’t go"),
        ("don't go", "dont go"),
        ("j'ai soif", "J’ai soif !"),
        ("schlägt", "schlagt"),
        ("<price> a week", "get $500 a week"),
        ("<price> a week", "get 500 € a week"),
        ("<drug> & cheap", "cheap, they say, this heroin"),
        ("wake up <end>", "I will not wake up."),
        ("<number> percent", "70% off"),
    ],
)
def test_a_phrase_is_found(phrase: str, text: str) -> None:
    assert "sourcing" in look(text, small(phrase))


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("where can i get <drug>", "Where can I get help. Coke was my life."),
        ("where can i get <drug>", "coke where can i get"),
        ("sell*", "I resell nothing"),
        ("dm me ... place", "dm me if you want to hear of my place"),
        ("buy <drug>", "by heroin"),
        ("<drug> & cheap", "Cheap talk. Heroin took all."),
        ("wake up <end>", "I wake up early."),
    ],
)
def test_a_phrase_is_not_found(phrase: str, text: str) -> None:
    assert look(text, small(phrase)) == {}


@pytest.mark.parametrize(
    "text",
    [
        "buy h3r0in", "BUY HEROIN", "buy her\u200boin", "buy h\u0435roin", "b u y h e r o i n",
        "buy h.e.r.o.i.n", "buuuuy herooooin", "buy h*roin", "buy ｈｅｒｏｉｎ", "buy he\u0301roin",
        "buy\u00a0heroin", "buy 𝐡𝐞𝐫𝐨𝐢𝐧", "buy her-oin", "buy\theroin", "buy  «heroin»", "buy c0k3",
    ],
)  # fmt: skip
def test_disguises_are_taken_off(text: str) -> None:
    assert "sourcing" in look(text, small("buy <drug>"))


def test_what_counts_always_counts_whatever_speaks_against_it() -> None:
    told = {
        "language": "en",
        "rules": {
            "sourcing": {
                "why": "for a test",
                "phrases": ["where is coke"],
                "unless": ["doctor"],
                "always": ["coke without a doctor"],
            }
        },
    }
    rules = compiled([RuleFile.model_validate(told)])
    assert look("Ask a doctor where is coke", rules) == {}
    assert "sourcing" in look("Where is coke without a doctor", rules)


def test_what_speaks_against_a_rule_counts_in_its_sentence() -> None:
    rules = small("buy <drug>", unless=("used to ... buy",))
    assert look("I used to always buy coke.", rules) == {}
    assert "sourcing" in look("I used to sing. Buy coke.", rules)


@pytest.mark.parametrize(
    "text",
    [
        "mail joe@example.com", "joe at example dot com", "joe (at) example (dot) com",
        "joe[at]example[dot]com", "joe @ example . com", "see example.org/path", "t.me/joe",
        "t . me/joe", "http://x.example", "www.example.example", "hxxp://bad.example",
        "example dot com", "ring 555-123-4567", "+44 7700 900123", "06 12 34 56 78",
        "(555) 123 4567", "0170/1234567", "5 5 5 1 2 3 4 5 6 7", "whatsapp me",
    ],
)  # fmt: skip
def test_ways_to_reach_somebody_are_found(text: str) -> None:
    assert "contact" in look(text)


@pytest.mark.parametrize(
    "text",
    [
        "I went home. It was late. Me too.", "sober since 2019-05-06", "from 12/05/2023 on",
        "2019 2020 2021 were hard", "24/7", "ring 116 123 or 988", "it cost me $12,000",
        "30 60 90 days", "done.no more", "up at 5 at the gym", "step 1.2 and 3.4", "at 7.30 pm",
        "e.g. this", "I was there.me too", "10 000 steps", "at this point it hurts",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_way_to_reach_somebody(text: str) -> None:
    assert look(text) == {}


HOSTILE = {
    "one long word": "a" * LONGEST,
    "repeats": "where can i get " * 1250,
    "dots": "a." * 10_000,
    "joints": "a+" * 10_000,
    "ends": "a. " * 6_666,
    "digits": "1 " * 10_000,
    "letters": "a b " * 5_000,
    "handles": "@a " * 6_666,
    "spaces": " " * LONGEST,
    "lines": "\n" * LONGEST,
    "quotes": "> " * 10_000,
    "marks": "a\u0301\u0302" * 6_666,
    "look-alikes": "\u0430\u0431 " * 6_666,
    "addresses": "x dot com at " * 1_500,
    "stars": "c*k* " * 4_000,
    "all known words": " ".join(sorted(book.book().machine.words)[:3000]),
    "new words": " ".join(f"q{number}" for number in range(3_500)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_takes_long(name: str) -> None:
    text = HOSTILE[name][:LONGEST]
    best = 1.0
    for _ in range(5):
        start = time.process_time()
        look(text)
        best = min(best, time.process_time() - start)
    assert best < 0.3  # ten times what it takes; what goes back and forth takes many seconds


def test_our_files_can_be_read_and_say_why() -> None:
    assert set(book.files()) == {"de", "en", "es", "fr"}
    assert "first things" in book.why("first")
    assert book.why("nothing") == ""


@pytest.mark.parametrize(
    "phrase", ["where (can", "<nothing> here", "? x", "()?", "a b) c", "x > y", "...", "a & ..."]
)
def test_a_phrase_that_cannot_be_read_is_told(phrase: str) -> None:
    with pytest.raises(BadRules, match=r"en\.yaml: sourcing"):
        small(phrase)


@pytest.mark.parametrize("text", ["", "language: en", "rules: [", "language: en\nrules: {}"])
def test_a_file_that_cannot_be_read_is_told(text: str, tmp_path: Path) -> None:
    path = tmp_path / "xx.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadRules, match=r"xx\.yaml"):
        read_file(path)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("kien me puede pasar coca esta noche", "sourcing"),
        ("algien vende trankis x aqui?", "sourcing"),
        ("tngo coca a buen precio", "selling"),
        ("kelkun peut me trouver de la coke ce soir ?", "sourcing"),
        ("qqn pourrait me filer du xanax ?", "sourcing"),
        ("vend xanax pas cher", "selling"),
        ("iwer der mir koks besorgen kann?", "sourcing"),
        ("jmnd hier der tilidin verkaufn kann?", "sourcing"),
        ("vk benzos, das stück 5 euro", "selling"),
    ],
)
def test_words_as_they_are_written_on_a_phone_are_known_in_each_language(
    text: str, rule: str
) -> None:
    assert rule in look(text)
