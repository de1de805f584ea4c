//go:build dev || (production && inspector)

package main

// keepInspector leaves the remote inspector of the web view to the
// environment: for tests of the real window only.
const keepInspector = true
