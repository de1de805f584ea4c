// The shapes of the wire under short names. They are generated from Go; their
// enumerations become plain texts here, so that the page compares with 'desk'
// and not with a name of the generator.
import type * as deskBound from '../../wailsjs/go/desk/Desk';
import type * as porterBound from '../../wailsjs/go/porter/Porter';
import type { arithmetic, backup, desk, diag, domain, door, keyring, kiosk, porter, report } from '../../wailsjs/go/models';

type Plain<T> = T extends string
  ? `${T}`
  : T extends (infer U)[]
    ? Plain<U>[]
    : T extends object
      ? { [K in keyof T]: Plain<T[K]> }
      : T;

/** Why an operation failed; the words stand in the locales under `error.<code>`. */
export type Code = Plain<domain.Code>;
export type SessionState = Plain<domain.SessionState>;
export type Mode = Plain<door.Mode>;

export type Problem = Plain<domain.Error>;
export type Status = Plain<door.Status>;
/** Somebody who can open the desk: a name, a role and a passphrase of their own. */
export type Holder = Plain<keyring.Holder>;
export type Role = Plain<domain.Role>;
/** What the page can call once the desk is open; a role may call a part of it. */
export type Method = `Desk.${keyof typeof deskBound}` | `Porter.${keyof typeof porterBound}`;
export type UnlockRequest = Plain<porter.UnlockRequest>;
export type AddRequest = Plain<porter.AddRequest>;
export type RemoveRequest = Plain<porter.RemoveRequest>;
export type ResetRequest = Plain<porter.ResetRequest>;
/** What is doubtful about the log of acts, while the desk is locked. */
export type Doubt = Plain<door.Doubt>;
export type Kit = Plain<porter.Kit>;
export type FinishRequest = Plain<porter.FinishRequest>;
export type RecoverRequest = Plain<porter.RecoverRequest>;
export type ChangeRequest = Plain<porter.ChangeRequest>;
export type LanguageChoice = Plain<door.LanguageChoice>;

export type KioskSession = Plain<kiosk.Session>;
export type KioskSection = Plain<kiosk.Section>;
export type KioskItem = Plain<kiosk.Item>;
export type Given = Plain<kiosk.Given>;
export type KioskRanking = Plain<kiosk.Ranking>;
export type KioskChoice = Plain<kiosk.Choice>;
export type KioskNumber = Plain<kiosk.Number>;
export type KioskText = Plain<kiosk.Text>;
export type KioskCards = Plain<kiosk.Cards>;
export type KioskPlace = Plain<kiosk.Place>;
export type AnswerRequest = Plain<kiosk.AnswerRequest>;
export type Saved = Plain<kiosk.Saved>;
export type KioskConsent = Plain<kiosk.Consent>;
export type ConsentRequest = Plain<kiosk.ConsentRequest>;
export type PracticeRequest = Plain<kiosk.PracticeRequest>;
export type VisitRequest = Plain<kiosk.VisitRequest>;
export type NoteRequest = Plain<kiosk.NoteRequest>;

