package pdf

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
	"unicode/utf16"

	"github.com/klippa-app/go-pdfium"
	"github.com/tetratelabs/wazero/api"
)

// guest calls the C functions of one PDFium instance directly. go-pdfium's
// own methods name every page object by a random UUID and allocate four times
// for every character box, and they do not give out the handles that both
// ways would need to share a page.
//
// The first error sticks: later calls do nothing and return 0, so that a
// caller looks at err once, at the end of what it does.
type guest struct {
	function  func(name string) api.Function
	memory    api.Memory
	functions map[string]api.Function
	stack     [12]uint64
	scratch   uint64 // scratchBytes of guest memory for results
	err       error
}

// scratchBytes holds the largest result that is asked for at once: six
// float32 of a matrix, or four float64 of a box.
const scratchBytes = 64

var errEngine = errors.New("the PDFium binding is not the one this package was written for")

// newGuest reaches through go-pdfium to the instance's functions and memory.
// It depends on two exported members of an internal type; TestGuestBinding
// fails when they go.
func newGuest(instance pdfium.Pdfium) (*guest, error) {
	outer, ok := instance.(interface{ GetImplementation() any })
	if !ok {
		return nil, fmt.Errorf("%w: no GetImplementation", errEngine)
	}
	inner := outer.GetImplementation()
	functions, ok := inner.(interface{ Fn(string) api.Function })
	if !ok {
		return nil, fmt.Errorf("%w: no Fn", errEngine)
	}
	value := reflect.Indirect(reflect.ValueOf(inner))
	if value.Kind() != reflect.Struct {
		return nil, fmt.Errorf("%w: not a struct", errEngine)
	}
	field := value.FieldByName("Module")
	if !field.IsValid() || !field.CanInterface() {
		return nil, fmt.Errorf("%w: no Module", errEngine)
	}
	module, ok := field.Interface().(api.Module)
	if !ok {
		return nil, fmt.Errorf("%w: Module is not a module", errEngine)
	}
	g := &guest{function: functions.Fn, memory: module.Memory(), functions: map[string]api.Function{}}
	g.scratch = g.call("malloc", scratchBytes)
	if g.err == nil && g.scratch == 0 {
		g.err = errOutOfMemory
	}
	return g, g.err
}

var (
	errTrap        = errors.New("PDFium stopped")
	errOutOfMemory = errors.New("PDFium has no memory left")
)

// outOfMemoryBytes: PDFium stops in the same way when it finds a mistake in
// itself and when memory is refused. A vector that grows asks for three times
// what it has, so a refusal comes when a quarter of the cap is in use; other
// stops come long before.
const outOfMemoryBytes = memoryPages * 65536 / 4

// call returns the function's result, 0 after an error.
func (g *guest) call(name string, arguments ...uint64) uint64 {
	if g.err != nil {
		return 0
	}
	f, ok := g.functions[name]
	if !ok {
		if f = g.function(name); f == nil {
			g.err = fmt.Errorf("%w: no function %s", errEngine, name)
			return 0
		}
		g.functions[name] = f
	}
	copy(g.stack[:], arguments)
	if err := f.CallWithStack(context.Background(), g.stack[:]); err != nil {
		reason, _, _ := strings.Cut(err.Error(), "\n") // a stack trace follows
		g.err = fmt.Errorf("%w in %s: %s", errTrap, name, reason)
		if g.memory.Size() >= outOfMemoryBytes {
			g.err = fmt.Errorf("%w in %s: %s", errOutOfMemory, name, reason)
		}
		return 0
	}
	return g.stack[0]
}

// count is call for functions that return a C int; negative results, which
// stand for errors, become 0.
func (g *guest) count(name string, arguments ...uint64) int {
	return max(0, int(int32(g.call(name, arguments...))))
}

// float32s reads n floats that a call left at the offset of the scratch.
func (g *guest) float32s(offset uint64, to []float64) {
	for i := range to {
		v, _ := g.memory.ReadFloat32Le(uint32(g.scratch + offset + uint64(4*i)))
		to[i] = finite(float64(v))
	}
}

// float64s is float32s for doubles.
func (g *guest) float64s(offset uint64, to []float64) {
	for i := range to {
		v, _ := g.memory.ReadFloat64Le(uint32(g.scratch + offset + uint64(8*i)))
		to[i] = finite(v)
	}
}

func (g *guest) uint32At(offset uint64) uint32 {
	v, _ := g.memory.ReadUint32Le(uint32(g.scratch + offset))
	return v
}

// bytes copies data into the guest. The copy is never freed: it lives as long
// as the instance.
func (g *guest) bytes(data []byte) uint64 {
	pointer := g.call("malloc", uint64(len(data)))
	if g.err == nil && (pointer == 0 || !g.memory.Write(uint32(pointer), data)) {
		g.err = errOutOfMemory
	}
	return pointer
}

// metadata returns a field of the document's properties.
func (g *guest) metadata(document uint64, field string) string {
	name := g.bytes(append([]byte(field), 0))
	size := g.call("FPDF_GetMetaText", document, name, 0, 0)
	if g.err != nil || size <= 2 || size > maxMetadataBytes {
		return ""
	}
	buffer := g.call("malloc", size)
	g.call("FPDF_GetMetaText", document, name, buffer, size)
	raw, ok := g.memory.Read(uint32(buffer), uint32(size))
	if g.err != nil || buffer == 0 || !ok {
		return ""
	}
	units := make([]uint16, 0, size/2)
	for i := 0; i+1 < len(raw); i += 2 {
		if unit := uint16(raw[i]) | uint16(raw[i+1])<<8; unit != 0 {
			units = append(units, unit)
		}
	}
	return string(utf16.Decode(units))
}

// maxMetadataBytes is far above any title.
const maxMetadataBytes = 64 << 10

// finite makes NaN and infinities, which a damaged file can hold, 0.
func finite(v float64) float64 {
	if math.IsNaN(v) || math.Abs(v) > maxCoordinate {
		return 0
	}
	return v
}

// maxCoordinate in points; PDF allows pages of 14,400.
const maxCoordinate = 1e7
