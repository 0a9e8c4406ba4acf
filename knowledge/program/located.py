"""JSON, YAML and XML parsed with the line of every object, so that a problem can be told with its place.

Each loader returns what it read, or a Problem. None of them runs code, fetches anything or expands entities.
"""

from __future__ import annotations

import json
import re
import xml.sax
from bisect import bisect_left
from json import decoder, scanner
from typing import TYPE_CHECKING, Any, cast
from xml.etree import ElementTree as ET  # the tree alone; defusedxml parses
from xml.sax.handler import ContentHandler

from knowledge.decoding import decode, doubt, without_halves
from knowledge.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from xml.sax.xmlreader import AttributesImpl, Locator

    import yaml

DEEPEST = 100  # levels; a program has a dozen
HALF = re.compile(r"\\(?:u|U0000)[dD][89A-Fa-f]")  # an escape of half a sign, or of one written as two halves
MOST_VALUES = 1_000_000  # far above any real program


class Mapping(dict[str, Any]):
    """A JSON or YAML object that knows the line it begins on, counted from 1."""

    line: int = 0


class Element(ET.Element):
    """An XML element that knows the line it begins on, counted from 1. Names are without namespaces."""

    line: int = 0


def listed(value: object) -> list[Any]:
    """The value where it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def text_of(data: bytes, name: str) -> tuple[str, list[Problem]] | Problem:
    """The bytes as text, with a warning where the encoding is a guess."""
    decoded = decode(data)
    if decoded is None or not decoded[0].strip():
        told = "is not text in any encoding known here." if data.strip() else "is empty."
        return Problem(name, told, "Export it again, in UTF-8.")
    text, encoding = decoded
    told = doubt(encoding)
    return text, [Problem(name, told, "If letters look wrong, save it as UTF-8.", "warning")] if told else []


def load_json(data: bytes, name: str) -> tuple[object, list[Problem]] | Problem:
    """The value in a JSON file, each object a ``Mapping``."""
    decoded = text_of(data, name)
    if isinstance(decoded, Problem):
        return decoded
    text, problems = decoded
    try:
        return _whole(_JsonDecoder(text).decode(text), text), problems
    except json.JSONDecodeError as error:
        told = f"is broken JSON: {error.msg} (column {error.colno})."
        return Problem(f"{name}:{error.lineno}", told, "Export it again, or mend it there.")
    except ValueError as error:  # a number of thousands of digits
        return Problem(name, f"cannot be read as JSON: {error}.", "Check what the file is.")
    except RecursionError:
        return Problem(name, "is nested too deeply to be a program.", "Check what the file is.")


def _whole(value: object, text: str) -> object:
    return without_halves(value) if HALF.search(text) else value


class _JsonDecoder(json.JSONDecoder):
    """The standard decoder in its pure Python form, which alone tells where an object begins."""

    def __init__(self, text: str) -> None:
        super().__init__(strict=False)
        self._breaks = [match.start() for match in re.finditer("\n", text)]
        self._parse = decoder.JSONObject  # type: ignore[attr-defined] # not in typeshed
        self.parse_object = self._located
        self.scan_once = scanner.py_make_scanner(self)  # type: ignore[attr-defined] # not in typeshed

    def _located(self, place: tuple[str, int], *rest: object) -> tuple[Mapping, int]:
        pairs, end = self._parse(place, *rest)
        found = Mapping(pairs)
        found.line = bisect_left(self._breaks, place[1]) + 1
        return found, end


def load_yaml(data: bytes, name: str) -> tuple[Any, list[Problem]] | Problem:
    """The value in a YAML file, each mapping a ``Mapping``, and warnings about keys given twice.

    Every scalar but null stays text as written: YAML 1.1 would read ``14:30`` as 870, ``no`` as false, ``007``
    as 7.
    """
    import yaml

    decoded = text_of(data, name)
    if isinstance(decoded, Problem):
        return decoded
    text, problems = decoded
    loader = _yaml_loader()(text)
    try:
        _check_depth(text)
        value = loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{name}:{mark.line + 1}" if mark else name
        return Problem(where, f"is broken YAML: {error.problem or error.context}.", "Mend it there.")
    except yaml.YAMLError as error:  # signs that YAML does not allow
        return Problem(name, f"cannot be read as YAML: {error}.", "Export it again, or remove those signs.")
    if not _fits(value):
        told = f"grows to more than {MOST_VALUES} values by its aliases; it was not read."
        return Problem(name, told, "Check where it comes from.")
    twice = [
        Problem(f"{name}:{line}", f"the key {key!r} is given twice; the last one counts.", "Remove one.", "warning")
        for line, key in loader.twice
    ]
    return _whole(value, text), problems + twice


def _check_depth(text: str) -> None:
    """Raise MarkedYAMLError where so much is nested that the loader, which calls itself for each level, would break."""
    import yaml

    depth = 0
    for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            mark = cast("yaml.Mark", event.start_mark)
            raise yaml.MarkedYAMLError(problem="nested too deeply to be a program", problem_mark=mark)


def _fits(value: object) -> bool:
    """Whether a value stays within bounds when every alias is written out."""
    pending, count = [value], 0
    while pending and count <= MOST_VALUES:
        each = pending.pop()
        count += 1
        if isinstance(each, dict):
            pending += each.values()
        elif isinstance(each, list):
            pending += each
    return count <= MOST_VALUES


def _yaml_loader() -> Callable[[str], Any]:
    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc] # the C one where it is built
        """Safe, and literal about everything but null and merge keys."""

        twice: list[tuple[int, str]]

        def __init__(self, text: str) -> None:
            super().__init__(text)
            self.twice = []

        def mapping(self, node: yaml.MappingNode) -> Iterator[Mapping]:
            found = Mapping()
            found.line = node.start_mark.line + 1
            yield found
            written = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
            self.twice += [(found.line, key) for key in sorted(set(written)) if written.count(key) > 1 and key != "<<"]
            self.flatten_mapping(node)
            found.update({str(k): v for k, v in self.construct_mapping(node, deep=False).items()})

    kept = ("tag:yaml.org,2002:null", "tag:yaml.org,2002:merge")
    Loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in pairs if tag in kept]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    Loader.add_constructor("tag:yaml.org,2002:map", Loader.mapping)
    for tag in ("int", "float", "bool", "timestamp", "binary"):  # literal even where the file says otherwise
        Loader.add_constructor(f"tag:yaml.org,2002:{tag}", Loader.construct_scalar)
    return Loader


def load_xml(data: bytes, name: str) -> tuple[Element, list[Problem]] | Problem:
    """The root element of an XML file. Entities, and with them XML bombs, are refused.

    A file in another encoding than it declares is read in the one it seems to be in.
    """
    found = _parsed_xml(data, name)
    if isinstance(found, Element):
        return found, []
    decoded = text_of(data, name)
    if not isinstance(decoded, Problem) and decoded[1]:
        undeclared = re.sub(r"^(\s*<\?xml[^>]*?)\sencoding=[\"'][^\"']*[\"']", r"\1", decoded[0], count=1)
        again = _parsed_xml(undeclared.encode(), name)
        if isinstance(again, Element):
            return again, decoded[1]
    return found


def _parsed_xml(source: bytes, name: str) -> Element | Problem:
    from defusedxml import DefusedXmlException
    from defusedxml.sax import parseString

    builder = _Builder()
    try:
        parseString(source, builder)
    except xml.sax.SAXParseException as error:
        where = f"{name}:{error.getLineNumber()}"
        told = f"is broken XML: {error.getMessage()} (column {error.getColumnNumber()})."
        return Problem(where, told, "Export it again, or mend it there.")
    except DefusedXmlException:
        told = "defines XML entities, as only harmful files do; it was not read."
        return Problem(name, told, "Remove the <!ENTITY ...> lines, or ask where the file comes from.")
    except (ValueError, LookupError) as error:
        return Problem(name, f"cannot be read as XML: {error}.", "Save it in UTF-8.")
    return builder.root


class _Builder(ContentHandler):
    """Builds the tree from SAX events, which know their line."""

    def __init__(self) -> None:
        super().__init__()
        self._tree = ET.TreeBuilder(element_factory=Element)
        self._depth = 0
        self.root: Element

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 # SAX's name
        self._locator = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 # SAX's name
        self._depth += 1
        if self._depth > DEEPEST:
            raise ValueError("it is nested too deeply to be a program")
        element = self._tree.start(name.rpartition(":")[2], dict(attrs.items()))
        element.line = self._locator.getLineNumber() or 0  # type: ignore[attr-defined] # made by element_factory

    def endElement(self, name: str) -> None:  # noqa: N802 # SAX's name
        self._depth -= 1
        self._tree.end(name.rpartition(":")[2])

    def characters(self, content: str) -> None:
        self._tree.data(content)

    def endDocument(self) -> None:  # noqa: N802 # SAX's name
        self.root = self._tree.close()  # type: ignore[assignment] # made by element_factory
