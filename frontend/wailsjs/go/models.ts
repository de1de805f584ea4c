export namespace arithmetic {
	
	export interface Piece {
	    text: string;
	    ref: string;
	    label: string;
	    exact: string;
	}
	export interface Answer {
	    head: string;
	    cell: Piece;
	}
	export interface FormRow {
	    name: string;
	    code: string;
	    style: number;
	    cells: Piece[];
	    totals: Piece[];
	}
	export interface Form {
	    title: string;
	    corner: string;
	    heads: string[];
	    totals: string[];
	    rows: FormRow[];
	    plain: Answer[];
	}
	
	export interface Line {
	    sign: string;
	    rule: string;
	    pieces: Piece[];
	    relation: string;
	    result: Piece;
	    inForm: boolean;
	    source: string;
	    table: string;
	}
	export interface Group {
	    name: string;
	    code: string;
	    folded: boolean;
	    lines: Line[];
	}
	
	export interface Part {
	    id: string;
	    title: string;
	    groups: Group[];
	}
	
	export interface Sheet {
	    language: string;
	    title: string;
	    intro: string;
	    digits: string;
	    answersTitle: string;
	    forms: Form[];
	    parts: Part[];
	}

}

export namespace audit {
	
	export interface Finding {
	    number: number;
	    kind: string;
	}

}

export namespace backup {
	
	export interface Drill {
	    at: number;
	    backup: number;
	    name: string;
	    sound: boolean;
	    problem?: domain.Error;
	    people: number;
	    sessions: number;
	    finished: number;
	    compared: number;
	    differ: number;
	    gone: number;
	    since: number;
	}
	export interface Held {
	    place: string;
	    name: string;
	    at: number;
	}
	export interface Listed {
	    name: string;
	    at: number;
	    size: number;
	    sum: string;
	    database: string;
	    extra: string;
	    verified: number;
	    fault?: domain.Error;
	    people: number;
	    sessions: number;
	    until: number;
	}
	export interface Remains {
	    copies: Held[];
	    gone: number;
	    newest: number;
	    away: boolean;
	    making: boolean;
	}
	export interface Replaced {
	    name: string;
	    at: number;
	    size: number;
	}
	export interface State {
	    backups: Listed[];
	    verified: number;
	    newest: number;
	    same: number;
	    second: string;
	    copied: number;
	    rotten: number;
	    lost: number;
	    drill?: Drill;
	    replaced: Replaced[];
	}

}

export namespace desk {
	
	export interface About {
	    version: string;
	    goVersion: string;
	    dataDir: string;
	    notices: string;
	}
	export interface ArchiveRequest {
	    id: string;
	    passphrase: string;
	}
	export interface ArithmeticRequest {
	    sessionId: string;
	    language: string;
	}
	export interface Backups {
	    state: backup.State;
	    running: runner.Running;
	    drilling: boolean;
	    folder: string;
	}
	export interface Battery {
	    percent: number;
	    charging: boolean;
	}
	export interface CardLicence {
	    holder: string;
	    statement: string;
	}
	export interface CardNorm {
	    sample: string;
	    n: number;
	    year: number;
	    source: string;
	    approximate: boolean;
	}
	export interface CheckFinding {
	    sessionId: string;
	    code: string;
	    finalised: number;
	    verdict: string;
	}
	export interface Check {
	    state: string;
	    done: number;
	    total: number;
	    damaged: boolean;
	    log: boolean;
	    findings: CheckFinding[];
	    problem?: domain.Error;
	    ended: number;
	}
	
