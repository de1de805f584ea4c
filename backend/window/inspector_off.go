//go:build (production || bindings) && !dev && !inspector

package window

// keepInspector is off in what people use: the page shows personal data, and
// nobody may look into it through a socket.
const keepInspector = false
