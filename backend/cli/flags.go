package cli

import (
	"errors"
	"flag"
	"io"

	"kitewise/backend/i18n"
)

// errUnknownLanguage is told by the flag package's own sentence around it.
var errUnknownLanguage = errors.New("no such language")

// flags makes the flag set of a command with the two flags that all share:
// --lang (the language of messages; en) and, through the result, --data.
func (e *Env) flags(name string) (set *flag.FlagSet, dataDir *string) {
	set = flag.NewFlagSet(name, flag.ContinueOnError)
	set.SetOutput(io.Discard)
	set.Func("lang", "", func(lang string) error {
		if !e.Words.Offers(lang) {
			return errUnknownLanguage
		}
		e.Say = e.Words.Printer(lang)
		return nil
	})
	return set, set.String("data", e.DataDir, "")
}

// parse reads the arguments; on a fault it says what is wrong and reports false.
func (e *Env) parse(set *flag.FlagSet, args []string) bool {
	if err := set.Parse(args); err != nil {
		e.complain("cli.bad_arguments", i18n.Params{"Command": set.Name(), "Reason": err.Error()})
		return false
	}
	return true
}
