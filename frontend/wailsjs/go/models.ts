export namespace bridge {
	
	export enum Mode {
	    broken = "broken",
	    desk = "desk",
	    participant = "participant",
	}
	export interface About {
	    version: string;
	    goVersion: string;
	    dataDir: string;
	    notices: string;
	}
	export interface AnswerRequest {
	    sessionId: string;
	    itemId: string;
	    ranks: number[];
	    revision: number;
	    firstActionMs: number;
	    totalMs: number;
	    changes: number;
	    means: string;
	    focusLosses: number;
	}
	export interface Diagnostics {
	    since: number;
	    figures: diag.Figure[];
	    facts: diag.Facts;
	    notices: diag.Notice[];
	}
	export interface FaultLine {
	    place: string;
	    text: string;
	}
	export interface FieldOption {
	    id: string;
	    label: string;
	}
	export interface GroupRequest {
	    sessionId: string;
	    group: string;
	}
	export interface RespondentField {
	    id: string;
	    label: string;
	    type: string;
	    min: number;
	    max: number;
	    options: FieldOption[];
	}
	export interface LanguageChoice {
	    code: string;
	    name: string;
	}
	export interface InstrumentCard {
	    id: string;
	    version: string;
	    title: string;
	    purpose: string;
	    notice: string;
	    items: number;
	    minutesLow: number;
	    minutesHigh: number;
	    languages: LanguageChoice[];
	    fields: RespondentField[];
	    state: instrument.State;
	    fault: string;
	}
	export interface KioskPlace {
	    rank: number;
	    word: string;
	    prompt: string;
	}
	export interface KioskItem {
	    id: string;
	    section: string;
	    type: string;
	    title: string;
	    stem: string;
	    endings: string[];
	    ranks: number[];
	    places: KioskPlace[];
	    revision: number;
	    required: string;
	}
	
	export interface KioskSection {
	    id: string;
	    title: string;
	    instruction: string;
	    items: string[];
	    shown: boolean;
	}
	export interface KioskSession {
	    sessionId: string;
	    title: string;
	    intro: string;
	    greeting: string;
	    language: string;
	    languages: LanguageChoice[];
	    done: boolean;
	    resumed: boolean;
	    step: string;
	    minutesLow: number;
	    minutesHigh: number;
	    sections: KioskSection[];
	    items: KioskItem[];
	}
	
	export interface NormDraft {
	    key: string;
	    file: string;
	    preview?: domain.NormPreview;
	    scales: Record<string, string>;
	    faults: FaultLine[];
	}
	export interface NormGroupRow {
	    group: domain.NormGroup;
	    scales: string[];
	}
	export interface NormGroups {
	    choices: domain.NormChoice[];
	    chosen: string;
	    chosenAt: number;
	}
	export interface NormsOf {
	    instrumentId: string;
	    version: string;
	    title: string;
	    norms: domain.NormRef;
	    groups: NormGroupRow[];
	    files: domain.NormImport[];
	}
	export interface ParticipantRequest {
	    id: string;
	    code: string;
	    name: string;
	    respondent: Record<string, string>;
	}
	export interface SessionRow {
	    session: domain.Session;
	    instrumentTitle: string;
	    headline: string;
	    at: number;
	    urgent: report.Flag[];
	    usable: boolean;
	}
	export interface PersonRow {
	    participant: domain.Participant;
	    sessions: SessionRow[];
	}
	export interface People {
	    rows: PersonRow[];
	    next: string;
	    total: number;
	}
	export interface PeopleRequest {
	    query: string;
	    after: string;
	}
	
	export interface PrepareRequest {
	    participantId: string;
	    instrumentId: string;
	    language: string;
	}
	export interface ReportRequest {
	    sessionId: string;
	    language: string;
	    paper: string;
	}
	
	export interface ResultRequest {
	    sessionId: string;
	    language: string;
	}
	export interface Saved {
	    itemId: string;
	    revision: number;
	    answered: number;
	    total: number;
	    sections: string[];
	}
	export interface SavedReport {
	    path: string;
	    pages: number;
	}
	export interface SavedSupport {
	    path: string;
	}
	
	export interface Settings {
	    language: string;
	    theme: string;
	    paper: string;
	}
	export interface Status {
	    mode: Mode;
	    problem?: domain.Error;
	    language: string;
	    theme: string;
	    languages: LanguageChoice[];
	    version: string;
	    sessionId: string;
	}

}

export namespace diag {
	
	export interface Facts {
	    database: number;
	    wal: number;
	    free: number;
	}
	export interface Figure {
	    kind: string;
	    name: string;
	    count: number;
	    errors: number;
	    p50: number;
	    p95: number;
	    p99: number;
	}
	export interface Notice {
	    code: string;
	    name: string;
	    value: number;
	}

}

export namespace domain {
	
