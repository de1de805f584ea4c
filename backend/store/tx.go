package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"kitewise/backend/audit"
	"kitewise/backend/domain"
)

// runner is what a query needs: statements prepared once, each told to the trace.
type runner struct {
	ctx     context.Context
	prepare func(ctx context.Context, text string) (*sql.Stmt, error)
	trace   func(string)
	// later takes what is to be done once the transaction is committed.
	later *[]func()
	// log takes the acts of the transaction; nil when reading.
	log *entering
}

// afterwards keeps an act for after the commit; it does not happen without one.
func (r runner) afterwards(act func()) { *r.later = append(*r.later, act) }

// exec runs a statement and gives the number of rows that it changed.
func (r runner) exec(text string, args ...any) (int64, error) {
	stmt, err := r.statement(text)
	if err != nil {
		return 0, err
	}
	res, err := stmt.ExecContext(r.ctx, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// row runs a query of one row and scans it; no row is sql.ErrNoRows.
func (r runner) row(text string, args []any, into ...any) error {
	stmt, err := r.statement(text)
	if err != nil {
		return err
	}
	return stmt.QueryRowContext(r.ctx, args...).Scan(into...)
}

// each runs a query and calls visit for every row.
func (r runner) each(visit func(scan func(...any) error) error, text string, args ...any) (err error) {
	stmt, err := r.statement(text)
	if err != nil {
		return err
	}
	rows, err := stmt.QueryContext(r.ctx, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := visit(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (r runner) statement(text string) (*sql.Stmt, error) {
	r.trace(text)
	return r.prepare(r.ctx, text)
}

// write runs work in one transaction on the one writing connection and
// acknowledges it: nil means committed, on the disk, in the file that is still
// in its place. On a full disk work is done once more with the room of the
// ballast, so it must be one that can be repeated.
func (s *Store) write(ctx context.Context, op string, work func(runner) error) (err error) {
	if s.doubt.Load() != nil {
		return fault(op, domain.Fail(domain.CodeLogDoubt, nil))
	}
	return s.writeAnyhow(ctx, op, work)
}

// writeAnyhow is write in spite of a doubt about the log.
func (s *Store) writeAnyhow(ctx context.Context, op string, work func(runner) error) (err error) {
	defer s.timed(op, time.Now(), &err)
	s.writing.Lock()
	defer s.writing.Unlock()
	if s.writer == nil {
		return fault(op, domain.Fail(domain.CodeReadOnly, nil))
	}
	if err := s.file.Check(); err != nil {
		return fault(op, err)
	}
	before, answered := s.book.edge.Count(), s.book.answered
	if err := s.relieved(func() error { return s.transact(ctx, work) }); err != nil {
		return fault(op, err)
	}
	s.changes.Add(1)
	acted := s.book.edge.Count() > before
	if acted {
		s.book.answered = audit.Answers{} // an entry stands after them
	}
	if acted || s.book.answered != answered {
		s.witnessLater()
	}
	s.foldLater()
	return fault(op, s.file.Check())
}

// timed, deferred, tells the watch how a reading or writing went.
func (s *Store) timed(op string, begun time.Time, err *error) { s.watch(op, time.Since(begun), *err) }

// transact commits what work did, or nothing of it: also when work panics.
func (s *Store) transact(ctx context.Context, work func(runner) error) error {
	later := []func(){}
	r := runner{ctx: ctx, prepare: s.prepareWrite, trace: s.trace, later: &later, log: s.book.begin()}
	// A cancelled caller must not leave the connection inside a transaction, not
	// even one that is told of as not begun.
	end := runner{ctx: context.WithoutCancel(ctx), prepare: s.prepareWrite, trace: s.trace}
	committed := false
	defer func() {
		if !committed {
			_, _ = end.exec("ROLLBACK") // a full disk may have rolled back already
		}
	}()
	if _, err := r.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	if err := work(r); err != nil {
		return err
	}
	if err := r.sign(); err != nil {
		return err
	}
	_, err := end.exec("COMMIT")
	if committed = err == nil; !committed {
		return err
	}
	r.log.keep()
	for _, act := range later {
		act()
	}
	return nil
}

// prepareWrite is called with the writing lock held.
func (s *Store) prepareWrite(ctx context.Context, text string) (*sql.Stmt, error) {
	if stmt := s.writes[text]; stmt != nil {
		return stmt, nil
	}
	stmt, err := s.writer.PrepareContext(ctx, text)
	if err == nil {
		s.writes[text] = stmt
	}
	return stmt, err
}

// read runs work outside of a transaction on reading connections.
func (s *Store) read(ctx context.Context, op string, work func(runner) error) (err error) {
	defer s.timed(op, time.Now(), &err)
	if err := s.file.Check(); err != nil {
		return fault(op, err)
	}
	return fault(op, work(runner{ctx: ctx, prepare: s.prepareRead, trace: s.trace}))
}

// readAtOnce is read on a connection of its own, with everything as it was at the
// moment of the first look, whatever is written meanwhile.
func (s *Store) readAtOnce(ctx context.Context, op string, work func(runner) error) (err error) {
	defer s.timed(op, time.Now(), &err)
	if err := s.file.Check(); err != nil {
		return fault(op, err)
	}
	conn, err := s.readers.Conn(ctx)
	if err != nil {
		return fault(op, err)
	}
	prepared := map[string]*sql.Stmt{}
	defer func() {
		for _, stmt := range prepared {
			err = errors.Join(err, stmt.Close())
		}
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK") // it may not have begun
		err = fault(op, errors.Join(err, conn.Close()))
	}()
	if _, err := conn.ExecContext(ctx, "BEGIN"); err != nil {
		return err
	}
	return work(runner{ctx: ctx, trace: s.trace, prepare: func(ctx context.Context, text string) (*sql.Stmt, error) {
		if stmt := prepared[text]; stmt != nil {
			return stmt, nil
		}
		stmt, err := conn.PrepareContext(ctx, text)
		if err == nil {
			prepared[text] = stmt
		}
		return stmt, err
	}})
}

func (s *Store) prepareRead(ctx context.Context, text string) (*sql.Stmt, error) {
	s.reading.Lock()
	defer s.reading.Unlock()
	if stmt := s.reads[text]; stmt != nil {
		return stmt, nil
	}
	stmt, err := s.readers.PrepareContext(ctx, text)
	if err == nil {
		s.reads[text] = stmt
	}
	return stmt, err
}

// foldLater folds the log once no write has come for a while.
func (s *Store) foldLater() {
	if s.folding != nil {
		s.folding.Reset(s.idle)
		return
	}
	s.folding = time.AfterFunc(s.idle, func() {
		s.writing.Lock()
		defer s.writing.Unlock()
		s.fold()
	})
}

// fold copies the write-ahead log into the database and empties it. A failure
// loses nothing: the log stays and the next fold tries again. While the file is
// being copied the fold would wait for the copy, and every writer for the fold:
// it comes later.
func (s *Store) fold() {
	if s.writer == nil || s.file.Check() != nil {
		return
	}
	if !s.copying.TryLock() {
		s.foldLater()
		return
	}
	defer s.copying.Unlock()
	_ = s.relieved(func() error {
		_, err := s.writer.ExecContext(context.Background(), "PRAGMA wal_checkpoint(TRUNCATE)")
		return err
	})
}
