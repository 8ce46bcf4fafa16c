"""From data back to a file that people can read and change: long texts in blocks, nothing folded.

What a person wrote as a text is written as a text again: "no" and "12" get no quotes that they
do not need, since the reader takes every value as what its field is.
"""

from typing import Any, cast

import yaml

from homegroup.packs.reading import DASHES, Value

Dumper: Any = yaml.SafeDumper
_STR, _NULL = "tag:yaml.org,2002:str", "tag:yaml.org,2002:null"
_WIDTH = 10_000  # never break a line that the writer did not break


class _Writer(Dumper):  # type: ignore[misc]
    """Writes lists with an indent, long texts as blocks, and never an anchor."""

    def ignore_aliases(self, data: object) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)


def _text(writer: Any, value: str) -> yaml.ScalarNode:
    block = "\n" in value and not value.startswith((" ", "\n")) and _has_plain_line_ends(value)
    style = "|" if block else None
    return cast(yaml.ScalarNode, writer.represent_scalar(_STR, value, style=style))


def _has_plain_line_ends(value: str) -> bool:
    return all(line == line.rstrip() for line in value.split("\n"))


def _nothing(writer: Any, value: None) -> yaml.ScalarNode:
    return cast(yaml.ScalarNode, writer.represent_scalar(_NULL, ""))


_Writer.add_representer(str, _text)
_Writer.add_representer(type(None), _nothing)
# Every plain word is a text here, so the rules that would quote "yes", "12" or a date are not used;
# only what means "nothing" keeps its quotes.
_Writer.yaml_implicit_resolvers = {
    sign: [(tag, rule) for tag, rule in rules if tag == _NULL]
    for sign, rules in yaml.SafeDumper.yaml_implicit_resolvers.items()
}


def text_of(data: dict[str, Value], body: str = "") -> str:
    """Give the file of a head and the Markdown below it; reading it gives the same again."""
    head = yaml.dump(
        data, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=_WIDTH, indent=2
    )
    below = f"\n{body.strip()}\n" if body.strip() else ""
    return f"{DASHES}\n{head}{DASHES}\n{below}"
