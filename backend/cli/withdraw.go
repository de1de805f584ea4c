package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/workspace"
)

// personWithdraw stores that the participant of a code takes the consent back:
// to one session, or to all that rest on one. With --take-back it stores that
// this was a mistake. Without --yes and the code again it only says what would
// happen, a line for each session.
func (e *Env) personWithdraw(args []string) int {
	set, who := e.opening("person withdraw", "Desk.Withdraw")
	yes, id, date := set.String("yes", "", ""), set.String("session", "", ""), set.String("date", "", "")
	back := set.Bool("take-back", false, "")
	return e.onPerson(set, who, args, func(ctx context.Context, ws *workspace.Workspace, p domain.Participant) (int, error) {
		sessions, err := withdrawable(ctx, ws, p.ID, *id, *back)
		if err != nil {
			return ExitUnusable, err
		}
		if len(sessions) == 0 {
			e.complain("cli.withdraw.none", i18n.Params{"Code": p.Code})
			return ExitFault, nil
		}
		if _, err := domain.CleanWithdrawalDate(*date, ws.Now().Time().Local()); err != nil {
			return ExitUnusable, err
		}
		for _, s := range sessions {
			_, _ = fmt.Fprintf(e.Stdout, "%s\t%s\t%s@%s\t%s\t%s\n", s.ID, s.State, s.Instrument.ID, s.Instrument.Version,
				s.CreatedAt.Time().Local().Format(time.DateOnly), e.Say.T(effect(s, *back)))
		}
		if !strings.EqualFold(*yes, p.Code) {
			e.complain("cli.person.unconfirmed.withdraw", i18n.Params{"Code": p.Code})
			return ExitFault, nil
		}
		for _, s := range sessions {
			if _, err := ws.Engine.Withdraw(ctx, s.ID, !*back, *date); err != nil {
				return ExitUnusable, err
			}
		}
		_, _ = fmt.Fprintln(e.Stdout, e.Say.T(map[bool]string{false: "cli.withdraw.done", true: "cli.withdraw.back.done"}[*back], i18n.Params{"Code": p.Code}))
		return ExitDone, nil
	})
}

// withdrawable gives the sessions whose consent can be withdrawn, or whose
// withdrawal can be taken back; with an id only that one, and why not.
func withdrawable(ctx context.Context, ws *workspace.Workspace, participantID, id string, back bool) ([]domain.Session, error) {
	all, err := ws.Store.SessionsOf(ctx, participantID)
	if err != nil {
		return nil, err
	}
	out, known := []domain.Session{}, id == ""
	for _, s := range all {
		if id != "" && s.ID != id {
			continue
		}
		known = true
		reason := s.Withdrawable()
		if id != "" && !back && s.Withdrawn == 0 && reason != nil {
			return nil, reason
		}
		if back == (s.Withdrawn != 0) && (back || reason == nil) {
			out = append(out, s)
		}
	}
	if !known {
		return nil, domain.Fail(domain.CodeNotFound, nil, "What", "session")
	}
	return out, nil
}

// effect is the key of the words for what becomes of a session.
func effect(s domain.Session, back bool) string {
	switch {
	case back && s.State == domain.StateFinalised:
		return "cli.withdraw.shown"
	case back:
		return "cli.withdraw.noted"
	case s.State == domain.StateFinalised:
		return "cli.withdraw.hidden"
	case s.State.Open():
		return "cli.withdraw.ended"
	}
	return "cli.withdraw.noted"
}
