package archive

// HostCounts are how many URLs of a host are in each state.
type HostCounts struct {
	Host   string
	States map[State]int
	// Bytes of the payloads that the archive holds for it.
	Bytes int64
}

// CountsByHost are the counts of every host, in the order of their names.
func (l *Ledger) CountsByHost() ([]HostCounts, error) {
	rows, err := l.db.Query("SELECT host, state, count(*), sum(bytes) FROM urls GROUP BY host, state ORDER BY host")
	if err != nil {
		return nil, l.failed(err)
	}
	defer rows.Close()
	var hosts []HostCounts
	for rows.Next() {
		var host string
		var s State
		var n int
		var bytes int64
		if err := rows.Scan(&host, &s, &n, &bytes); err != nil {
			return nil, l.failed(err)
		}
		if len(hosts) == 0 || hosts[len(hosts)-1].Host != host {
			hosts = append(hosts, HostCounts{Host: host, States: map[State]int{}})
		}
		h := &hosts[len(hosts)-1]
		h.States[s] = n
		h.Bytes += bytes
	}
	return hosts, l.failed(rows.Err())
}
