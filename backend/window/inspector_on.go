//go:build dev || (production && inspector)

package window

// keepInspector leaves the remote inspector of the web view to the
// environment: for tests of the real window only.
const keepInspector = true
