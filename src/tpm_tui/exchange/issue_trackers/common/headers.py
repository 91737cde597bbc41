"""Which field of an item a column of another program fills, by its header; headers in lower case."""

import re
from collections.abc import Sequence

#: What each target means in words; the keys are also what a person may map a header to.
TARGET_LABELS = {
    "title": "Title", "key": "Source id: finds the item at the next import", "id": "finds items by number",
    "type": "Type", "status": "Status", "category": "group of states that are new", "priority": "Priority",
    "resolution": "Status, where it was dropped", "owner": "Owner", "owner_id": "names of those who commented",
    "owner_email": "the owner's email", "assignees": "Assignments; the first is the owner, where there is no other",
    "reporter": "custom field reporter", "reporter_id": "names of those who commented", "finish": "Actual finish",
    "started": "Actual start", "created": "Created, of items that are new: ages and lead times",
    "state_since": "Actual start of what is under way, actual finish of what is done, where no other is named",
    "due": "Due", "start": "Actual start, or not before while it waits",
    "planned_finish": "Estimate, where there is none: the working time from the start", "labels": "Tags",
    "components": "Workstream; further ones tags", "versions": "Releases", "notes": "Notes", "estimate": "Estimate",
    "remaining": "Remaining", "spent": "Progress", "points": "Story points", "epic": "Parent, where there is no other",
    "parent": "Parent", "outline": "Parent, by outline number", "level": "Parent, by outline level",
    "sprint": "Sprint, the last one named", "sprint_start": "start of a sprint that is new",
    "sprint_end": "end of a sprint that is new", "comments": "Comments", "completion": "Progress",
    "milestone": "Type, where it is a milestone", "predecessors": "Links from what comes before",
    "successors": "Links to what comes after", "relations": "Links", "dropped": "Status, where it was dropped",
    "units": "units of assignments, by number", "active": "Status, where it is no: dropped",
    "mode": "Constraint: must start on its date, where it is scheduled by hand", "constraint": "Constraint",
    "constraint_date": "Constraint date",
}  # fmt: skip

#: Targets that take every column of their name; the others take the first that is not empty.
MULTI_VALUED = frozenset({
    "labels", "components", "versions", "sprint", "comments", "parent", "assignees", "predecessors", "successors",
    "relations",
})  # fmt: skip


def _headers(**targets: str) -> dict[str, str]:
    return {header.strip(): target for target, headers in targets.items() for header in headers.split("|")}


