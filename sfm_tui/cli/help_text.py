"""The help of every command, made from `commands` by `write_help`. Not to be edited."""

HELP = {
    "": """Usage: sfm [OPTIONS] COMMAND [ARGS]...

  The control-room desk of a security team. Alone, it opens the desk.

  Exit status: 0, 1 for a finding, 2 for bad use or a store that cannot be used.

Options:
  --db PATH   The store; else SFM_DB, else the one in your data folder.
  --version   The version of this program.
  -h, --help  Show this message and exit.

Commands:
  demo            Open the program on an invented site with twelve weeks...
  import          Take in a site folder: all of it or, where a row is bad,...
  import-csv      Take in incidents from another system's file.
  export          Write the whole site, or the roster of some days, as a...
  incidents       List incidents, the newest first.
  gaps            Say what is wrong with the roster: gaps, double bookings,...
  kpi             Give the figures of some days: response, fill, late...
  trace           Say why responses were over their limit: who was on duty,...
  measure         Chart a measure: centre, limits, and what is more than...
  effect          Say whether an action had an effect: its measure before...
  thread          Tell the thread of a record: what it came from and what...
  briefing        List briefing points in the order in which they are read...
  talks           List toolbox talks, the newest first, or who has one due.
  actions         List the improvement actions by stage and by the day on...
  reflections     List reflections, the newest first, or read one.
  standard        Show which criteria of a standard have evidence, or load...
  assessments     Show the self-assessment: now, before, and the next level.
  attach          Attach a photo, a diagram or minutes to a record, as a copy.
  handover        List handovers, the newest first, print one, or draft the...
  log             Log an incident, or a stream of them from a panel or a...
  verify          Walk the ledger and say whether all of it is as it was...
  backup          Copy the store while it is in use, and verify the copy.
  restore         Put a backup in the store's place.
  doctor          Say where things are and whether the store is sound.
  retention       Say whose time is over under the retention rules, and...
  hold            Place or lift a legal hold: what is held does not go...
  subject-access  Put together what is known of one person, for them: a...
  print           Print one incident as a sheet of plain text, or as a PDF.
  book            Print the occurrence book of a day, incidents' entries in...
  evidence        Put an anonymised pack together, read page by page, then...
  report          Make a document, in a file of its own.""",
    "demo": """Usage: sfm demo [OPTIONS]

  Open the program on an invented site with twelve weeks behind it.

  With --before the change that made it better is still to be made, by you.
  Later, --days-later 15 with the same --keep PATH lets two weeks pass and
  writes what happened in them into a folder «follow-up» beside it, to be read
  in.

Options:
  --keep PATH     Make it at PATH and keep it; else it goes on leaving.
  --no-open       Only make it: goes with --keep.
  --before        As it stood before the change: late at peak, and nobody knows
                  why yet.
  --at TIME       As if it were then: 2026-11-08T11:30. Its clock goes on.
  --days-later N  Put the clock of the demo at --keep forward by N days.
                  [default: 0]
  --db PATH       The store; else SFM_DB, else the one in your data folder.
  -h, --help      Show this message and exit.""",
    "import": """Usage: sfm import [OPTIONS] {FOLDER}

  Take in a site folder: all of it or, where a row is bad, nothing.

  The same folder again changes nothing. Every bad row is told, with file, line
  and column.

Arguments:
  FOLDER <str>  A site folder, one .xlsx or one .ics file.  [required]

Options:
  --dry-run    Say what would change; store nothing.
  --skip-bad   Store the good rows; the bad ones go to FOLDER/rejected.
  --day-first  Take 29/03/2026 19:00 as a time too.
  --by PERSON  Who does this; else who signed on last, else «cli».
  --db PATH    The store; else SFM_DB, else the one in your data folder.
  -h, --help   Show this message and exit.""",
    "import-csv": """Usage: sfm import-csv [OPTIONS] {incidents} {FILE}

  Take in incidents from another system's file.

  FIELD is a column of incidents.csv. reported=Date+Time joins two columns with
  a space; on_scene=reported+Secs:s adds seconds from a column, :m minutes, to a
  time that is mapped. The first rows and the columns left over are shown.

Arguments:
  incidents <str>  What the rows of the file are.  [required]
  FILE <str>       A CSV file of another system.  [required]

Options:
  --map FIELD=COLUMN  Where a field comes from; as often as needed.
  --set FIELD=VALUE   What a field is in every row.
  --save-map NAME     Keep this mapping under a name.
  --map-file NAME     Use a mapping that was kept.
  --dry-run           Say what would change; store nothing.
  --skip-bad          Store the good rows; the bad ones go to rejected/.
  --day-first         Take 29/03/2026 19:00 as a time too.
  --by PERSON         Who does this; else who signed on last, else «cli».
  --db PATH           The store; else SFM_DB, else the one in your data folder.
  -h, --help          Show this message and exit.""",
    "export": """Usage: sfm export [OPTIONS] {FOLDER}

  Write the whole site, or the roster of some days, as a folder of CSV files.

  «sfm import» reads it back.

Arguments:
  FOLDER <str>  A new or empty folder, or a file .xlsx.  [required]

Options:
  --from DATE  Only the roster, from this day; else today.
  --to DATE    The day after its last; else a week after the first.
  --replace    Write over what is there.
  --db PATH    The store; else SFM_DB, else the one in your data folder.
  -h, --help   Show this message and exit.""",
    "incidents": """Usage: sfm incidents [OPTIONS]

  List incidents, the newest first.

Options:
  --search TEXT  Those whose texts have these words.
  --from DATE    Reported on this day or later.
  --to DATE      Reported before this day.
  --state STATE  open, on hold, closed, running or void.
  --json         As JSON.
  --db PATH      The store; else SFM_DB, else the one in your data folder.
  -h, --help     Show this message and exit.""",
    "gaps": """Usage: sfm gaps [OPTIONS]

  Say what is wrong with the roster: gaps, double bookings, licences, rest.

  Both days are local midnights. With --json by time, else the worst first; a
  post with «!» is critical. The exit status is 0, with findings or without.

Options:
  --from DATE  The first day; else today.
  --to DATE    The day after the last; else a week after the first.
  --json       As JSON.
  --db PATH    The store; else SFM_DB, else the one in your data folder.
  -h, --help   Show this message and exit.""",
    "kpi": """Usage: sfm kpi [OPTIONS]

  Give the figures of some days: response, fill, late starts, compliance.

  Both days are local midnights, --to is not counted in. Without days: the seven
  up to today. What is left out is counted by its reason. FIELD is hour,
  weekday, week, month, category, severity, location or officer (the first on
  scene).

Options:
  --from DATE  The first day.
  --to DATE    The day after the last.
  --by FIELD   Responses by this too; as often as needed.
  --json       As JSON.
  --db PATH    The store; else SFM_DB, else the one in your data folder.
  -h, --help   Show this message and exit.""",
    "trace": """Usage: sfm trace [OPTIONS]

  Say why responses were over their limit: who was on duty, free or busy.

  Of the incidents reported in these days, --to not counted in; without days, of
  the seven up to today. One line for each, then the causes and the hours.

Options:
  --from DATE  The first day.
  --to DATE    The day after the last.
  --json       As JSON.
  --db PATH    The store; else SFM_DB, else the one in your data folder.
  -h, --help   Show this message and exit.""",
    "measure": """Usage: sfm measure [OPTIONS] [[NAME]]

  Chart a measure: centre, limits, and what is more than chance (XmR).

  A measure of the team's own, or one that is computed by the week: response-
  time, response-within, shift-fill, late-starts, no-shows.

Arguments:
  [NAME] <str>  A measure, such as response-time.

Options:
  --from-csv FILE   A series with the columns at,value[,n] instead.
  --baseline N|all  The points that make the limits; else the first 12.
  --screen          Drop very wide moving ranges, once, as NHS tools do.
  --json            As JSON.
  --db PATH         The store; else SFM_DB, else the one in your data folder.
  -h, --help        Show this message and exit.""",
    "effect": """Usage: sfm effect [OPTIONS] {ACTION}

  Say whether an action had an effect: its measure before and after.

  The difference with its 95 % interval, what else changed meanwhile, and
  whether it has held after 3 and 6 months. Too few readings: «too early».

Arguments:
  ACTION <str>  The action, such as A-07.  [required]

Options:
  --cycle N   An earlier cycle; else the one at work.  [default: 0]
  --json      As JSON.
  --db PATH   The store; else SFM_DB, else the one in your data folder.
  -h, --help  Show this message and exit.""",
    "thread": """Usage: sfm thread [OPTIONS] {RECORD}

  Tell the thread of a record: what it came from and what came of it.

  In the order of time, along the links between records: from the finding or the
  incident to the action, to what changed, was said and measured, to the report.

Arguments:
  RECORD <str>  Such as A-07, 2026-0099, T-16.  [required]

Options:
  --json      As JSON.
  --db PATH   The store; else SFM_DB, else the one in your data folder.
  -h, --help  Show this message and exit.""",
    "briefing": """Usage: sfm briefing [OPTIONS]

  List briefing points in the order in which they are read out.

Options:
  --today            Those that are told today.
  --print            The sheet for the stand-up of the shift that starts.
  --pdf              As a PDF, into the FILE of -o.
  -o, --output FILE  Where to write it.
  --replace          Write over what is there.
  --by PERSON        Who does this; else who signed on last, else «cli».
  --json             As JSON.
  --db PATH          The store; else SFM_DB, else the one in your data folder.
  -h, --help         Show this message and exit.""",
    "talks": """Usage: sfm talks [OPTIONS]

  List toolbox talks, the newest first, or who has one due.

Options:
  --due       Who still needs which topic, the most urgent first.
  --json      As JSON.
  --db PATH   The store; else SFM_DB, else the one in your data folder.
  -h, --help  Show this message and exit.""",
    "actions": """Usage: sfm actions [OPTIONS]

  List the improvement actions by stage and by the day on which they are due.

Options:
  --overdue   Those that are past their due day and not closed.
  --json      As JSON.
  --db PATH   The store; else SFM_DB, else the one in your data folder.
  -h, --help  Show this message and exit.""",
    "reflections": """Usage: sfm reflections [OPTIONS] [NUMBER]

  List reflections, the newest first, or read one.

Arguments:
  NUMBER <str>  One to read whole, such as R-03 or N-01.

Options:
  --notes     Study notes in their place.
  --json      As JSON.
  --db PATH   The store; else SFM_DB, else the one in your data folder.
  -h, --help  Show this message and exit.""",
    "standard": """Usage: sfm standard [OPTIONS] [list|show|load] [CODE|FILE]

  Show which criteria of a standard have evidence, or load one.

Arguments:
  list|show|load <str>  What to do.  [default: list]
  CODE|FILE <str>       The code to show, or the file to load.

Options:
  --toml       As a file to edit and load again: goes with show.
  --by PERSON  Who does this; else who signed on last, else «cli».
  --json       As JSON.
  --db PATH    The store; else SFM_DB, else the one in your data folder.
  -h, --help   Show this message and exit.""",
    "assessments": """Usage: sfm assessments [OPTIONS]

  Show the self-assessment: now, before, and the next level.

Options:
  --json      As JSON.
  --db PATH   The store; else SFM_DB, else the one in your data folder.
  -h, --help  Show this message and exit.""",
    "attach": """Usage: sfm attach [OPTIONS] {RECORD} [FILE]

  Attach a photo, a diagram or minutes to a record, as a copy.

Arguments:
  RECORD <str>  Such as incident:2026-0142 or action:A-07.  [required]
  FILE <str>    What to attach; else its files are listed.

Options:
  --about TEXT  What it shows.
  --by PERSON   Who does this; else who signed on last, else «cli».
  --json        As JSON.
  --db PATH     The store; else SFM_DB, else the one in your data folder.
  -h, --help    Show this message and exit.""",
    "handover": """Usage: sfm handover [OPTIONS] [NUMBER]

  List handovers, the newest first, print one, or draft the next one.

Arguments:
  NUMBER <str>  A handover to print, such as H-05, as text or as a PDF.

Options:
  --print            Print what the record makes of it now: a draft, nothing is
                     signed.
  --pdf              As a PDF, into the FILE of -o.
  -o, --output FILE  Where to write it.
  --replace          Write over what is there.
  --by PERSON        Who does this; else who signed on last, else «cli».
  --json             As JSON.
  --db PATH          The store; else SFM_DB, else the one in your data folder.
  -h, --help         Show this message and exit.""",
    "log": """Usage: sfm log [OPTIONS]

  Log an incident, or a stream of them from a panel or a script.

  The number and the ledger's head are printed once the incident is on disk.

  With --stdin, each object has «what» and may have «where», «category»,
  «severity», «reported» and an «id» of the sender's. The answer {"number",
  "id", "head"} or {"error", "id"} comes once it is on disk; the same id sent
  twice is logged once.

Options:
  --what TEXT      What happened.
  --where TEXT     A location's code, or free words.
  --category WORD  Else guessed from the words.
  --severity 1-4   1 critical to 4 low; else assumed from the category.
  --reported TIME  2215, -5, y 2310, 2026-11-21T22:15; else now.
  --stdin          Read one JSON object a line, answer each with one line.
  --by PERSON      Who does this; else who signed on last, else «cli».
  --db PATH        The store; else SFM_DB, else the one in your data folder.
  -h, --help       Show this message and exit.""",
    "verify": """Usage: sfm verify [OPTIONS]

  Walk the ledger and say whether all of it is as it was entered.

Options:
  --head SEQ·HEX  A head that you hold, from a screen or from paper.
  --json          As JSON.
  --db PATH       The store; else SFM_DB, else the one in your data folder.
  -h, --help      Show this message and exit.""",
    "backup": """Usage: sfm backup [OPTIONS] {PATH}

  Copy the store while it is in use, and verify the copy.

Arguments:
  PATH <str>  A file that is not there yet.  [required]

Options:
  --db PATH   The store; else SFM_DB, else the one in your data folder.
  -h, --help  Show this message and exit.""",
    "restore": """Usage: sfm restore [OPTIONS] {PATH}

  Put a backup in the store's place.

  A store that is there is set aside under a dated name, never overwritten.

Arguments:
  PATH <str>  A file that «sfm backup» made.  [required]

Options:
  --db PATH   The store; else SFM_DB, else the one in your data folder.
  -h, --help  Show this message and exit.""",
    "doctor": """Usage: sfm doctor [OPTIONS]

  Say where things are and whether the store is sound.

Options:
  --json      As JSON.
  --db PATH   The store; else SFM_DB, else the one in your data folder.
  -h, --help  Show this message and exit.""",
    "retention": """Usage: sfm retention [OPTIONS]

  Say whose time is over under the retention rules, and erase it.

  The months of each kind are in [retention] of site.toml; where it says
  nothing, the usual ones hold. Nothing goes that is held, open, unsigned or
  still needed, and nothing without --erase.

Options:
  --erase      Erase what is due, after asking.
  --list       Name every record whose time is over.
  --kind KIND  With --erase: only these, such as incidents.
  --why TEXT   The reason, for the ledger.
  --confirm N  How many are due: erases them without asking.
  --finish     Clear what a broken-off erasure left.
  --by PERSON  Who does this; else who signed on last, else «cli».
  --json       As JSON.
  --db PATH    The store; else SFM_DB, else the one in your data folder.
  -h, --help   Show this message and exit.""",
    "hold": """Usage: sfm hold [OPTIONS] {add|lift|list} [RECORD]

  Place or lift a legal hold: what is held does not go under any rule.

  With a record are held what is linked to it and the lines of the book raised
  to it, with an officer or a person all that names them, with a period all that
  happened in it.

Arguments:
  add|lift|list <str>  What to do.  [required]
  RECORD <str>         2026-0142, officer:1001, person:okafor, period:DAY..DAY.

Options:
  --why TEXT   The reason, for the ledger.
  --by PERSON  Who does this; else who signed on last, else «cli».
  --json       As JSON.
  --db PATH    The store; else SFM_DB, else the one in your data folder.
  -h, --help   Show this message and exit.""",
    "subject-access": """Usage: sfm subject-access [OPTIONS] [PERSON]

  Put together what is known of one person, for them: a page to read and the
  same as data, in a zip.

  Other people's names are replaced. The ledger keeps that it was done. For
  somebody whom no list has, look with --name first, then give each record that
  is about them.

Arguments:
  PERSON <str>  officer:1001 or person:okafor.

Options:
  --name NAME        List the records in whose words this name stands.
  --record RECORD    A record that is about them, looked at.
  --unmasked         Leave other people's names in.
  -o, --output FILE  Where to write it.
  --replace          Write over what is there.
  --by PERSON        Who does this; else who signed on last, else «cli».
  --db PATH          The store; else SFM_DB, else the one in your data folder.
  -h, --help         Show this message and exit.""",
    "print": """Usage: sfm print [OPTIONS] {NUMBER}

  Print one incident as a sheet of plain text, or as a PDF.

Arguments:
  NUMBER <str>  The incident, such as 2026-0142.  [required]

Options:
  --pdf              As a PDF, into the FILE of -o.
  -o, --output FILE  Where to write it.
  --replace          Write over what is there.
  --by PERSON        Who does this; else who signed on last, else «cli».
  --db PATH          The store; else SFM_DB, else the one in your data folder.
  -h, --help         Show this message and exit.""",
    "book": """Usage: sfm book [OPTIONS]

  Print the occurrence book of a day, incidents' entries in it.

Options:
  --date DATE        2026-11-21; else today.
  --pdf              As a PDF, into the FILE of -o.
  -o, --output FILE  Where to write it.
  --replace          Write over what is there.
  --by PERSON        Who does this; else who signed on last, else «cli».
  --db PATH          The store; else SFM_DB, else the one in your data folder.
  -h, --help         Show this message and exit.""",
    "evidence": """Usage: sfm evidence [OPTIONS]

  Put an anonymised pack together, read page by page, then written.

  Names, numbers and references become pseudonyms, dates move by whole weeks
  that nobody knows, clock times become hours. Each page is shown with what
  might still give somebody away; nothing is written before each is confirmed.

Options:
  --actions NUMBERS      Such as A-07,A-09.
  --incidents NUMBERS    Such as 2026-0099.
  --talks NUMBERS        Such as T-12.
  --reflections NUMBERS  Such as R-01.
  --notes NUMBERS        Such as N-01.
  --assessments ROWS     ENABLER:DAY:WHO.
  --standard CODE        What it is mapped to.
  --hide WORDS           Also take out.
  -o, --output FOLDER    With a zip beside it.
  --by PERSON            Who does this; else who signed on last, else «cli».
  --db PATH              The store; else SFM_DB, else the one in your data
                         folder.
  -h, --help             Show this message and exit.""",
    "report": """Usage: sfm report [OPTIONS] [KIND] [NUMBER]

  Make a document, in a file of its own. Without -o it gets a name that says
  what it is, here; nothing is written over.

    contract-review   a month for the client: figures, why, what was done
    action-plan       the plan as a form to sign: all open, or A-07,A-08
    action-log        every action with owner, due day, review, effect
    roster-week       a week's roster with its gaps and why
    incident          one incident on a sheet
    occurrence-book   the occurrence book of a day
    talk-register     one talk with its signatures
    briefing          what the shift is to be told
    handover          one handover as it was signed

Arguments:
  KIND <str>    Which document.
  NUMBER <str>  The record that it is about, or A-07,A-08.

Options:
  --list             Name the documents and their formats.
  --month MONTH      2026-10; else the last that is over.
  --from DATE        The first day.
  --to DATE          The day after the last.
  --date DATE        The day; else today.
  --format FORMAT    pdf, docx, html, txt; else by the ending of -o, else pdf.
  -o, --output FILE  Where to write it.
  --replace          Write over what is there.
  --names            Officers by name, where they are left out else.
  --by PERSON        Who does this; else who signed on last, else «cli».
  --db PATH          The store; else SFM_DB, else the one in your data folder.
  -h, --help         Show this message and exit.""",
}
