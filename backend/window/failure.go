package window

import (
	"encoding/json"
	"errors"

	"kitewise/backend/domain"
)

// FormatError gives what a rejected call carries to the page: JSON text, for
// an object would arrive as "[object Object]". An error without a code is a
// defect and says nothing of its cause.
func FormatError(err error) any {
	var failure *domain.Error
	if !errors.As(err, &failure) {
		failure = domain.Fail(domain.CodeInternal, nil)
	}
	text, err := json.Marshal(failure)
	if err != nil { // a code and a map of strings always marshal
		return `{"code":"internal","params":{}}`
	}
	return string(text)
}
