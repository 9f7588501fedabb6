package gongkai

import (
	"errors"
	"math/big"
	"testing"
)

func TestParseDecimal(t *testing.T) {
	for _, s := range []string{"0", "7", "-18", "18.8710", "75394432.52", "0.00000001", "-0.5", "999999999999999999", "12345678901.1234567"} {
		d, err := ParseDecimal(s)
		if err != nil || d.String() != s {
			t.Errorf("%q reads as %q, %v", s, d, err)
		}
	}
	if d, err := ParseDecimal("+5"); err != nil || d.String() != "5" {
		t.Errorf("+5 reads as %q, %v", d, err)
	}
	for _, s := range []string{"", "-", ".", "1.", ".5", "1.2.3", "1e3", "１", "1,000", "1 0", "1.123456789", "1234567890123456789"} {
		if d, err := ParseDecimal(s); !errors.Is(err, ErrDecimal) {
			t.Errorf("%q reads as %q, %v", s, d, err)
		}
	}
}

// TestDecimalArithmetic compares with math/big over pairs that mix scales,
// signs and sizes up to the bounds.
func TestDecimalArithmetic(t *testing.T) {
	texts := []string{"0", "1", "-1", "1.0", "0.1", "0.10", "-2.50", "999999999999999999", "-999999999999999999", "9999999999.99999999", "0.00000001", "123456.789"}
	for _, a := range texts {
		for _, b := range texts {
			x, _ := ParseDecimal(a)
			y, _ := ParseDecimal(b)
			bigX, _ := new(big.Rat).SetString(a)
			bigY, _ := new(big.Rat).SetString(b)
			if got, want := x.Cmp(y), bigX.Cmp(bigY); got != want {
				t.Errorf("%s compared with %s is %d, want %d", a, b, got, want)
			}
			sum, ok := x.Add(y)
			if !ok {
				continue // too large to be exact, and says so
			}
			want := new(big.Rat).Add(bigX, bigY)
			if got, _ := new(big.Rat).SetString(sum.String()); got.Cmp(want) != 0 {
				t.Errorf("%s + %s is %s, want %s", a, b, sum, want.FloatString(8))
			}
		}
	}
	big1, _ := ParseDecimal("999999999999999999")
	small, _ := ParseDecimal("0.00000001")
	if _, ok := big1.Add(small); ok {
		t.Error("a sum of 26 digits claims to be exact")
	}
}

func TestDecimalInt64(t *testing.T) {
	for s, want := range map[string]bool{"12": true, "12.00": true, "12.5": false, "0": true} {
		d, _ := ParseDecimal(s)
		if _, ok := d.Int64(); ok != want {
			t.Errorf("%s is a whole number: %v", s, ok)
		}
	}
}