	export enum Code {
	    conflict = "conflict",
	    damaged_database = "damaged_database",
	    disk_full = "disk_full",
	    in_use = "in_use",
	    instrument_invalid = "instrument_invalid",
	    internal = "internal",
	    invalid = "invalid",
	    locked = "locked",
	    moved_database = "moved_database",
	    needs_wording = "needs_wording",
	    newer_database = "newer_database",
	    no_permission = "no_permission",
	    no_screen = "no_screen",
	    norm_missing = "norm_missing",
	    not_found = "not_found",
	    read_only = "read_only",
	    session_closed = "session_closed",
	    stale_answer = "stale_answer",
	    text_missing = "text_missing",
	}
	export enum SessionState {
	    abandoned = "abandoned",
	    finalised = "finalised",
	    paused = "paused",
	    prepared = "prepared",
	    running = "running",
	}
	export interface Error {
	    code: Code;
	    params: Record<string, string>;
	}
	export interface Fault {
	    file: string;
	    path: string;
	    code: string;
	    params: Record<string, string>;
	}
	export interface InstrumentRef {
	    id: string;
	    version: string;
	    hash: string;
	}
	export interface NormTable {
	    scale: string;
	    n: number;
	    rows: number;
	    low: number;
	    high: number;
	    mean?: number;
	    sd?: number;
	}
	export interface NormGroup {
	    norm: string;
	    label: string;
	    version: string;
	    n: number;
	    year: number;
	    source: string;
	    sample: string;
	    language: string;
	    scoredEndings: number;
	    approximate: boolean;
	    imported: boolean;
	    complete: boolean;
	    tables: NormTable[];
	}
	export interface NormChoice {
	    group: NormGroup;
	    member: string;
	    byRule: boolean;
	}
	
	export interface NormTableChange {
	    scale: string;
	    added: number;
	    removed: number;
	    changed: number;
	    same: number;
	    largest: number;
	    largestAt: number;
	}
	export interface NormGroupChange {
	    was?: NormGroup;
	    group: NormGroup;
	    tables: NormTableChange[];
	}
	export interface NormImport {
	    number: number;
	    instrument: string;
	    norm: string;
	    version: string;
	    file: string;
	    faults: Fault[];
	}
	export interface NormRef {
	    version: string;
	    hash: string;
	}
	export interface NormPreview {
	    instrument: string;
	    instrumentVersion: string;
	    norm: string;
	    version: string;
	    already: boolean;
	    before: NormRef;
	    after: NormRef;
	    groups: NormGroupChange[];
	    kept: number;
	}
	
	
	
	export interface Participant {
	    id: string;
	    code: string;
	    name: string;
	    respondent: Record<string, string>;
	    createdAt: number;
	}
	export interface Session {
	    id: string;
	    participantId: string;
	    instrument: InstrumentRef;
	    norm: NormRef;
	    language: string;
	    state: SessionState;
	    seed: string;
	    step: string;
	    createdAt: number;
	    startedAt: number;
	    finalisedAt: number;
	    answered: number;
	    total: number;
	}

}

export namespace instrument {
	
	export enum State {
	    command_line = "command_line",
	    faulty = "faulty",
	    needs_wording = "needs_wording",
	    ready = "ready",
	}

}

export namespace report {
	
	export enum Kind {
	    about = "about",
	    bars = "bars",
	    contexts = "contexts",
	    grid = "grid",
	    index = "index",
	    kite = "kite",
	    steps = "steps",
	    summary = "summary",
	    texts = "texts",
	}
	export interface TableRow {
	    style: number;
	    cells: string[];
	}
	export interface Head {
	    text: string;
	    numeric: boolean;
	}
	export interface Table {
	    title: string;
	    heads: Head[];
	    rows: TableRow[];
	    caption: string;
	}
	export interface Fact {
	    label: string;
	    value: string;
	}
	export interface Point {
	    lead: string;
	    text: string;
	}
	export interface About {
	    notes: Point[];
	    factsTitle: string;
	    facts: Fact[];
	    exact: Table[];
	    notice: string;
	}
	export interface Activity {
	    number: number;
	    text: string;
	    why: string;
	}
	export interface Backup {
	    class: string;
	    name: string;
	    text: string;
	    count: number;
	}
	export interface Span {
	    low: number;
	    high: number;
	    lowClamped: boolean;
	    highClamped: boolean;
	    text: string;
	}
	export interface Bar {
	    code: string;
	    name: string;
	    plain: string;
	    style: number;
	    raw: string;
	    converted: string;
	    percentile: string;
	    sentence: string;
	    missing: string;
	    at: number;
	    band68: Span;
	    band95: Span;
	}
	export interface Tick {
	    at: number;
	    label: string;
	}
	export interface Bars {
	    rows: Bar[];
	    ticks: Tick[];
	    middle: Tick;
	    rawHead: string;
	    percentileHead: string;
	    bandHead: string;
	    caption: string;
	    alt: string;
	    notes: Point[];
	    meaning: Table;
	    exact: Table;
	}
	export interface Bin {
	    from: number;
	    to: number;
	    norm: number;
	    chance: number;
	}
	export interface ClassText {
	    class: string;
	    title: string;
	    chances: string;
	    summary: string;
	    helps: string[];
	    costs: string[];
	}
	export interface Colophon {
	    code: string;
	    instrument: string;
	    software: string;
	    norm: string;
	    definition: string;
	    line: string;
	}
	export interface MapCell {
	    class: string;
	    name: string;
	    column: number;
	    row: number;
	    numbers: number[];
	}
	export interface Situation {
	    number: number;
	    title: string;
	    order: string[];
	    class: string;
	    name: string;
	    missing: string;
	}
	export interface Contexts {
	    situations: Situation[];
	    situationHead: string;
	    orderHead: string;
	    classHead: string;
	    columns: number;
	    rows: number;
	    map: MapCell[];
	    top: string;
	    right: string;
	    bottom: string;
	    left: string;
	    alt: string;
	    backupsTitle: string;
	    backupsIntro: string;
	    backups: Backup[];
	    unused: Point;
	    leads: Point;
	}
	export interface Cut {
	    at: number;
	    label: string;
	}
	export interface Ellipse {
	    level: number;
	    label: string;
	    radiusX: number;
	    radiusY: number;
	}
	
