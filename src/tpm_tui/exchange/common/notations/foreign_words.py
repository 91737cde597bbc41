"""Types, priorities, states and resolutions in the words of other programs and languages, all in lower case.

English, German, French, Spanish, Portuguese, Italian, Dutch, Polish, Russian and Japanese, as Jira, Redmine, Azure
DevOps, YouTrack, Linear, Plane, Asana, Trello, ClickUp and Monday write them.
"""


def _words(**groups: str) -> dict[str, str]:
    """Word -> ours, of texts that hold words apart by ``|``."""
    return {word.strip(): ours for ours, words in groups.items() for word in words.split("|")}


#: A word for a kind of work -> the item type.
ISSUE_TYPES = _words(
    initiative="initiative|theme|objective|programme|program|goal|ziel|objetivo|objectif|inicjatywa|инициатива|"
    "iniziativa|initiatief|イニシアチブ",
    epic="epic|feature|epos|épico|epico|épica|epica|épopée|epik|epopeja|эпик|funktion|fonctionnalité|"
    "evolution|évolution|función|característica|funcionalidade|funkcja|функция|улучшение|funzionalità|functie|"
    "エピック|機能",
    story="story|user story|new feature|improvement|enhancement|user-story|historia|historia de usuario|"
    "história|récit|récit utilisateur|historyjka|historyjka użytkownika|история|neue funktion|verbesserung|"
    "nouvelle fonctionnalité|amélioration|mejora|nueva función|melhoria|novo recurso|usprawnienie|nowa funkcja|"
    "новая функциональность|storia|miglioramento|nuova funzionalità|verhaal|verbetering|nieuwe functie|"
    "product backlog item|requirement|ストーリー|改善|新機能",
    task="task|sub-task|subtask|technical task|work item|issue|support|card|aufgabe|unteraufgabe|"
    "teilaufgabe|tâche|sous-tâche|assistance|tarea|subtarea|soporte|tarefa|subtarefa|suporte|zadanie|podzadanie|"
    "wsparcie|задача|подзадача|поддержка|unterstützung|attività|attività secondaria|sottoattività|sotto-task|"
    "taak|subtaak|sub-taak|タスク|サブタスク|課題|作業",
    bug="bug|defect|sub-bug|fault|incident|fehler|anomalie|bogue|erreur|error|errores|fallo|defecto|"
    "defeito|erro|błąd|usterka|ошибка|баг|дефект|usability problem|performance problem|cosmetics|exception|"
    "issue (bug)|errore|difetto|guasto|fout|バグ|障害|不具合",
    spike="spike|research|recherche|investigación|pesquisa|исследование|ricerca|onderzoek|スパイク|調査",
    milestone="milestone|meilenstein|jalon|hito|marco|kamień milowy|веха|pietra miliare|mijlpaal|マイルストーン",
)

#: A word for how urgent work is -> the priority.
ISSUE_PRIORITIES = _words(
    highest="must|must have|"
    "highest|blocker|critical|p0|p1|urgent|immediate|höchste|am höchsten|kritisch|dringend|sofort|"
    "la plus haute|très haute|critique|bloquant|urgente|immédiat|más alta|crítica|crítico|inmediata|bloqueante|"
    "mais alta|imediata|imediato|bloqueador|najwyższy|krytyczny|pilny|natychmiastowy|наивысший|критический|"
    "критичный|срочный|немедленный|блокирующий|очень высокий|show-stopper|più alta|massima|critica|bloccante|"
    "hoogste|kritiek|blokkerend|最高|緊急|ブロッカー",
    high="should|should have|"
    "high|major|p2|hoch|haute|élevée|haut|majeur|majeure|alta|alto|mayor|wysoki|ważny|высокий|важный|hoog|"
    "belangrijk|高|重要",
    medium="medium|normal|p3|none|not set|no priority|moderate|mittel|moyenne|moyen|normale|media|medio|"
    "média|médio|średni|normalny|средний|нормальный|обычный|keine|aucune|ninguna|nenhuma|brak|нет|gemiddeld|"
    "normaal|中|通常|nessuna|geen",
    low="could|could have|"
    "low|minor|p4|niedrig|gering|basse|faible|bas|mineur|mineure|baja|bajo|menor|baixa|baixo|niski|"
    "drobny|низкий|незначительный|bassa|basso|minore|laag|低|軽微",
    lowest="won't|won't have|"
    "lowest|trivial|p5|niedrigste|am niedrigsten|la plus basse|très basse|triviale|más baja|"
    "mais baixa|najniższy|trywialny|наинизший|самый низкий|тривиальный|più bassa|minima|banale|laagste|triviaal|"
    "最低|些細",
)

