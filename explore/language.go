package explore

import "net/http"

// Language is one of those that the pages are in.
type Language string

const (
	Chinese Language = "zh"
	English Language = "en"
)

// Languages lists them, the first is that of readers who ask for none of them.
func Languages() []Language { return []Language{Chinese, English} }

// T returns the text in the language.
func (l Language) T(chinese, english string) string {
	if l == English {
		return english
	}
	return chinese
}

// Other is the one to switch to.
func (l Language) Other() Language {
	if l == English {
		return Chinese
	}
	return English
}

// preferred is the language that the browser asks for: the one that is named first.
func preferred(r *http.Request) Language {
	header := r.Header.Get("Accept-Language")
	for i := range len(header) - 1 {
		switch Language(header[i : i+2]) {
		case Chinese, English:
			return Language(header[i : i+2])
		}
	}
	return Chinese
}
