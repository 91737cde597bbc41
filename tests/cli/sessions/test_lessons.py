"""Lessons go from one programme to the next."""

from pathlib import Path

from support.cli_driver import Tpm

LESSON = ("add", "lesson", "Three interfaces had no owner", "cause=By team, not by name", "action=Name a person",
          "applies_to=integration,qa")  # fmt: skip


def test_the_next_programme_begins_with_them_and_a_second_time_changes_nothing(tpm: Tpm, tmp_path: Path) -> None:
    old, new, sheet = (tmp_path / name for name in ("old.db", "new.db", "lessons.csv"))
    tpm("new", old, "--name", "Atlas")
    tpm("-f", old, *LESSON)
    tpm("-f", old, "add", "lesson", "Asked too late", "source=Borealis")
    assert tpm("-f", old, "export", "lessons", sheet).code == 0
    tpm("new", new, "--name", "Next")
    for made in (2, 0):
        done = tpm("-f", new, "import", "lessons", sheet, "--json")
        assert done.code == 0, done.err
        assert done.json["created"] == made
    [first, second] = tpm("-f", new, "ls", "lesson", "--json").json
    assert (first["title"], first["cause"], first["action"]) == (
        "Three interfaces had no owner", "By team, not by name", "Name a person",
    )  # fmt: skip
    assert first["applies_to"] == ["integration", "qa"]
    assert (first["source"], second["source"]) == ("Atlas", "Borealis")
    assert first["meeting"] is None


def test_a_format_that_goes_out_whole_refuses_to_be_narrowed(tpm: Tpm, tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    tpm("new", path)
    tpm("-f", path, *LESSON)
    for narrowed in (("--filter", "owner:ana"), ("--columns", "title")):
        for format_ in ("lessons", "json", "mspdi"):
            refused = tpm("-f", path, "export", format_, "-", *narrowed)
            assert (refused.code, refused.out) == (1, "")
            assert f"{format_} goes out whole: --filter and --columns are for csv" in refused.err
