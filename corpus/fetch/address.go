package fetch

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"syscall"
)

// ErrAddress says that a host's address is not one of the public internet, or
// its port not one that web sites use: a page may link, redirect or resolve to
// machines inside the network that the crawler runs in.
var ErrAddress = errors.New("the address is not one that may be asked")

// notPublic are the ranges that belong to no web site (IANA's registries of
// special-purpose addresses). Those of IPv6 that carry an IPv4 address inside are
// refused whole: they would be a way around the others.
var notPublic = prefixes(
	"0.0.0.0/8",       // this network
	"10.0.0.0/8",      // private
	"100.64.0.0/10",   // shared by carriers (CGNAT)
	"127.0.0.0/8",     // loopback
	"169.254.0.0/16",  // link-local, where clouds serve their metadata
	"172.16.0.0/12",   // private
	"192.0.0.0/24",    // protocol assignments
	"192.0.2.0/24",    // documentation
	"192.88.99.0/24",  // 6to4 relays
	"192.168.0.0/16",  // private
	"198.18.0.0/15",   // benchmarks
	"198.51.100.0/24", // documentation
	"203.0.113.0/24",  // documentation
	"224.0.0.0/4",     // multicast
	"240.0.0.0/4",     // reserved, and broadcast
	"::/96",           // unspecified, loopback, IPv4-compatible
	"::ffff:0:0/96",   // IPv4-mapped; addresses are unmapped before they are compared
	"64:ff9b::/96",    // NAT64
	"64:ff9b:1::/48",  // local NAT64
	"100::/64",        // discard
	"2001::/23",       // Teredo and other protocol assignments
	"2001:db8::/32",   // documentation
	"2002::/16",       // 6to4
	"3fff::/20",       // documentation
	"5f00::/16",       // segment routing
	"fc00::/7",        // unique local, where clouds serve their metadata too
	"fe80::/10",       // link-local
	"fec0::/10",       // site-local
	"ff00::/8",        // multicast
)

func prefixes(texts ...string) []netip.Prefix {
	list := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		list[i] = netip.MustParsePrefix(text)
	}
	return list
}

// ports are those that web sites use; agencies' sites are found on all of them.
var ports = []uint16{80, 81, 443, 8000, 8001, 8008, 8080, 8081, 8082, 8083, 8084, 8085, 8086, 8087, 8088, 8089, 8090, 8443, 8888, 9000, 9001, 9080, 9090}

// Public returns an error wrapping ErrAddress unless the address is one of the
// public internet and its port one that web sites use.
func Public(a netip.AddrPort) error {
	ip := a.Addr().Unmap().WithZone("")
	if at := slices.IndexFunc(notPublic, func(p netip.Prefix) bool { return p.Contains(ip) }); at >= 0 || !ip.IsValid() {
		return fmt.Errorf("%w: %s is not public", ErrAddress, a.Addr())
	}
	if a.Addr().Zone() != "" {
		return fmt.Errorf("%w: %s has a zone", ErrAddress, a.Addr())
	}
	if !slices.Contains(ports, a.Port()) {
		return fmt.Errorf("%w: port %d", ErrAddress, a.Port())
	}
	return nil
}

// control is asked with the address that is about to be connected to, after names
// are resolved: a name that resolves otherwise a moment later makes no difference.
func control(allowed func(netip.AddrPort) error) func(network, address string, _ syscall.RawConn) error {
	return func(network, address string, _ syscall.RawConn) error {
		switch network {
		case "tcp4", "tcp6":
		default:
			return fmt.Errorf("%w: %s", ErrAddress, network)
		}
		a, err := netip.ParseAddrPort(address)
		if err != nil {
			return fmt.Errorf("%w: %s", ErrAddress, strconv.Quote(address))
		}
		return allowed(a)
	}
}