#: A word for a state -> the state of that name; used where the file's workflow has it.
ISSUE_STATUSES = _words(
    backlog="to do|todo|open|new|reopened|backlog|triage|inbox|not started|unstarted|offen|neu|zu erledigen|"
    "nicht begonnen|aufgaben|à faire|ouvert|ouverte|nouveau|nouvelle|non commencé|por hacer|tareas por hacer|"
    "abierto|abierta|nuevo|nueva|pendiente|pendientes|a fazer|tarefas pendentes|itens pendentes|aberto|aberta|novo|"
    "nova|pendente|do zrobienia|otwarte|otwarty|nowe|nowy|сделать|к выполнению|открыт|открыто|открыта|открытый|"
    "новый|новая|не начато|submitted|proposed|da completare|da fare|aperto|aperta|nuovo|nuova|te doen|"
    "nog te doen|nieuw|niet gestart|未着手|作業前|未対応|オープン|新規",
    ready="selected for development|ready for development|ready for dev|ready|next|bereit|prêt|listo|"
    "preparado|pronto|gotowe do pracy|готово к работе|выбрано для разработки|approved|pronto per lo sviluppo|"
    "selezionato per lo sviluppo|gereed voor ontwikkeling|準備完了",
    doing="in progress|in development|implementing|in work|doing|started|assigned|in bearbeitung|in arbeit|"
    "in umsetzung|laufend|zugewiesen|en cours|assigné|assignée|en curso|en progreso|en desarrollo|asignado|"
    "asignada|em andamento|em progresso|em desenvolvimento|w toku|w trakcie|w realizacji|przypisany|в работе|"
    "в процессе|выполняется|в разработке|назначен|назначена|active|committed|working on it|in corso|"
    "in lavorazione|mee bezig|bezig|in uitvoering|in behandeling|進行中|作業中|処理中|対応中|開発中",
    review="in review|code review|under review|review|in test|testing|in testing|qa|in qa|verifying|"
    "feedback|in prüfung|in überprüfung|im test|testen|en revue|en révision|en test|à valider|commentaire|"
    "en revisión|en pruebas|comentarios|em revisão|em teste|em análise|w recenzji|w testach|testowanie|на проверке|"
    "на рассмотрении|тестирование|обратная связь|in revisione|in verifica|in beoordeling|in controle|"
    "レビュー中|レビュー|テスト中|確認中",
    blocked="on hold|waiting|impeded|blocked|blockiert|angehalten|wartend|bloqué|bloquée|en attente|"
    "bloqueado|bloqueada|en espera|em espera|zablokowane|zablokowany|wstrzymane|заблокировано|заблокирован|"
    "ожидание|приостановлено|stuck|bloccato|bloccata|in attesa|sospeso|geblokkeerd|in de wacht|wachtend|保留|ブロック|"
    "待機中",
    done="closed|resolved|complete|completed|released|done|finished|fertig|erledigt|geschlossen|gelöst|"
    "abgeschlossen|terminé|terminée|fermé|fermée|résolu|résolue|fait|hecho|hecha|finalizado|finalizada|finalizados|"
    "listo para entregar|cerrado|cerrada|resuelto|resuelta|terminado|terminada|completado|concluído|concluída|"
    "concluido|itens concluídos|feito|fechado|fechada|resolvido|resolvida|gotowe|zrobione|zamknięte|zamknięty|"
    "rozwiązane|rozwiązany|ukończone|zakończone|готово|закрыто|закрыт|закрыта|решено|решен|решён|решена|выполнено|"
    "завершено|fixed|verified|completato|completata|fatto|fatta|chiuso|chiusa|risolto|risolta|finito|gereed|"
    "klaar|voltooid|gesloten|opgelost|afgerond|完了|解決済み|解決|クローズ|終了",
    dropped="won't do|wont do|cancelled|canceled|rejected|declined|abandoned|duplicate|dropped|abgelehnt|"
    "abgebrochen|verworfen|storniert|rejeté|rejetée|annulé|annulée|abandonné|rechazado|rechazada|cancelado|"
    "cancelada|descartado|rejeitado|rejeitada|odrzucone|odrzucony|anulowane|anulowany|отклонено|отклонен|отклонён|"
    "отклонена|отменено|отменен|removed|won't fix|wontfix|can't reproduce|cannot reproduce|obsolete|invalid|"
    "annullato|annullata|rifiutato|geannuleerd|afgewezen|キャンセル|却下|中止",
)

