package excel

import "gongkai/sinks"

// NewShort is New with sheets of fewer lines than Excel's.
func NewShort(maxLines int) func(sinks.Create) (sinks.Sink, error) {
	return func(create sinks.Create) (sinks.Sink, error) { return newSink(create, maxLines) }
}
