package corpus

import (
	"regexp"
	"strings"
)

// hostName is a folder that mirroring programs (wget -r, httrack) name for the
// host whose pages lie below it, a port behind : or + included.
var hostName = regexp.MustCompile(`^([a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*\.(?:cn|com|net|org|hk|tw|cc|top|vip|xyz|info))(?:[:+]([0-9]{1,5}))?$`)

// URL is where the document was published: as the archive says that it is from, or
// as far as its path says it, which is the path below the last folder that has the
// name of a host, as programs that copy sites lay it out. Empty when there is no such
// folder. The scheme of a path is not known; http stands for both.
func (e Entry) URL() string {
	if e.document != nil || e.Address != "" {
		return e.Address
	}
	_, address := e.mirrored()
	return address
}

// mirrored is the last folder of the path that has the name of a host, and the
// address of what lies below it; both are empty when there is none.
func (e Entry) mirrored() (folder, address string) {
	parts := strings.Split(e.Path, "/")
	for i := len(parts) - 2; i >= 0; i-- {
		if m := hostName.FindStringSubmatch(strings.ToLower(parts[i])); m != nil {
			host := m[1]
			if m[2] != "" {
				host += ":" + m[2]
			}
			return strings.Join(parts[:i+1], "/"), "http://" + host + "/" + strings.Join(parts[i+1:], "/")
		}
	}
	return "", ""
}