	export interface Fit {
	    question: string;
	    options: string[];
	}
	export interface Flag {
	    code: string;
	    name: string;
	    detail: string;
	}
	export interface GridCell {
	    class: string;
	    name: string;
	    column: number;
	    row: number;
	    left: number;
	    top: number;
	    right: number;
	    bottom: number;
	    chances: string;
	    strong: boolean;
	    likeliest: boolean;
	}
	export interface Grid {
	    width: number;
	    height: number;
	    cutsX: Cut[];
	    cutsY: Cut[];
	    cells: GridCell[];
	    x: number;
	    y: number;
	    ellipses: Ellipse[];
	    top: string;
	    right: string;
	    bottom: string;
	    left: string;
	    caption: string;
	    alt: string;
	    regions: Table;
	    axes: Table;
	    notes: Point[];
	}
	
	
	export interface Header {
	    participant: string;
	    code: string;
	    instrument: string;
	    version: string;
	    date: string;
	    time: string;
	    duration: string;
	    sessionLanguage: string;
	}
	export interface Index {
	    name: string;
	    code: string;
	    value: string;
	    percentile: string;
	    sentence: string;
	    level: string;
	    range: string;
	    at: number;
	    markLabel: string;
	    warnings: Point[];
	    bins: Bin[];
	    peak: number;
	    ticks: Tick[];
	    bounds: Tick[];
	    levels: Tick[];
	    normLegend: string;
	    chanceLegend: string;
	    caption: string;
	    alt: string;
	}
	export interface KiteAxis {
	    code: string;
	    name: string;
	    label: string;
	    style: number;
	    dirX: number;
	    dirY: number;
	    at: number;
	    low: number;
	    high: number;
	}
	export interface Kite {
	    axes: KiteAxis[];
	    rings: Tick[];
	    diagonalX: number;
	    diagonalY: number;
	    caption: string;
	    alt: string;
	}
	
	
	export interface PlanRow {
	    week: string;
	    try: string;
	}
	export interface Steps {
	    title: string;
	    activities: Activity[];
	    planTitle: string;
	    planHeads: string[];
	    plan: PlanRow[];
	    review: string;
	}
	export interface Texts {
	    helpsTitle: string;
	    costsTitle: string;
	    classes: ClassText[];
	}
	export interface TickRun {
	    count: number;
	    mark: string;
	    label: string;
	}
	export interface Summary {
	    headline: string;
	    second: string;
	    certainty: string;
	    cannotTell: boolean;
	    ticks: TickRun[];
	    ticksNote: string;
	    ticksAlt: string;
	    cautions: Point[];
	    takeaways: Point[];
	    fit: Fit;
	}
	export interface Part {
	    id: string;
	    kind: Kind;
	    title: string;
	    short: string;
	    intro: string;
	    missing: string;
	    cautions: Point[];
	    summary?: Summary;
	    kite?: Kite;
	    bars?: Bars;
	    grid?: Grid;
	    contexts?: Contexts;
	    index?: Index;
	    texts?: Texts;
	    steps?: Steps;
	    about?: About;
	}
	
	
	export interface Print {
	    pageOf: string;
	    nameNote: string;
	}
	
	
	
	
	
	
	
	
	
	export interface View {
	    language: string;
	    title: string;
	    header: Header;
	    parts: Part[];
	    urgent: Flag[];
	    urgentTitle: string;
	    urgentText: string;
	    flags: Flag[];
	    flagsTitle: string;
	    noFlags: string;
	    colophon: Colophon;
	    print: Print;
	    at: number;
	}

}