	export interface Conditions {
	    sessionId: string;
	    basis: domain.Basis;
	    date: string;
	    at: number;
	    notice: number;
	    fixed: boolean;
	    accommodations: domain.Accommodations;
	    arrangeable: boolean;
	    arrangedLater: number;
	}
	export interface ConditionsRequest {
	    sessionId: string;
	    basis: domain.Basis;
	    date: string;
	    accommodations: domain.Accommodations;
	}
	export interface ConsentEntry {
	    sessionId: string;
	    instrumentTitle: string;
	    revision: number;
	    last: boolean;
	    basis: domain.Basis;
	    date: string;
	    at: number;
	    notice: number;
	    language: string;
	}
	export interface Holdings {
	    sessions: number;
	    answers: number;
	    results: number;
	    consents: number;
	    records: number;
	    choices: number;
	    acts: number;
	}
	export interface Departure {
	    holdings: Holdings;
	    backups: backup.Remains;
	    traces: boolean;
	    code: string;
	}
	export interface DepartureRequest {
	    id: string;
	    code: string;
	}
	export interface Diagnostics {
	    since: number;
	    figures: diag.Figure[];
	    facts: diag.Facts;
	    notices: diag.Notice[];
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
	export interface DueRow {
	    person: PersonRow;
	    last: number;
	    since: number;
	    withdrawn: number;
	}
	export interface Due {
	    months: number;
	    doubtful: boolean;
	    before: number;
	    after: number;
	    now: number;
	    rows: DueRow[];
	}
	
	export interface EarlierSession {
	    sessionId: string;
	    at: number;
	    languages: string[];
	    version: string;
	    reason: string;
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
	export interface HandOverRequest {
	    sessionId: string;
	    pin: string;
	}
	
	export interface RespondentField {
	    id: string;
	    label: string;
	    type: string;
	    min: number;
	    max: number;
	    options: FieldOption[];
	}
	export interface InstrumentCard {
	    id: string;
	    version: string;
	    title: string;
	    purpose: string;
	    group: string;
	    notice: string;
	    items: number;
	    minutesLow: number;
	    minutesHigh: number;
	    supervision: string;
	    licence: CardLicence;
	    norms: CardNorm[];
	    languages: door.LanguageChoice[];
	    fields: RespondentField[];
	    state: instrument.State;
	    fault: string;
	}
	export interface LogCheck {
	    entries: number;
	    signed: number;
	    head: string;
	    findings: audit.Finding[];
	    checkedAt: number;
	}
	export interface LogGroup {
	    id: string;
	    name: string;
	}
	export interface LogRow {
	    number: number;
	    at: number;
	    act: string;
	    actor: string;
	    code: string;
	    sessionId: string;
	    detail: string;
	}
	export interface LogPage {
	    rows: LogRow[];
	    next: number;
	    groups: LogGroup[];
	    entries: number;
	    head: string;
	}
	export interface LogRequest {
	    group: string;
	    code: string;
	    from: string;
	    to: string;
	    before: number;
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
	export interface NoticeStamp {
	    version: number;
	    at: number;
	}
	export interface NoticePart {
	    id: string;
	    title: string;
	    words: string;
	    supplied: string;
	}
	export interface NoticeText {
	    language: string;
	    name: string;
	    title: string;
	    parts: NoticePart[];
	}
	export interface Notice {
	    name: string;
	    months: number;
	    version: number;
	    at: number;
	    texts: NoticeText[];
	    versions: NoticeStamp[];
	}
	
	export interface NoticeRequest {
	    name: string;
	    months: number;
	    words: Record<string, any>;
	}
	
	
	export interface NoticeWords {
	    version: number;
	    at: number;
	    texts: NoticeText[];
	}
	export interface PINRequest {
	    old: string;
	    pin: string;
	}
	export interface ParticipantRequest {
	    id: string;
	    code: string;
	    name: string;
	    respondent: Record<string, string>;
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
	export interface Readiness {
	    pinSet: boolean;
	    screens: number;
	    battery?: Battery;
	}
	export interface ReplacedRequest {
	    name: string;
	}
	export interface ReportRequest {
	    sessionId: string;
	    language: string;
	    earlierId: string;
	    paper: string;
	}
	
	export interface ResultRequest {
	    sessionId: string;
	    language: string;
	    earlierId: string;
	}
	export interface SavedArchive {
	    path: string;
	    files: number;
	    missing: number;
	    withheld: number;
	}
	export interface SavedLog {
	    path: string;
	    entries: number;
	}
	export interface SavedReport {
	    path: string;
	    pages: number;
	}
	export interface SavedSupport {
	    path: string;
	}
	
