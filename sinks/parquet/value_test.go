package parquet

import (
	"encoding/hex"
	"testing"

	"gongkai"
)

func TestAppendDecimal(t *testing.T) {
	for text, want := range map[string]string{
		"0":           "0000000000000000000000",
		"-0.0":        "0000000000000000000000",
		"1":           "0000000000000005f5e100",
		"-1":          "fffffffffffffffa0a1f00",
		"0.00000001":  "0000000000000000000001",
		"-0.00000001": "ffffffffffffffffffffff",
		// On both sides of 2^64.
		"184467440737.095516":  "000000fffffffffffffff0",
		"184467440737.095517":  "0000010000000000000054",
		"-184467440737.095517": "fffffeffffffffffffffac",
		// 10^18 - 1 at scale 8 is 10^26 - 10^8.
		"999999999999999999":  "52b7d2dcc80cd2de0a1f00",
		"-999999999999999999": "ad482d2337f32d21f5e100",
	} {
		d, err := gongkai.ParseDecimal(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := hex.EncodeToString(appendDecimal(nil, d)); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}
