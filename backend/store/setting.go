package store

import (
	"context"
	"maps"
	"slices"

	"kitewise/backend/domain"
)

// Settings gives all settings, key to value.
func (s *Store) Settings(ctx context.Context) (map[string]string, error) {
	out := map[string]string{}
	err := s.read(ctx, "read settings", func(r runner) error {
		return r.each(func(scan func(...any) error) error {
			var key, value string
			err := scan(&key, &value)
			out[key] = value
			return err
		}, `SELECT key, value FROM setting`)
	})
	return out, err
}

// SaveSettings stores these settings together, with the acts that they stand
// for; other settings keep their value.
func (s *Store) SaveSettings(ctx context.Context, settings map[string]string, acts ...domain.Entry) error {
	return s.write(ctx, "save settings", func(r runner) error {
		if err := keepSettings(r, settings); err != nil {
			return err
		}
		return r.noteAll(acts)
	})
}

func keepSettings(r runner, settings map[string]string) error {
	for _, key := range slices.Sorted(maps.Keys(settings)) {
		if _, err := r.exec(`INSERT INTO setting (key, value) VALUES (?, ?)
			ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, settings[key]); err != nil {
			return err
		}
	}
	return nil
}
