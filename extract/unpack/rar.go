package unpack

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/nwaples/rardecode/v2"

	"gongkai"
)

func (w *walk) rar(at place, data []byte) error {
	r, err := rardecode.NewReader(bytes.NewReader(data), rardecode.MaxDictionarySize(maxDictionary))
	if err != nil {
		return rarError(err)
	}
	several := false // a member goes on in another file
	for {
		h, err := r.Next()
		switch {
		case err == io.EOF:
			return nil
		case err != nil && several:
			return errVolume
		case err != nil:
			return rarError(err)
		}
		name := clean(decode(h.Name))
		size := h.UnPackedSize
		if h.UnKnownSize {
			size = -1
		}
		switch {
		case name == "" || h.IsDir:
			continue
		case h.LinkType == rardecode.LinkTypeUnixSymlink, h.LinkType == rardecode.LinkTypeWindowsSymlink, h.LinkType == rardecode.LinkTypeWindowsJunction, h.Mode().Type() != 0:
			continue
		case h.Solid:
			if err := w.passOver(at.prefix+name, size); err != nil {
				return err
			}
		}
		err = w.member(at, RAR, name, size, func() (io.Reader, error) {
			if h.LinkType != rardecode.LinkTypeNone {
				return nil, fmt.Errorf("%w: only a reference to %s; unpack the archive to read it", gongkai.ErrFormat, h.LinkTarget)
			}
			return rarMember{r, &several}, nil
		})
		if err != nil {
			return err
		}
	}
}

// rarMember words the errors of a member.
type rarMember struct {
	r       io.Reader
	several *bool
}

func (m rarMember) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	if err != nil && err != io.EOF {
		err = rarError(err)
		*m.several = *m.several || errors.Is(err, errVolume)
	}
	return n, err
}

func rarError(err error) error {
	switch {
	case errors.Is(err, rardecode.ErrArchiveEncrypted), errors.Is(err, rardecode.ErrArchivedFileEncrypted), errors.Is(err, rardecode.ErrBadPassword):
		return fmt.Errorf("%w: a password is needed to open it", gongkai.ErrEncrypted)
	case errors.Is(err, rardecode.ErrMultiVolume), errors.Is(err, rardecode.ErrBadVolumeNumber):
		return errVolume
	case errors.Is(err, rardecode.ErrDictionaryTooLarge):
		return fmt.Errorf("%w: a dictionary of more than %d MiB", gongkai.ErrLimit, maxDictionary>>20)
	case errors.Is(err, rardecode.ErrUnknownDecoder), errors.Is(err, rardecode.ErrUnsupportedDecoder), errors.Is(err, rardecode.ErrUnknownVersion):
		return fmt.Errorf("%w: %w", gongkai.ErrFormat, err)
	}
	return fmt.Errorf("%w: %w", gongkai.ErrDamaged, err)
}
