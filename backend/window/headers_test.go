package window

import (
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestThePolicyStandsInTheHeaderAndInThePage compares both, line by line.
func TestThePolicyStandsInTheHeaderAndInThePage(t *testing.T) {
	got := httptest.NewRecorder()
	withHeaders(http.NotFoundHandler()).ServeHTTP(got, httptest.NewRequest(http.MethodGet, "/", nil))
	raw, err := os.ReadFile("../../frontend/index.html")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`http-equiv="Content-Security-Policy" content="([^"]*)"`).FindSubmatch(raw)
	if found == nil {
		t.Fatal("the page has no policy")
	}
	// A page cannot say who frames it, and also serves the development server, which has a socket.
	page := strings.Replace(string(found[1]), " ws://127.0.0.1:*", "", 1) + "; frame-ancestors 'none'"
	if header := got.Header().Get("Content-Security-Policy"); header != page {
		t.Errorf("the header says\n%s\nthe page\n%s", header, page)
	}
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-DNS-Prefetch-Control": "off"} {
		if got.Header().Get(name) != want {
			t.Errorf("%s: %q", name, got.Header().Get(name))
		}
	}
	for _, weak := range []string{"'unsafe-eval'", "script-src 'self' 'unsafe-inline'", "*;", "http:", "https:"} {
		if strings.Contains(policy, weak) {
			t.Errorf("the policy allows %s", weak)
		}
	}
}
