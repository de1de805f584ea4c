package diag

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Kind says what was timed.
type Kind string

// The kinds of what is timed.
const (
	// KindMethod is a call of the page.
	KindMethod Kind = "method"
	// KindQuery is a reading or writing of the workspace.
	KindQuery Kind = "query"
)

// buckets are the upper bounds in seconds: from 50 µs to about a minute, each
// 1.5 times the one before, so that a percentile read off them is at most a
// few per cent wrong within a bucket.
var buckets = prometheus.ExponentialBuckets(50e-6, 1.5, 35)

// Watch keeps the times and failures since its start or its last reset. It is
// safe for use by several goroutines.
type Watch struct {
	registry *prometheus.Registry
	seconds  *prometheus.HistogramVec
	failures *prometheus.CounterVec
}

// New makes a watch that has seen nothing.
func New() *Watch {
	labels := []string{"kind", "name"}
	w := &Watch{
		registry: prometheus.NewRegistry(),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "kitewise_seconds", Help: "duration by kind and name", Buckets: buckets,
		}, labels),
		failures: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "kitewise_failures_total", Help: "failures of the program or the machine, by kind and name",
		}, labels),
	}
	w.registry.MustRegister(w.seconds, w.failures)
	return w
}

// Observe enters one call. failed is for what the program or the machine did
// wrong, not for input that was refused.
func (w *Watch) Observe(kind Kind, name string, took time.Duration, failed bool) {
	w.seconds.WithLabelValues(string(kind), name).Observe(took.Seconds())
	if failed {
		w.failures.WithLabelValues(string(kind), name).Inc()
	}
}

// Reset forgets everything.
func (w *Watch) Reset() {
	w.seconds.Reset()
	w.failures.Reset()
}