#: Header (without ``Custom field (…)``) -> target, for every program that writes one line an item.
HEADERS = _headers(
    title="summary|title|name|task|task name|card name|subject|issue|work item|todo|zusammenfassung|"
    "vorgangsname|thema|titel|aufgabe|résumé|nom|nom de la tâche|sujet|titre|tâche|resumen|nombre|nombre de tarea|"
    "asunto|título|tarea|resumo|nome|nome da tarefa|tarefa|podsumowanie|streszczenie|nazwa|nazwa zadania|temat|"
    "tytuł|тема|название|название задачи|задача|описание темы|резюме|сводка|riepilogo|attività|nome attività|"
    "titolo|samenvatting|taaknaam|naam taak|onderwerp|要約|タイトル|件名|タスク名|item name|todo name",
    key="issue key|key|issuekey|work item key|task id|card id|unique id|unique_id|uid|guid|"
    "task custom id|vorgangsschlüssel|schlüssel|eindeutige nr.|clé de ticket|clé de la demande|clé|clé du ticket|"
    "clave de incidencia|clave|clave de la incidencia|chave da item|chave do item|chave da ocorrência|chave|"
    "klucz zgłoszenia|klucz|ключ проблемы|ключ задачи|ключ запроса|ключ|código|código de incidencia|"
    "chiave ticket|chiave segnalazione|chiave|issuesleutel|issue-sleutel|sleutel|キー|課題キー|код|"
    "item id|item id (auto generated)|row id",
    id="issue id|id.|identyfikator|ид|ид.|identificador|"
    "id|work item id|#|number|no|no.|nr|nr.|vorgangs-id|id de ticket|id. de ticket|"
    "id de la demande|n°|id de la incidencia|id de incidencia|id. de incidencia|id da ocorrência|id do item|"
    "id da item|identyfikator zgłoszenia|id zgłoszenia|id проблемы|идентификатор задачи|id задачи|№|id. zgłoszenia|"
    "id tarea|nº|n.º|id ticket|id segnalazione|issue-id|課題 id|課題id|id attività",
    type="issue type|issuetype|type|work type|work item type|tracker|task type|vorgangstyp|typ|"
    "type de ticket|type de demande|tipo de incidencia|tipo|tipo de ocorrência|tipo de item|typ zgłoszenia|"
    "rodzaj zgłoszenia|тип задачи|тип запроса|тип проблемы|тип|трекер|typ zagadnienia|tipo ticket|tipo di ticket|"
    "tipo segnalazione|type issue|課題タイプ|種別|тип рабочего элемента|tipo de tarea|tipo de trabajo|"
    "type de tâche|vorgangsart",
    status="status|state|section/column|section|column|list|state name|statut|état|estado|situação|stan|"
    "статус|состояние|bereich|bucket|stato|ステータス|状態",
    category="status category|state group|statuskategorie|catégorie d'état|catégorie de statut|"
    "categoría de estado|categoría del estado|categoria do status|categoria de status|kategoria stanu|"
    "kategoria statusu|категория статуса|categoria stato|categoria di stato|statuscategorie|ステータス カテゴリ|"
    "ステータスカテゴリ",
    priority="priority|priorität|priorité|prioridad|prioridade|priorytet|приоритет|priorità|prioriteit|優先度",
    resolution="resolution|lösung|résolution|resolución|resolução|rozwiązanie|rezolucja|решение|резолюция|"
    "risoluzione|oplossing|解決状況",
    owner="assignee|owner|assigned to|coordinator|assignee name|responsible|zugewiesene person|bearbeiter|"
    "zugewiesen an|verantwortlich|responsable|personne assignée|attribution|assigné à|attribué à|persona asignada|"
    "asignado a|asignado|responsável|atribuído para|osoba przypisana|przypisany|przypisany do|wykonawca|"
    "исполнитель|назначена|назначен|assign|assigned|person|people|owners|assegnatario|assegnato a|responsabile|"
    "toegewezen aan|toegewezene|uitvoerder|verantwoordelijke|担当者|ответственный|osoba odpowiedzialna",
    owner_id="assignee id",
    owner_email="assignee email|assignee e-mail",
    assignees="assignees|members|resource names|resource_names|resources|ressourcennamen|noms ressources|"
    "nombres de los recursos|nomes dos recursos|nazwy zasobów|названия ресурсов|nomi risorse|namen van resources|"
    "resourcenamen|リソース名",
    units="assignments",
    reporter="reporter|autor|ersteller|rapporteur|informador|relator|zgłaszający|автор|osoba zgłaszająca|"
    "segnalante|melder|報告者|informante",
    reporter_id="reporter id",
    finish="resolved date|closed date|completed date|"
    "resolved|resolution date|completed|completed at|completion date|date done|date closed|closed|"
    "closed at|done at|erledigt|gelöst|geschlossen|abgeschlossen am|résolue|résolu|résolu(e)|fermé|fermée|resuelta|"
    "resuelto|cerrada|cerrado|resolvido|resolvida|fechado|fechada|rozwiązano|rozwiązane|zamknięte|решено|"
    "дата решения|закрыта|закрыто|resueltas|concluido em|concluído em|resolvido(a)|risolto|risolta|data chiusura|"
    "opgelost|gesloten|解決日|完了日|решенные|дата закрытия",
    started="started|started at|actual_start|date started|activated date",
    created="created|created at|created on|created date|date created|creation date|createdat|opened|opened at|erstellt|"
    "angelegt|créé|créée|création|créé(e)|date de création|creada|creado|fecha de creación|criado|criada|criado em|"
    "data de criação|utworzono|utworzone|data utworzenia|создано|дата создания|criado(a)|creado el|creata|creato|"
    "data creazione|aangemaakt|gemaakt|作成日|作成|создан",
    state_since="status category changed|status changed|state change date|state changed|last state change|"
    "statuskategorie geändert|catégorie de statut modifiée|catégorie d'état modifiée|categoría de estado cambiada|"
    "categoría de estado modificada|categoria de status alterada|zmieniono kategorię statusu|"
    "категория статуса изменена",
    due="due date|due|duedate|due_date|target end|target date|end date|deadline|due on|due at|"
    "fälligkeitsdatum|fällig|abgabedatum|stichtag|date d'échéance|échéance|echéance|date cible|"
    "fecha de vencimiento|vencimiento|fecha límite|fecha fin|data limite|data de entrega|data de vencimento|prazo|"
    "data prevista|termin|termin wykonania|data wymagalności|data ukończenia|data oddania|срок исполнения|срок|"
    "дата выполнения|крайний срок|scadenza|data di scadenza|vervaldatum|期限|期日|fecha de entrega|timeline - end|"
    "data wymagana|дедлайн",
    start="start date|planned start|target start|actual start|start|start_date|begin date|begin|begin_date|"
    "start on|startdatum|anfangsdatum|anfang|beginn|début|date de début|fecha de inicio|comienzo|inicio|"
    "fecha inicio|data de início|início|data rozpoczęcia|data początkowa|rozpoczęcie|дата начала|начало|starts|"
    "data inizio|inizio|data di inizio|begindatum|開始日|開始|timeline - start|scheduled start|"
    "comienzo previsto",
    planned_finish="finish|finish_date|finish date|ende|fin|fim|zakończenie|окончание|термин|ends|fertig stellen|"
    "fertigstellung|término|fine|einde|voltooien|終了日|終了",
    labels="labels|label|tags|tag|stichwörter|étiquettes|etiquetas|rótulos|categorias|etykiety|метки|теги|text tags|"
    "etichette|ラベル|タグ",
    components="components|component|component/s|workstream|stream|project|projects|module name|modules|module|"
    "category|area|komponenten|projekt|kategorie|composants|projet|catégorie|componentes|proyecto|categoría|"
    "projeto|categoria|komponenty|składniki|компоненты|компонент|проект|категория|epic name|subsystem|area path|"
    "componenti|componente|onderdelen|コンポーネント",
    versions="fix versions|fix version|fix version/s|target version|lösungsversionen|lösungsversion(en)|"
    "zielversion|versions corrigées|version corrigée|version cible|versiones corregidas|versiones de corrección|"
    "versión prevista|versões de correção|corrigir versões|versão alvo|wersje naprawy|wersje poprawki|"
    "wersja docelowa|исправить в версиях|версия|versioni di correzione|versione di correzione|fix-versies|"
    "oplossingsversies|修正バージョン",
    notes="description|notes|note|task content|card description|body|details|comments/notes|beschreibung|"
    "notizen|description détaillée|descripción|notas|descrição|anotações|opis|uwagi|notatki|описание|заметки|"
    "remarques|descrizione|beschrijving|notities|説明|メモ",
    estimate="time estimate|"
    "original estimate|estimate|effort|duration|estimated time|time estimated|estimated hours|work|"
    "ursprüngliche schätzung|ursprünglicher zeitaufwand|dauer|aufwand|geschätzter aufwand|schätzung|"
    "estimation originale|estimation initiale|durée|temps estimé|charge|estimación original|duración|"
    "tiempo estimado|trabajo|estimativa original|estimativa inicial|duração|tempo estimado|trabalho|"
    "szacunek początkowy|pierwotny szacunek|początkowe oszacowanie|czas trwania|szacowany czas|"
    "первоначальная оценка|исходная оценка|длительность|оценка времени|оценка трудозатрат|estimation|original work|"
    "szacowanie|pierwotne oszacowanie|stima originale|durata|oorspronkelijke schatting|oorspronkelijke inschatting|"
    "duur|初期見積り|初期見積もり|期間|базовая оценка",
    remaining="remaining estimate|remaining|remaining duration|remaining_duration|verbleibende schätzung|"
    "verbleibender zeitaufwand|verbleibend|restdauer|estimation restante|estimation du temps restant|"
    "estimación restante|trabajo restante|estimativa restante|pozostały szacunek|pozostały czas|"
    "pozostałe oszacowanie|оставшаяся оценка|оставшееся время|remaining work|restschätzung|tiempo restante|"
    "tempo restante|estimativa de trabalho restante|stima rimanente|resterende schatting|残余見積り|残り時間",
    spent="time spent|spent time|zeitaufwand|aufgewendete zeit|benötigte zeit|temps passé|temps consacré|"
    "tiempo trabajado|tiempo dedicado|tiempo empleado|tempo gasto|spędzony czas|przepracowany czas|poświęcony czas|"
    "затраченное время|трудозатраты|completed work|tempo impiegato|bestede tijd|消費時間|作業時間|"
    "zarejestrowany czas",
    points="story points|story point estimate|points|sprint points|story-points|estimate points|"
    "points d'histoire|puntos de historia|pontos de história|punkty historii|punkty scenariusza|баллы|"
    "estimación de puntos de historia|estimativa de pontos de história|estimation en points de récit|"
    "story-point-schätzung|stima story point|ストーリーポイント|ストーリー ポイント|оценка в баллах",
    epic="epic link|epos-verknüpfung|epic-verknüpfung|lien d'epic|lien d'épopée|lien epic|vínculo de epic|"
    "enlace de la épica|enlace épico|link de épico|vínculo do épico|link do épico|łącze epopei|link do epiki|"
    "ссылка на эпик|collegamento epic|epic-koppeling|エピックリンク",
    parent="parent|parent id|parent key|parent link|parent task|parent issue|parent name|parent item|"
    "übergeordnet|übergeordneter vorgang|übergeordnetes element|übergeordnete aufgabe|élément parent|tâche parente|"
    "tâche parent|padre|principal|tarea padre|elemento primario|pai|item pai|tarefa pai|primário|element nadrzędny|"
    "nadrzędne|zadanie nadrzędne|родитель|родительская задача|родительский элемент|parent-task|"
    "clave principal|clave del principal|übergeordneter schlüssel|clé parent|clé du parent|chave pai|"
    "chave do item pai|chave principal|klucz elementu nadrzędnego|ключ родителя|родительский ключ|"
    "elemento principale|chiave principale|bovenliggend|hoofditem|hoofdtaak|親|親課題|親キー",
    outline="outline number|outline_number|wbs|gliederungsnummer|psp-code|n° hiérarchique|número de esquema|"
    "edt|номер в структуре|сдр|numero struttura|overzichtsnummer|アウトライン番号|numer konspektu",
    level="outline level|outline_level|gliederungsebene|niveau hiérarchique|nivel de esquema|уровень структуры|"
    "livello struttura|overzichtsniveau|アウトライン レベル|poziom konspektu|nível da estrutura de tópicos|"
    "nível hierárquico",
    sprint="sprint|cycle name|cycle|iteration|sprint name|спринт|sprints|iteration path|スプリント",
    sprint_start="cycle start|cycle start date|iteration start|sprint start",
    sprint_end="cycle end|cycle end date|iteration end|sprint end",
    comments="comment|comments|kommentar|kommentare|commentaire|commentaires|comentario|comentarios|"
    "comentário|comentários|komentarz|komentarze|комментарий|комментарии|commento|commenti|opmerking|opmerkingen|"
    "コメント",
    completion="% complete|percent complete|percent_complete|%_complete|completion|% done|progress|"
    "% abgeschlossen|% erledigt|% achevé|% réalisé|% completado|% realizado|% concluída|% terminado|% wykonania|"
    "% ukończenia|% завершения|готовность|% готово|готовность, %|% completamento|% voltooid|達成率|"
    "% выполнения|% zakończenia|% concluido|% concluído|avance|avancement|fortschritt",
    milestone="milestone|is milestone|meilenstein|jalon|hito|marco|веха",
    predecessors="voorafgaande taken|"
    "predecessors|predecessor|blocked by (dependencies)|blocked by|depends on|dependencies|"
    "waiting on|vorgänger|prédécesseurs|predecesoras|predecessoras|poprzedniki|предшественники|predecessori|"
    "voorgangers|先行タスク|dependency|dependent on",
    successors="successors|successor|blocking (dependencies)|blocks|blocking|nachfolger|successeurs|sucesoras|"
    "sucessoras|następniki|последователи|successori|opvolgers|後続タスク",
    relations="related issues|relations|zugehörige tickets|demandes liées|peticiones relacionadas|"
    "tarefas relacionadas|powiązane zagadnienia|связанные задачи",
    dropped="canceled|cancelled|canceled at|cancelled at",
    constraint="constraint type|constraint_type|einschränkungsart|type de contrainte|tipo de delimitación|"
    "tipo vincolo|type beperking|тип ограничения|typ ograniczenia|tipo de restrição",
    constraint_date="constraint date|constraint_date|einschränkungstermin|date de contrainte|fecha de delimitación|"
    "data vincolo|дата ограничения|data ograniczenia|data da restrição",
)