	export interface Stored {
	    holdings: Holdings;
	    backups: backup.Remains;
	}
	export interface WhatIfChoice {
	    id: string;
	    code: string;
	    text: string;
	    value: string;
	    places: number;
	}
	export interface WhatIfFault {
	    scores: string[];
	    text: string;
	}
	export interface WhatIfItem {
	    id: string;
	    type: string;
	    title: string;
	    stem: string;
	    section: string;
	    parts: WhatIfChoice[];
	    options: WhatIfChoice[];
	    columns: WhatIfChoice[];
	    min: string;
	    max: string;
	}
	export interface WhatIfSum {
	    scores: string[];
	    sum: number;
	}
	export interface WhatIfTotal {
	    id: string;
	    name: string;
	    low: number;
	    high: number;
	}
	export interface WhatIfForm {
	    instrumentId: string;
	    version: string;
	    title: string;
	    sessionId: string;
	    totals: WhatIfTotal[];
	    sums: WhatIfSum[];
	    items: WhatIfItem[];
	    fields: RespondentField[];
	    typed: Record<string, string>;
	    answers: Record<string, domain.Value>;
	    respondent: Record<string, string>;
	    group: string;
	}
	
	export interface WhatIfOpen {
	    instrumentId: string;
	    sessionId: string;
	}
	export interface WhatIfScore {
	    id: string;
	    name: string;
	    value: string;
	    percentile: string;
	    class: string;
	    missing: string;
	}
	export interface WhatIfReading {
	    view?: report.View;
	    scores: WhatIfScore[];
	    faults: WhatIfFault[];
	    groups: domain.NormChoice[];
	}
	export interface WhatIfRequest {
	    instrumentId: string;
	    sessionId: string;
	    byTotals: boolean;
	    totals: Record<string, string>;
	    answers: Record<string, domain.Value>;
	    respondent: Record<string, string>;
	    group: string;
	}
	
	
	
	export interface WithdrawalRequest {
	    sessionId: string;
	    withdrawn: boolean;
	    date: string;
	}
	export interface WorksheetRequest {
	    sessionId: string;
	    language: string;
	    paper: string;
	}

}

export namespace diag {
	
	export interface Facts {
	    database: number;
	    wal: number;
	    free: number;
	    missing: number;
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
	
	export enum Basis {
	    consent = "consent",
	    declined = "declined",
	    guardian = "guardian",
	    legal_duty = "legal_duty",
	    none = "",
	    paper = "paper",
	}
	export enum Code {
	    bad_backup = "bad_backup",
	    conflict = "conflict",
	    consent_withdrawn = "consent_withdrawn",
	    damaged_database = "damaged_database",
	    damaged_keys = "damaged_keys",
	    disk_failed = "disk_failed",
	    disk_full = "disk_full",
	    in_use = "in_use",
	    instrument_invalid = "instrument_invalid",
	    internal = "internal",
	    invalid = "invalid",
	    locked = "locked",
	    log_doubt = "log_doubt",
	    low_space = "low_space",
	    moved_database = "moved_database",
	    needs_wording = "needs_wording",
	    newer_database = "newer_database",
	    no_permission = "no_permission",
	    no_screen = "no_screen",
	    norm_missing = "norm_missing",
	    not_allowed = "not_allowed",
	    not_found = "not_found",
	    pin_wait = "pin_wait",
	    pin_wrong = "pin_wrong",
	    read_only = "read_only",
	    session_closed = "session_closed",
	    stale_answer = "stale_answer",
	    text_missing = "text_missing",
	    too_soon = "too_soon",
	    wrong_passphrase = "wrong_passphrase",
	}
	export enum Role {
	    assistant = "assistant",
	    counsellor = "counsellor",
	    owner = "owner",
	    reader = "reader",
	}
	export enum SessionState {
	    abandoned = "abandoned",
	    finalised = "finalised",
	    paused = "paused",
	    prepared = "prepared",
	    running = "running",
	}
	export interface Accommodations {
	    reader?: boolean;
	    extraTime?: boolean;
	    keyboard?: boolean;
	    helper?: boolean;
	    note?: string;
	}
	export interface Demonstration {
	    people: number;
	    sessions: number;
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
	    demonstration: boolean;
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
	    basis: Basis;
	    reason: string;
	    withdrawn: number;
	    accommodations: Accommodations;
	    arrangedLater: number;
	    createdAt: number;
	    startedAt: number;
	    finalisedAt: number;
	    answered: number;
	    total: number;
	}
	export interface Value {
	    ranks: number[];
	    number?: string;
	    chosen?: string[];
	    none?: boolean;
	    text?: string;
	    columns?: number[];
	    sealed?: string;
	}
	export interface Withdrawal {
	    sessionId: string;
	    revision: number;
	    withdrawn: boolean;
	    date: string;
	    at: number;
	}

}

export namespace door {
	