export type Participant = Plain<domain.Participant>;
export type Session = Plain<domain.Session>;
export type PeopleRequest = Plain<desk.PeopleRequest>;
export type People = Plain<desk.People>;
export type PersonRow = Plain<desk.PersonRow>;
export type SessionRow = Plain<desk.SessionRow>;
export type ParticipantRequest = Plain<desk.ParticipantRequest>;
export type Demonstration = Plain<domain.Demonstration>;
export type Holdings = Plain<desk.Holdings>;
export type Stored = Plain<desk.Stored>;
export type Remains = Plain<backup.Remains>;
export type Withdrawal = Plain<domain.Withdrawal>;
export type WithdrawalRequest = Plain<desk.WithdrawalRequest>;
export type Due = Plain<desk.Due>;
export type ArchiveRequest = Plain<desk.ArchiveRequest>;
export type SavedArchive = Plain<desk.SavedArchive>;
export type DepartureRequest = Plain<desk.DepartureRequest>;
export type Departure = Plain<desk.Departure>;
export type InstrumentCard = Plain<desk.InstrumentCard>;
export type RespondentField = Plain<desk.RespondentField>;
export type FieldOption = Plain<desk.FieldOption>;
export type HandOverRequest = Plain<desk.HandOverRequest>;
export type PINRequest = Plain<desk.PINRequest>;
export type Readiness = Plain<desk.Readiness>;
export type PrepareRequest = Plain<desk.PrepareRequest>;
export type Conditions = Plain<desk.Conditions>;
export type ConditionsRequest = Plain<desk.ConditionsRequest>;
export type Accommodations = Plain<domain.Accommodations>;
export type DeskNotice = Plain<desk.Notice>;
export type NoticeWords = Plain<desk.NoticeWords>;
export type Basis = Plain<domain.Basis>;
export type ConsentEntry = Plain<desk.ConsentEntry>;
export type NoticeRequest = Plain<desk.NoticeRequest>;
export type ResultRequest = Plain<desk.ResultRequest>;
/** An earlier session of the same person, and why a result cannot be compared with it. */
export type EarlierSession = Plain<desk.EarlierSession>;
export type ArithmeticRequest = Plain<desk.ArithmeticRequest>;
export type ReportRequest = Plain<desk.ReportRequest>;
export type WorksheetRequest = Plain<desk.WorksheetRequest>;
export type SavedReport = Plain<desk.SavedReport>;
export type Settings = Plain<door.Settings>;
export type Look = Plain<door.Look>;
export type NormsOf = Plain<desk.NormsOf>;
export type NormGroupRow = Plain<desk.NormGroupRow>;
export type NormDraft = Plain<desk.NormDraft>;
export type NormGroups = Plain<desk.NormGroups>;
export type GroupRequest = Plain<desk.GroupRequest>;
export type WhatIfOpen = Plain<desk.WhatIfOpen>;
export type WhatIfForm = Plain<desk.WhatIfForm>;
export type WhatIfItem = Plain<desk.WhatIfItem>;
export type WhatIfRequest = Plain<desk.WhatIfRequest>;
export type WhatIfReading = Plain<desk.WhatIfReading>;
/** One answer in the manifest's terms. */
export type Value = Plain<domain.Value>;
export type LogRequest = Plain<desk.LogRequest>;
export type LogPage = Plain<desk.LogPage>;
export type LogRow = Plain<desk.LogRow>;
export type LogCheck = Plain<desk.LogCheck>;
export type SavedLog = Plain<desk.SavedLog>;
export type About = Plain<desk.About>;
export type Diagnostics = Plain<desk.Diagnostics>;
export type SavedSupport = Plain<desk.SavedSupport>;
/** A check of all results: how far it is, and what it found. */
export type Check = Plain<desk.Check>;
/** What there is of backups, and what goes on with them. */
export type Backups = Plain<desk.Backups>;
export type Drill = Plain<backup.Drill>;
export type ReplacedRequest = Plain<desk.ReplacedRequest>;
/** A backup that can be put back, what opens it, and what a restore did. */
export type BackupOffer = Plain<porter.Offer>;
export type PickRequest = Plain<porter.PickRequest>;
export type RestoreRequest = Plain<porter.RestoreRequest>;
export type Restored = Plain<porter.Restored>;
/** A limit of the program or its workspace that is passed. */
export type WatchNotice = Plain<diag.Notice>;

/** The report as a reader sees it: worded, rounded, with the points of its charts. */
export type View = Plain<report.View>;
/** How a result came about: cells, lines, and what each number comes from. */
export type Sheet = Plain<arithmetic.Sheet>;
export type SheetForm = Plain<arithmetic.Form>;
export type SheetLine = Plain<arithmetic.Line>;
export type SheetPart = Plain<arithmetic.Part>;
/** A number that can be chosen, or the signs between two of them. */
export type Piece = Plain<arithmetic.Piece>;
/** One part of the report; which field is filled follows its kind. */
export type Part = Plain<report.Part>;
/** A small table of the report, and a sentence with words in bold before it. */
export type Table = Plain<report.Table>;
export type Point = Plain<report.Point>;
/** One mark on a session or its result, in words. */
export type Flag = Plain<report.Flag>;