_CUSTOM = re.compile(
    r"(?:custom fields?|benutzerdefinierte\w* feld\w*|champs? personnalisés?|campos? personali[sz]ad[oa]s?|"
    r"camp[oi] personalizzat[oi]|pol[ea] (?:niestandardowe|własne)|(?:пользовательск|настраиваем)\w+ пол\w+|"
    r"aangepaste? veld(?:en)?|カスタム ?フィールド) ?\((.*)\)",
    re.S,
)
_LINK = re.compile(
    r"([^()]*(?:link|verknüpfung|lien|vínculo|enlace|łącze|powiązanie|ссылк|связ|collegament|koppeling|リンク)[^()]*)"
    r" ?\((.*)\)",
    re.S,
)
_INWARD = (
    "inward",
    "eingehend",
    "nach innen",
    "entrant",
    "interno",
    "dentro",
    "entrada",
    "przychodz",
    "wewn",
    "входящ",
    "entrata",
    "ingresso",
    "inkomend",
    "内向き",
)
_OUTWARD = ("outward", "ausgehend", "nach außen", "sortant", "externo", "fuera", "saliente", "saída", "wychodz", "zewn",
            "исходящ", "uscita", "uitgaand", "外向き")  # fmt: skip
_UNIT_MARK = re.compile(r"[\s_]*[(\[]\s*([^)\]]{1,12})\s*[)\]]$")


