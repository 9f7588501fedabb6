package gongkai_test

import (
	"testing"

	"gongkai"
)

func TestCodeVersion(t *testing.T) {
	if v := gongkai.CodeVersion(); len(v) != 64 || v != gongkai.CodeVersion() {
		t.Errorf("code version %q", v)
	}
}
