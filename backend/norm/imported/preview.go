package imported

import (
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// Preview says what the file would change in the form: every group that it
// adds or replaces, and how many stay. It changes nothing.
func Preview(form Form, f *File) domain.NormPreview {
	target := form.Norms[f.Norm]
	after := target.Norm.With(f.Groups)
	out := domain.NormPreview{Instrument: form.ID, InstrumentVersion: form.Version, Norm: f.Norm, Version: f.Version, Groups: []domain.NormGroupChange{}}
	out.Kept = len(target.Norm.Labels())
	for _, g := range f.Groups {
		label := g.Origin.Label
		change := domain.NormGroupChange{Group: after.Group(label, target.ids()), Tables: []domain.NormTableChange{}}
		if target.Norm.Has(label) {
			was := target.Norm.Group(label, target.ids())
			change.Was = &was
			out.Kept--
		}
		for _, scale := range target.ids() {
			if c, ok := compare(scale, target.Norm.Table(label, scale), after.Table(label, scale)); ok {
				change.Tables = append(change.Tables, c)
			}
		}
		out.Groups = append(out.Groups, change)
	}
	return out
}

// compare counts rows by raw score in the norm's metric; false when neither
// side has the scale. The largest change is looked for at every row of either.
func compare(scale string, before, after *norm.Table) (domain.NormTableChange, bool) {
	out := domain.NormTableChange{Scale: scale}
	old, now := byRaw(before), byRaw(after)
	if old == nil && now == nil {
		return out, false
	}
	largest := norm.Whole(0)
	for _, at := range points(before, after) {
		was, had := old[at.String()]
		is, has := now[at.String()]
		switch {
		case !had:
			out.Added++
		case !has:
			out.Removed++
		case was.Cmp(is) == 0:
			out.Same++
		default:
			out.Changed++
		}
		if before == nil || after == nil {
			continue
		}
		if d := after.Percentile(at).Percentile.Sub(before.Percentile(at).Percentile); d.Abs().Cmp(largest.Abs()) > 0 {
			largest, out.Largest, out.LargestAt = d, d.Float64(), at.Float64()
		}
	}
	return out, true
}

// byRaw gives the percentiles of a table by raw score in the norm's metric.
func byRaw(t *norm.Table) map[string]norm.Fraction {
	if t == nil {
		return nil
	}
	out := map[string]norm.Fraction{}
	for _, row := range t.Rows() {
		out[row.Raw.Quo(t.Factor()).String()] = row.Value
	}
	return out
}

// points lists the raw scores of both tables in the norm's metric, ascending.
func points(tables ...*norm.Table) []norm.Fraction {
	out := []norm.Fraction{}
	for _, t := range tables {
		if t == nil {
			continue
		}
		for _, row := range t.Rows() {
			out = append(out, row.Raw.Quo(t.Factor()))
		}
	}
	slices.SortFunc(out, norm.Fraction.Cmp)
	return slices.CompactFunc(out, norm.Fraction.Equal)
}
