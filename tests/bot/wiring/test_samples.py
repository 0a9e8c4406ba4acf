"""The sample event's facts are not the organizer's: `check` names what is still the sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

from suites.sample import sample_event

from bot.config import load
from bot.wiring.checking import check_event
from bot.wiring.event import load_event
from bot.wiring.scaffold import create

if TYPE_CHECKING:
    from pathlib import Path

OWN = "- {title: Our keynote, start: 2026-11-03 9:00}\n"


def told(folder: Path) -> list[str]:
    problems = check_event(load(folder / "config.yaml"))
    return [str(problem) for problem in problems if "sample event" in problem.what or problem.where == "event.name"]


def test_a_program_of_one_s_own_is_all_that_a_new_event_answers_from(tmp_path: Path) -> None:
    create(tmp_path / "event")
    (tmp_path / "event" / "program.yaml").write_text(OWN)
    knowledge, problems = load_event(load(tmp_path / "event" / "config.yaml"))
    assert [session.title for session in knowledge.program.sessions] == ["Our keynote"]
    assert knowledge.documents == ()
    assert {problem.severity for problem in problems} == {"warning"}


def test_every_file_that_is_still_the_sample_is_named(tmp_path: Path) -> None:
    found = told(sample_event(tmp_path / "event"))
    assert "event.name: warning: is still 'My event'. Write the name of your event." in found
    for name in (
        "pages/practical.en.md",
        "speeches/kazeki-keynote.md",
        "attendees.csv",
        "meetings.csv",
        "program.yaml",
    ):
        assert any(line.startswith(name) for line in found), name


def test_a_section_left_of_the_sample_is_named_in_a_page_of_one_s_own(tmp_path: Path) -> None:
    folder = sample_event(tmp_path / "event")
    page = folder / "pages" / "practical.en.md"
    for other in (folder / "pages").glob("*"):
        if other != page:
            other.unlink()
    text = page.read_text("utf-8").replace("B2B-2026", "OURS").replace("16 Example Street", "1 Our Road")
    page.write_text(text + "\n## Parking\n\nBehind the hall, on the left side.\n", "utf-8")
    found = [line for line in told(folder) if line.startswith("pages/")]
    assert not any("Parking" in line for line in found)
    assert any("the section" in line for line in found)
    assert not any("is the sample event's text" in line for line in found)


def test_the_sample_event_itself_is_not_blamed(root: Path) -> None:
    assert told(root) == []


def test_an_event_of_one_s_own_is_not_blamed(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("event: {name: Ours, time_zone: Europe/Paris, program: [program.yaml]}\n")
    (tmp_path / "program.yaml").write_text(OWN)
    assert told(tmp_path) == []