	export enum Mode {
	    broken = "broken",
	    desk = "desk",
	    locked = "locked",
	    new = "new",
	    participant = "participant",
	    return = "return",
	}
	export interface Doubt {
	    reason: string;
	    witnessed: number;
	    entries: number;
	    accepted: boolean;
	}
	export interface LanguageChoice {
	    code: string;
	    name: string;
	}
	export interface Look {
	    language: string;
	    theme: string;
	    paper: string;
	}
	export interface Settings {
	    language: string;
	    theme: string;
	    paper: string;
	    privacyMinutes: number;
	    lockMinutes: number;
	}
	export interface Status {
	    mode: Mode;
	    problem?: domain.Error;
	    folder: string;
	    language: string;
	    theme: string;
	    languages: LanguageChoice[];
	    version: string;
	    holders: keyring.Holder[];
	    holder: keyring.Holder;
	    may: string[];
	    people: number;
	    privacyMinutes: number;
	    doubt?: Doubt;
	    sessionId: string;
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

export namespace keyring {
	
	export interface Holder {
	    id: string;
	    name: string;
	    role: domain.Role;
	}

}

export namespace kiosk {
	
	export interface Process {
	    shownAt: number;
	    firstActionMs: number;
	    totalMs: number;
	    changes: number;
	    means: string;
	    focusLosses: number;
	}
	export interface Given {
	    ranks: number[];
	    chosen: number[];
	    number: string;
	    text: string;
	    columns: number[];
	    sealed: boolean;
	}
	export interface AnswerRequest {
	    sessionId: string;
	    itemId: string;
	    answer: Given;
	    withdrawn: boolean;
	    revision: number;
	    process: Process;
	}
	export interface Column {
	    word: string;
	    prompt: string;
	    places: number;
	}
	export interface Cards {
	    cards: string[];
	    columns: Column[];
	}
	export interface Option {
	    text: string;
	    apart: boolean;
	}
	export interface Choice {
	    options: Option[];
	    least: number;
	    most: number;
	    advance: boolean;
	}
	
	export interface NoticePart {
	    id: string;
	    words: string;
	}
	export interface Consent {
	    basis: domain.Basis;
	    parts: NoticePart[];
	    hash: string;
	}
	export interface ConsentRequest {
	    yes: boolean;
	    hash: string;
	}
	
	export interface Text {
	    maxLength: number;
	}
	export interface Number {
	    min: string;
	    max: string;
	    step: string;
	    unit: string;
	    low: string;
	    high: string;
	}
	export interface Place {
	    rank: number;
	    word: string;
	    prompt: string;
	}
	export interface Ranking {
	    endings: string[];
	    places: Place[];
	}
	export interface Item {
	    id: string;
	    section: string;
	    type: string;
	    title: string;
	    stem: string;
	    hint: string;
	    answer: Given;
	    answered: boolean;
	    revision: number;
	    required: string;
	    ranking?: Ranking;
	    choice?: Choice;
	    number?: Number;
	    text?: Text;
	    cards?: Cards;
	}
	export interface NoteRequest {
	    kind: string;
	    durationMs: number;
	}
	
	
	
	
	export interface Practice {
	    type: string;
	    item?: Item;
	    check: string;
	    tries: number;
	}
	export interface PracticeRequest {
	    type: string;
	    tries: number;
	    reversed: boolean;
	}
	
	
	export interface Saved {
	    itemId: string;
	    revision: number;
	    answered: number;
	    total: number;
	    sections: string[];
	}
	export interface Section {
	    id: string;
	    title: string;
	    instruction: string;
	    items: string[];
	    shown: boolean;
	    break: boolean;
	}
	export interface Session {
	    sessionId: string;
	    title: string;
	    intro: string;
	    greeting: string;
	    language: string;
	    languages: door.LanguageChoice[];
	    done: boolean;
	    consent: Consent;
	    practices: Practice[];
	    resumed: boolean;
	    awayMs: number;
	    instructAfterMs: number;
	    step: string;
	    minutesLow: number;
	    minutesHigh: number;
	    sections: Section[];
	    items: Item[];
	}
	
