package diag

// Facts are what is known of the workspace's place, in bytes. A negative Free
// is not known. Missing is the reserve that was given up on a full disk, 0 while
// it is there.
type Facts struct {
	Database int64 `json:"database"`
	WAL      int64 `json:"wal"`
	Free     int64 `json:"free"`
	Missing  int64 `json:"missing"`
}

// Notice is one limit that is passed. Its words are the locale text
// "diag.notice.<code>", filled with Name and Value.
type Notice struct {
	Code string `json:"code"`
	// Name is the method or query that it is about, "" for the workspace.
	Name string `json:"name"`
	// Value is the figure: milliseconds, per cent, or megabytes.
	Value float64 `json:"value"`
}

// The codes of the notices.
const (
	NoticeSlow    = "slow"
	NoticeErrors  = "errors"
	NoticeWAL     = "wal"
	NoticeDisk    = "disk"
	NoticeReserve = "reserve"
)

// The limits, and what it takes before a share means anything: twenty calls, or
// one slow start would be told as a slow program; two failures, or the first one
// would be told as many, however few calls there were.
const (
	slowMillis   = 500.0
	slowCount    = 20
	errorPercent = 1.0
	errorCount   = 2
	megabyte     = 1 << 20
	walLimit     = 64 * megabyte
	diskLimit    = 200 * megabyte
)

// Judge gives the limits that are passed: the workspace's first, then the
// figures in their order.
func Judge(figures []Figure, facts Facts) []Notice {
	out := []Notice{}
	if facts.Free >= 0 && facts.Free < diskLimit {
		out = append(out, Notice{Code: NoticeDisk, Value: float64(facts.Free / megabyte)})
	}
	if facts.Missing > 0 {
		out = append(out, Notice{Code: NoticeReserve, Value: float64(facts.Missing / megabyte)})
	}
	if facts.WAL > walLimit {
		out = append(out, Notice{Code: NoticeWAL, Value: float64(facts.WAL / megabyte)})
	}
	for _, f := range figures {
		if f.Count >= slowCount && f.P95 > slowMillis {
			out = append(out, Notice{Code: NoticeSlow, Name: f.Name, Value: f.P95})
		}
		share := 100 * float64(f.Errors) / float64(max(f.Count, 1))
		if f.Errors >= errorCount && share > errorPercent {
			out = append(out, Notice{Code: NoticeErrors, Name: f.Name, Value: share})
		}
	}
	return out
}
