package audit

import (
	"bytes"
	"encoding/json"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// WitnessFile is the name of the witness in a workspace folder.
const WitnessFile = "witness.json"

// MaxWitness bounds a witness that is read, in bytes.
const MaxWitness = 16 << 10

const witnessFormat = "kitewise-witness/1"

// Witness is what a file beside the database knows of the log: the head after
// the last entry, the last one that was signed, and the answers since. It may lag
// behind after a crash; the log must then go on from it.
type Witness struct {
	Head Head
	// Checkpoint is the signed note, "" before the first.
	Checkpoint string
	Answers    Answers
}

// Answers are those of the session that was answered last since the head: no act
// stands in the log for them. Without any it is the zero value.
type Answers struct {
	SessionID string
	// Count is how many responses of it are stored, every revision counted.
	Count int64
}

// Misses reports whether fewer answers are there than the witness has seen, in a
// log of so many entries. Where it went on since, nothing can be said: answers go
// with their session, by an act.
func (w Witness) Misses(there Answers, entries int64) bool {
	return w.Head.Count == entries && there.Count < w.Answers.Count
}

type witnessJSON struct {
	Format     string `json:"format"`
	Count      int64  `json:"count"`
	Hash       string `json:"hash"`
	Checkpoint string `json:"checkpoint"`
	Session    string `json:"session,omitempty"`
	Answers    int64  `json:"answers,omitempty"`
}

// Bytes is the witness as it stands in its file.
func (w Witness) Bytes() ([]byte, error) {
	text, err := json.MarshalIndent(witnessJSON{
		witnessFormat, w.Head.Count, tlog.Hash(w.Head.Hash).String(), w.Checkpoint, w.Answers.SessionID, w.Answers.Count,
	}, "", "  ")
	return append(text, '\n'), err
}

// ReadWitness reads what Bytes gave.
func ReadWitness(raw []byte) (Witness, error) {
	decoder, in := json.NewDecoder(bytes.NewReader(raw)), witnessJSON{}
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&in); err != nil {
		return Witness{}, err
	}
	hash, err := tlog.ParseHash(in.Hash)
	if err != nil || in.Format != witnessFormat || in.Count < 0 || in.Answers < 0 {
		return Witness{}, fmt.Errorf("not a witness of form %s (%w)", witnessFormat, err)
	}
	return Witness{
		Head: Head{Count: in.Count, Hash: hash}, Checkpoint: in.Checkpoint,
		Answers: Answers{SessionID: in.Session, Count: in.Answers},
	}, nil
}