#: A word for a category of states -> the group of states.
STATUS_CATEGORIES = _words(
    todo="to do|new|undefined|no category|todo|backlog|unstarted|zu erledigen|offen|à faire|por hacer|"
    "tareas por hacer|a fazer|itens pendentes|do zrobienia|сделать|к выполнению|keine kategorie|proposed|"
    "da completare|da fare|te doen|to-do|未着手|作業前",
    active="in progress|indeterminate|started|active|in arbeit|in bearbeitung|en cours|en curso|"
    "em andamento|w toku|в работе|в процессе|in corso|in uitvoering|mee bezig|進行中|作業中",
    done="done|complete|completed|closed|fertig|erledigt|terminé|listo|hecho|finalizado|concluído|"
    "itens concluídos|gotowe|готово|выполнено|completato|completata|gereed|klaar|voltooid|完了",
)

#: Resolutions of work that was given up rather than finished.
CANCELLED_RESOLUTIONS = frozenset(
    [
        "won't do",
        "won't fix",
        "wont do",
        "wont fix",
        "duplicate",
        "cannot reproduce",
        "declined",
        "not a bug",
        "invalid",
        "incomplete",
        "abandoned",
        "cancelled",
        "canceled",
        "rejected",
        "obsolete",
        "wird nicht gemacht",
        "wird nicht behoben",
        "duplikat",
        "nicht reproduzierbar",
        "ungültig",
        "abgelehnt",
        "ne sera pas fait",
        "ne sera pas corrigé",
        "doublon",
        "no se hará",
        "no se solucionará",
        "duplicado",
        "duplicada",
        "não será feito",
        "não será corrigido",
        "nie zostanie wykonane",
        "nie zostanie naprawione",
        "duplikat",
        "не будет выполнено",
        "не будет исправлено",
        "дубликат",
        "non verrà eseguito",
        "duplicato",
        "wordt niet gedaan",
        "dubbel",
        "対応しない",
        "重複",
    ]
)

#: Words for nobody, beside those that a person types.
NOBODY = frozenset(
    [
        "unassigned",
        "nobody",
        "none",
        "no assignee",
        "not assigned",
        "nicht zugewiesen",
        "niemand",
        "non assigné",
        "non attribué",
        "sin asignar",
        "no asignado",
        "não atribuído",
        "sem responsável",
        "nieprzypisany",
        "nieprzydzielone",
        "не назначен",
        "нет",
        "non assegnato",
        "niet toegewezen",
        "未割り当て",
        "担当者なし",
    ]
)

#: Words for no, in a column that holds yes or no.
NO = frozenset({"no", "false", "0", "nein", "non", "não", "nie", "нет", "falsch", "faux"})

#: Words for yes, in a column that holds yes or no.
YES = frozenset({"yes", "true", "1", "x", "ja", "oui", "sí", "si", "sim", "tak", "да", "wahr", "vrai"})
