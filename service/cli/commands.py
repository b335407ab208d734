"""The commands by name. The module of a command is imported when the command is chosen."""

from dataclasses import dataclass

HELP = "The system of record for key-account customer service (大客户客服)."


@dataclass(frozen=True)
class Command:
    """A command: the first sentences of its help, and where its function is, or the `Typer` of a group."""

    name: str
    summary: str
    target: str


@dataclass(frozen=True)
class Group:
    """Commands under one name."""

    name: str
    summary: str
    commands: tuple[Command, ...]


_CLI = "service.cli"
REPORT = Group(
    "report",
    "Reports.",
    (
        Command(
            "kpi",
            "Response times, resolution, waiting and satisfaction of the cases received in a period.",
            f"{_CLI}.reports.kpi:kpi",
        ),
        Command(
            "explain",
            "A figure of the KPI report explained: its definition, and the rows behind it.",
            f"{_CLI}.reports.kpi:explain",
        ),
        Command(
            "attribution",
            "Whose the late time of a period is, and pauses held although the customer had answered.",
            f"{_CLI}.reports.attribution:attribution",
        ),
        Command(
            "response-times",
            "Which department does which step of a collaboration within which time (跨部门协作响应时效表).",
            f"{_CLI}.reports.response_times:show",
        ),
        Command(
            "complaints",
            "Complaints of a period: rate per step of our work, causes, and what was given for them.",
            f"{_CLI}.reports.complaints:complaints",
        ),
        Command(
            "retention",
            "Who stays, buys again, is woken and rises over a period, by tier (留存率、复购率、唤醒率).",
            f"{_CLI}.reports.retention:retention",
        ),
        Command(
            "revisits",
            "The record of revisits (回访记录表): "
            "who, when, how, what the customer said, who was told of it.",
            f"{_CLI}.reports.revisits:revisits",
        ),
        Command(
            "document",
            "A named report of a period as JSON, CSV, XLSX, HTML or PDF.",
            f"{_CLI}.reports.document:document",
        ),
        Command(
            "issued",
            "The reports that were issued by the schedule, with recipients, position and hash.",
            f"{_CLI}.reports.issued:issued",
        ),
        Command("documents", "The named reports.", f"{_CLI}.reports.document:documents"),
    ),
)
EXPORT = Group(
    "export",
    "The record for other programs.",
    (
        Command(
            "ocel2",
            "Write the courses of cases as OCEL 2.0 (JSON), for process mining; no personal data.",
            f"{_CLI}.exports.process_log:ocel2",
        ),
        Command(
            "xes",
            "Write the courses of cases as XES (IEEE 1849), for process mining; no personal data.",
            f"{_CLI}.exports.process_log:xes",
        ),
    ),
)
COMMANDS: tuple[Command | Group, ...] = (
    Command(
        "serve",
        "Serve the HTTP API, on the embedded PostgreSQL unless CASEBOOK_DATABASE_URL names another.",
        f"{_CLI}.servers.serve:serve",
    ),
    Command(
        "watch",
        "Watch the clocks: note warnings, breaches and escalations when they are due, until Ctrl+C.",
        f"{_CLI}.servers.watch:watch",
    ),
    Command(
        "demo",
        "Write a believable half year of service, fold it, print its KPI report, then serve it.",
        f"{_CLI}.servers.demo:demo",
    ),
    Command(
        "import",
        "Take another system's cases over, row by row, at their own times. Running it again adds nothing.",
        f"{_CLI}.record.importing:import_",
    ),
    Command(
        "replay",
        "Show a case as it was, and each step that led there.",
        f"{_CLI}.cases.replay:replay",
    ),
    Command(
        "story",
        "Tell what happened on a case, one sentence a fact, in the order in which it happened.",
        f"{_CLI}.cases.story:tell",
    ),
    Command(
        "assign",
        "Assign a case by load and skill, and say why this person.",
        f"{_CLI}.cases.assign:assign",
    ),
    Command(
        "invite",
        "Invite a contact to rate the resolution of a case, and print the link to be sent.",
        f"{_CLI}.cases.invite:invite",
    ),
    Command(
        "attach",
        "Attach a file to a case.",
        f"{_CLI}.cases.attach:attach",
    ),
    Command(
        "whatif",
        "Replay history under another policy, calendar or roster: what would have been kept, what broken.",
        f"{_CLI}.reports.what_if:whatif",
    ),
    Command(
        "rebuild",
        "Fold the whole record into fresh tables, then swap them in; readers never see half of it.",
        f"{_CLI}.record.rebuild:rebuild",
    ),
    Command(
        "doctor",
        "Say what is configured, what can be reached, and what is behind. Exit code 1 if something is wrong.",
        f"{_CLI}.servers.doctor:doctor",
    ),
    Command(
        "health",
        "Ask a running server whether it is alive: exit code 0 or 1.",
        f"{_CLI}.servers.health:health",
    ),
    Command(
        "openapi",
        "Print the OpenAPI document as JSON; needs no database.",
        f"{_CLI}.record.openapi:openapi",
    ),
    Command(
        "access-log",
        "Show who read and who told what: key, staff id, route, ids, time and status, as JSON lines.",
        f"{_CLI}.record.access_log:access_log",
    ),
    REPORT,
    EXPORT,
    Command(
        "jobs", "Jobs: reports, what-ifs and exports that are computed later.", f"{_CLI}.record.jobs:app"
    ),
    Command("key", "API keys: who may send and read.", f"{_CLI}.record.key:app"),
    Command("policy", "Policies: what is promised to whom, and by when.", f"{_CLI}.rules.policy:app"),
    Command("calendar", "Calendars: which time counts.", f"{_CLI}.rules.calendar:app"),
    Command("roster", "Rosters: who is called when a promise is in danger.", f"{_CLI}.rules.roster:app"),
    Command(
        "guideline",
        "Guidelines: what people work by, such as the departments.",
        f"{_CLI}.rules.guideline:app",
    ),
    Command("clock", "Clocks: what was promised, by when, and why it shows so.", f"{_CLI}.cases.clock:app"),
    Command(
        "bench", "Measure, each figure against its reference in the same run.", f"{_CLI}.record.bench:app"
    ),
    Command("db", "The database schema.", f"{_CLI}.record.database:app"),
)