	export interface VisitRequest {
	    step: string;
	    left: string;
	    process: Process;
	}

}

export namespace porter {
	
	export interface AddRequest {
	    owner: string;
	    name: string;
	    role: domain.Role;
	    passphrase: string;
	}
	export interface ChangeRequest {
	    old: string;
	    passphrase: string;
	}
	export interface FinishRequest {
	    group: string;
	    name: string;
	    language: string;
	    pin: string;
	}
	export interface Kit {
	    code: string;
	    asked: number;
	}
	export interface Offer {
	    file: string;
	    at: number;
	    program: string;
	    own: boolean;
	}
	export interface PickRequest {
	    name: string;
	}
	export interface RecoverRequest {
	    code: string;
	    passphrase: string;
	}
	export interface RemoveRequest {
	    owner: string;
	    who: string;
	}
	export interface ResetRequest {
	    owner: string;
	    who: string;
	    passphrase: string;
	}
	export interface RestoreRequest {
	    code: string;
	    passphrase: string;
	}
	export interface Restored {
	    status: door.Status;
	    at: number;
	    replaced: string;
	}
	export interface UnlockRequest {
	    who: string;
	    passphrase: string;
	}

}

export namespace report {
	
	export enum Kind {
	    about = "about",
	    bars = "bars",
	    change = "change",
	    contexts = "contexts",
	    grid = "grid",
	    index = "index",
	    kite = "kite",
	    scores = "scores",
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
	    lowClamped: boolean;
	    highClamped: boolean;
	}
	export interface Kite {
	    axes: KiteAxis[];
	    rings: Tick[];
	    diagonalX: number;
	    diagonalY: number;
	    earlier: number[];
	    caption: string;
	    alt: string;
	}
	export interface ChangeAxis {
	    code: string;
	    name: string;
	    values: string;
	    difference: string;
	    verdict: string;
	    beyond: boolean;
	    missing: string;
	    at: number;
	    low: number;
	    high: number;
	}
	export interface Ellipse {
	    level: number;
	    label: string;
	    radiusX: number;
	    radiusY: number;
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
	export interface Cut {
	    at: number;
	    label: string;
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
	export interface ChangeField {
	    grid: Grid;
	    x: number;
	    y: number;
	    from: string;
	    to: string;
	}
	export interface Change {
	    from: string;
	    to: string;
	    headline: string;
	    second: string;
	    field?: ChangeField;
	    axes: ChangeAxis[];
	    ticks: Tick[];
	    zero: string;
	    axesAlt: string;
	    kite?: Kite;
	    kiteMissing: string;
	    exact: Table;
	    scores: Table;
	    notes: Point[];
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
	
	
	
	export interface Fit {
	    question: string;
	    options: string[];
	}
	export interface Flag {
	    code: string;
	    name: string;
	    detail: string;
	    because: string;
	    source: string;
	}
	
	
	
	export interface Header {
	    mark?: string;
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
	
	
	
	export interface ScoreRow {
	    name: string;
	    plain: string;
	    value: string;
	    level: string;
	    meaning: string;
	    missing: string;
	    at: number;
	    tries: string[];
	}
	export interface Scores {
	    rows: ScoreRow[];
	    ticks: Tick[];
	    caption: string;
	    alt: string;
	    tryTitle: string;
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
	    scores?: Scores;
	    about?: About;
	    change?: Change;
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

export namespace runner {
	
	export interface Running {
	    busy: boolean;
	    changed: boolean;
	    overdue: boolean;
	    problem?: domain.Error;
	    secondThere: boolean;
	    secondNewest: number;
	    secondProblem?: domain.Error;
	}

}