def plain_header(header: str) -> str:
    """A header in lower case, without ``Custom field (…)`` and with single blanks."""
    word = " ".join(header.lower().split()).rstrip(" :")
    custom = _CUSTOM.fullmatch(word)
    return custom[1].strip() if custom else word


def target_of(header: str) -> str:
    """What a header fills, ``inward:blocks`` or ``outward:blocks`` for a column of links, empty if nothing."""
    word = plain_header(header)
    target = HEADERS.get(word) or HEADERS.get(_UNIT_MARK.sub("", word)) or HEADERS.get(word.replace("_", " "))
    if target:
        return target
    link = _LINK.fullmatch(word)
    if link:
        for way, marks in (("inward", _INWARD), ("outward", _OUTWARD)):
            if any(mark in link[1] for mark in marks):
                return f"{way}:{link[2].strip()}"
    return ""


def is_issue_header(headers: Sequence[str]) -> bool:
    """Whether a row names columns of items: one of titles, and another one."""
    targets = set(filter(None, map(target_of, headers)))
    return "title" in targets and len(targets) > 1


#: Names of links that say an order -> (link type, whether the outward end comes first).
LINK_NAMES = {
    "blocks": ("FS", True), "blocker": ("FS", True), "blocked": ("FS", True), "dependency": ("FS", False),
    "depends": ("FS", False), "dependent": ("FS", False), "depends on": ("FS", False),
    "gantt end to start": ("FS", True), "gantt start to start": ("SS", True), "gantt end to end": ("FF", True),
    "gantt start to end": ("SF", True), "blockiert": ("FS", True), "blocage": ("FS", True), "bloque": ("FS", True),
    "bloquea": ("FS", True), "blocca": ("FS", True), "blokkeert": ("FS", True), "bloqueia": ("FS", True),
    "blokuje": ("FS", True), "блокирует": ("FS", True),
}  # fmt: skip


