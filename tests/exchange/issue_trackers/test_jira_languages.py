"""Jira's exports by the headers of the languages it speaks, and values in the same ones."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from tpm_tui.exchange.import_file import import_file
from tpm_tui.store.store import Store

LANGUAGES = {
    "German": (
        "Zusammenfassung,Vorgangsschlüssel,Vorgangstyp,Status,Priorität,"
        "Zugewiesene Person,Fälligkeitsdatum,Übergeordnet",
        ("Fehler", "In Arbeit", "Hoch", "05/Dez/26"),
    ),
    "French": (
        "Résumé,Clé de ticket,Type de ticket,État,Priorité,Responsable,Date d'échéance,Parent",
        ("Anomalie", "En cours", "Haute", "05/déc./26"),
    ),
    "Spanish": (
        "Resumen,Clave de incidencia,Tipo de Incidencia,Estado,Prioridad,"
        "Persona asignada,Fecha de vencimiento,Principal",
        ("Error", "En curso", "Alta", "05/dic/26"),
    ),
    "Portuguese": (
        "Resumo,Chave da item,Tipo de item,Status,Prioridade,Responsável,Data limite,Pai",
        ("Erro", "Em andamento", "Alta", "05/dez/26"),
    ),
    "Polish": (
        "Podsumowanie,Klucz zgłoszenia,Typ zgłoszenia,Status,Priorytet,Osoba przypisana,Termin,Nadrzędne",
        ("Błąd", "W toku", "Wysoki", "05/gru/26"),
    ),
    "Russian": (
        "Тема,Ключ проблемы,Тип задачи,Статус,Приоритет,Исполнитель,Срок исполнения,Родитель",
        ("Ошибка", "В работе", "Высокий", "05/дек/26"),
    ),
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "one.db", name="One") as made:
        yield made


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_export_in_another_language(store: Store, language: str) -> None:
    headers, (type_, status, priority, due) = LANGUAGES[language]
    text = f"{headers}\nA,HW-1,{type_},{status},{priority},Ana,{due},\nB,HW-2,,,,,,HW-1\n"
    outcome = import_file(store, "jira", io.StringIO(text))
    assert (outcome.created, outcome.refused, outcome.ignored, outcome.assumed) == (2, (), (), ())
    first, second = (store.plan["item"].row(id_) for id_ in store.plan["item"].ids)
    assert (first["source_id"], first["type"], first["status"], first["priority"]) == ("HW-1", "bug", "doing", "high")
    assert (first["deadline"], second["parent"]) == ("2026-12-05T23:59", first["id"])
    assert store.plan.title("person", str(first["owner"])) == "Ana"


@pytest.mark.parametrize(
    "language",
    ["german", "spanish", "french", "portuguese", "polish", "russian", "italian", "dutch", "japanese"],
)
def test_the_columns_of_a_whole_export_say_the_same_in_every_language(store: Store, language: str) -> None:
    """Custom fields, the words for what remains, links and parents by key or number among them."""
    path = Path(__file__).parents[2] / "data" / "jira" / f"{language}.csv"
    outcome = import_file(store, "jira", path)
    assert (outcome.created, outcome.refused, outcome.assumed) == (3, (), ())
    assert import_file(store, "jira", path).written is False
    epic, done, waiting = (store.plan["item"].row(id_) for id_ in store.plan["item"].ids)
    names = ("type", "status", "priority", "estimate", "points")
    assert [epic[name] for name in names] == ["epic", "doing", "high", None, None]
    assert [done[name] for name in names] == ["story", "done", "highest", "[480,480,480]", 3.0]
    assert [waiting[name] for name in names] == ["task", "backlog", "medium", "[960,960,960]", 5.0]
    assert (done["actual_start"], done["actual_finish"]) == ("2026-11-16T00:00", "2026-11-19T16:30")
    assert [done["parent"], waiting["parent"]] == [epic["id"]] * 2
    assert (epic["deadline"], waiting["deadline"]) == ("2026-12-18T23:59", "2026-12-04T23:59")
    assert store.plan.title("sprint", str(waiting["sprint"])) == "HA Sprint 2"
    assert store.plan["sprint"].columns["name"] == ["HA Sprint 1", "HA Sprint 2"]
    if language not in ("dutch", "japanese"):
        link = store.plan["link"].row(store.plan["link"].ids[0])
        assert (link["predecessor"], link["successor"]) == (done["id"], waiting["id"])


def test_headers_that_nobody_knows_are_refused_with_the_way_out(store: Store) -> None:
    outcome = import_file(store, "jira", io.StringIO("Yhteenveto,Avain\nA,HW-1\n"))
    assert "--map COLUMN=title" in outcome.refused[0][1]


def test_target_end_is_a_due_date_and_what_is_not_taken_over_is_named(store: Store) -> None:
    text = "Summary,Issue key,Custom field (Target end),Environment\nA,HW-1,04/Dec/26,prod\n"
    outcome = import_file(store, "jira", io.StringIO(text))
    assert store.plan["item"].columns["deadline"] == ["2026-12-04T23:59"]
    assert outcome.ignored == (("Environment", 1),)
    assert outcome.to_json()["ignored"] == [{"column": "Environment", "rows": 1}]


def test_the_key_of_the_other_program_names_the_record_here(store: Store) -> None:
    import_file(store, "jira", io.StringIO("Summary,Issue key\nA,HW-1\nB,T-2\nC,17\n"))
    plan = store.plan
    first, second, _ = plan["item"].ids
    assert plan.find_key("hw-1") == ("item", first)
    assert plan.find_key("T-2") == ("item", second), "a key of ours goes before another program's"
    assert plan.find_key("17") is None, "a bare number is no name"
    with store.transaction("Twice") as tx:
        tx.add("item", title="D", source_id="HW-1")
    assert store.plan.find_key("HW-1") is None, "one that two records had means neither"
