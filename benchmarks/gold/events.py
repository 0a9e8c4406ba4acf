"""The events asked about: how gold is read from their sources, and the config.yaml that the product gets."""

from __future__ import annotations

import re
import runpy
import shutil
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from gold import frab, sample, tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gold.row import Row

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "knowledge" / "sample"


@dataclass(frozen=True)
class Event:
    """``source`` is relative to the folder of real data, but for the sample, which ships with the project."""

    title: str
    zone: str
    source: str
    read: Callable[[Path], Iterator[Row]]


EVENTS = {
    "sample": Event("France-Japan Space Industry B2B Meeting 2026", "Europe/Paris", "", sample.read_program),
    "fosdem-2012": Event("FOSDEM 2012", "Europe/Brussels", "fosdem-2012/schedule.xml", frab.read_xml),
    "ccc-camp-2019": Event(
        "Chaos Communication Camp 2019", "Europe/Berlin", "ccc-camp-2019/schedule.json", frab.read_json
    ),
    "rc3-channels-2020": Event("rC3 Channels", "Europe/Berlin", "rc3-channels-2020/schedule.json", frab.read_json),
    "pretalx-democon": Event("DemoCon", "Europe/Berlin", "pretalx-democon/schedule.json", frab.read_json),
    "azure-2024": Event(
        "Global Azure Austria 2024",
        "Europe/Vienna",
        "global-azure-austria/Y2024/sessionize.json",
        tables.read_sessionize,
    ),
    "azure-2025": Event(
        "Global Azure Austria 2025",
        "Europe/Vienna",
        "global-azure-austria/Y2025/sessionize.json",
        tables.read_sessionize,
    ),
    "deu-spreadsheet": Event(
        "E- und Open-Government-Tag München",
        "Europe/Berlin",
        "deu-example-spreadsheet/schedule-example.xlsx",
        tables.read_sheet,
    ),
    "rubykaigi-2025": Event("RubyKaigi 2025", "Asia/Tokyo", "rubykaigi-2025", tables.read_rubyevents),
}


def rows(name: str, data: Path) -> list[Row]:
    """Every session of the event, and the sample's meetings, in order of time."""
    if name == "sample":
        found = [*sample.read_program(SAMPLE / "program.yaml"), *sample.read_meetings(SAMPLE)]
    else:
        found = list(EVENTS[name].read(data / EVENTS[name].source))
    return sorted(found, key=lambda row: (row.start, row.rooms))


def write_config(name: str, data: Path, folder: Path) -> Path:
    """A config.yaml in ``folder`` for the event; RubyKaigi is converted by the script in the documentation."""
    event = EVENTS[name]
    section: dict[str, object] = {"name": event.title, "time_zone": event.zone}
    if name == "sample":
        section |= {"program": [str(SAMPLE / "program.yaml")], "speeches": [str(SAMPLE / "speeches")]}
        section |= {"pages": [str(SAMPLE / "pages")]}
        section |= {key: str(SAMPLE / f"{key}.csv") for key in ("meetings", "attendees")}
    elif name == "rubykaigi-2025":
        section["program"] = [str(_converted(data / event.source, folder))]
    else:
        section["program"] = [str(data / event.source)]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "config.yaml"
    path.write_text(yaml.safe_dump({"event": section}, allow_unicode=True), encoding="utf-8")
    return path


def _converted(source: Path, folder: Path) -> Path:
    page = (ROOT / "docs" / "howto" / "add-a-program-format.md").read_text(encoding="utf-8")
    script = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    if script is None:
        raise SystemExit("docs/howto/add-a-program-format.md holds no script any more")
    folder.mkdir(parents=True, exist_ok=True)
    for file in source.glob("*.yml"):
        shutil.copy(file, folder)
    (folder / "convert.py").write_text(script[1], encoding="utf-8")
    with chdir(folder):
        runpy.run_path("convert.py")
    return folder / "program.yaml"