def header_target_label(target: str) -> str:
    """What a target means, for the preview."""
    _, colon, name = target.partition(":")
    if not colon:
        return TARGET_LABELS.get(target, "ignored")
    if name in LINK_NAMES:
        return f"Links {LINK_NAMES[name][0]}"
    return f"not imported: {name!r} says no order"


#: Minutes of a number without a unit, by the unit that a header names or stands for; a day where none does.
_MINUTES_OF_UNIT = {
    "s": 1 / 60, "sec": 1 / 60, "seconds": 1 / 60, "ms": 1 / 60000, "m": 1, "min": 1, "minutes": 1, "h": 60, "hr": 60,
    "hrs": 60, "hours": 60, "std": 60, "stunden": 60, "heures": 60, "horas": 60, "godz": 60, "ч": 60, "час": 60,
}  # fmt: skip
_HOURS = frozenset(
    [
        "estimated time",
        "spent time",
        "estimated hours",
        "work",
        "geschätzter aufwand",
        "aufgewendete zeit",
        "temps estimé",
        "temps passé",
        "tiempo estimado",
        "tiempo dedicado",
        "tempo estimado",
        "tempo gasto",
        "szacowany czas",
        "przepracowany czas",
        "оценка времени",
        "трудозатраты",
        "оценка трудозатрат",
        "remaining work",
        "completed work",
    ]
)
_MILLISECONDS = frozenset({"time estimated"})


def bare_unit(header: str, default: float | None = None) -> float | None:
    """Minutes that a number without a unit counts in a column; ``default`` where the header does not tell."""
    word = plain_header(header)
    mark = _UNIT_MARK.search(word)
    if mark and mark[1].strip() in _MINUTES_OF_UNIT:
        return _MINUTES_OF_UNIT[mark[1].strip()]
    last = word.replace("_", " ").rpartition(" ")[2]
    if last in ("hours", "hrs", "minutes", "seconds", "stunden", "heures", "horas"):
        return _MINUTES_OF_UNIT[last]
    if word in _HOURS:
        return 60
    return 1 / 60000 if word in _MILLISECONDS else default
