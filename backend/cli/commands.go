package cli

import (
	"slices"
	"strings"

	"kitewise/backend/i18n"
)

// command is one line of the table: the words that call it, what may follow
// them, and what it does. Its help is the locale text "cli.help.<words joined by _>".
type command struct {
	words []string
	// takes shows the arguments in the usage, without words for a reader.
	takes string
	run   func(env *Env, args []string) int
}

// commands is the table, in the order in which the help lists it.
func commands() []command {
	return []command{
		{[]string{"score"}, "--instrument ID[@VERSION] [--manifest DIR] --input FILE [--format json|csv] [--trace] [--norm-group LABEL] [--out FILE] [--data DIR] [--lang LANG]", (*Env).score},
		{[]string{"worksheet"}, "--instrument ID[@VERSION] [--manifest DIR] --input FILE [--norm-group LABEL] | --session ID [--as NAME] [--lang LANG] [--paper A4|Letter] [--out FILE|FILE.pdf] [--data DIR]", (*Env).worksheet},
		{[]string{"instruments", "list"}, "[--data DIR] [--lang LANG]", (*Env).instrumentsList},
		{[]string{"instruments", "check"}, "[--lang LANG] DIR", (*Env).instrumentsCheck},
		{[]string{"instruments", "import"}, "DIR | --licensed FILE.csv [--instrument ID[@VERSION]] [--as NAME] [--data DIR] [--lang LANG]", (*Env).instrumentsImport},
		{[]string{"norms", "list"}, "[--data DIR] [--lang LANG]", (*Env).normsList},
		{[]string{"norms", "check"}, "FILE.csv [--data DIR] [--lang LANG]", (*Env).normsCheck},
		{[]string{"norms", "import"}, "FILE.csv [--dry-run] [--as NAME] [--data DIR] [--lang LANG]", (*Env).normsImport},
		{[]string{"sessions", "list"}, "[--as NAME] [--data DIR] [--lang LANG]", (*Env).sessionsList},
		{[]string{"pin", "reset"}, "[--as NAME] [--data DIR] [--lang LANG]", (*Env).pinReset},
		{[]string{"report"}, "--session ID [--kind participant] [--lang LANG] [--paper A4|Letter] --out FILE.pdf [--as NAME] [--data DIR]", (*Env).report},
		{[]string{"audit", "list"}, "[--code CODE] [--session ID] [--group GROUP] [--limit N] [--as NAME] [--data DIR] [--lang LANG]", (*Env).auditList},
		{[]string{"audit", "verify"}, "[--checkpoint FILE.txt] [--head HEAD] [--data DIR] [--lang LANG]", (*Env).auditVerify},
		{[]string{"audit", "export"}, "--out FILE.csv [--checkpoint FILE.txt] [--as NAME] [--data DIR] [--lang LANG]", (*Env).auditExport},
		{[]string{"audit", "accept"}, "[--as NAME] [--data DIR] [--lang LANG]", (*Env).auditAccept},
		{[]string{"verify"}, "[FILE.kwb] [--as NAME] [--data DIR] [--lang LANG]", (*Env).verify},
		{[]string{"backup"}, "[--out DIR] [--as NAME] [--data DIR] [--lang LANG]", (*Env).backup},
		{[]string{"restore"}, "FILE.kwb [--recovery] [--data DIR] [--lang LANG]", (*Env).restore},
		{[]string{"person", "export"}, "CODE --out FILE.zip.age [--paper A4|Letter] [--as NAME] [--data DIR] [--lang LANG]", (*Env).personExport},
		{[]string{"demo", "add"}, "[--as NAME] [--data DIR] [--lang LANG]", (*Env).demoAdd},
		{[]string{"demo", "remove"}, "[--as NAME] [--data DIR] [--lang LANG]", (*Env).demoRemove},
		{[]string{"person", "anonymise"}, "CODE [--yes CODE] [--as NAME] [--data DIR] [--lang LANG]", (*Env).personAnonymise},
		{[]string{"person", "withdraw"}, "CODE [--session ID] [--date YYYY-MM-DD] [--take-back] [--yes CODE] [--as NAME] [--data DIR] [--lang LANG]", (*Env).personWithdraw},
		{[]string{"retention", "due"}, "[--date-is-right] [--as NAME] [--data DIR] [--lang LANG]", (*Env).retentionDue},
		{[]string{"person", "erase"}, "CODE [--yes CODE] [--as NAME] [--data DIR] [--lang LANG]", (*Env).personErase},
	}
}

// find gives the command that the arguments begin with, and the arguments after it.
func find(args []string) (command, []string, bool) {
	for _, c := range commands() {
		n := len(c.words)
		if len(args) >= n && slices.Equal(args[:n], c.words) {
			return c, args[n:], true
		}
	}
	return command{}, nil, false
}

// usage words the whole table.
func usage(say *i18n.Printer) string {
	var b strings.Builder
	b.WriteString(say.T("cli.usage") + "\n\n")
	b.WriteString("  kitewise [--data DIR]\n      " + say.T("cli.help.window") + "\n")
	for _, c := range commands() {
		b.WriteString("  kitewise " + strings.Join(c.words, " ") + " " + c.takes + "\n")
		b.WriteString("      " + say.T("cli.help."+strings.Join(c.words, "_")) + "\n")
	}
	for _, flag := range []string{"help", "version"} {
		b.WriteString("  kitewise --" + flag + "\n      " + say.T("cli.help."+flag) + "\n")
	}
	return b.String()
}
