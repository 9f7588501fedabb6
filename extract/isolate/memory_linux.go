package isolate

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// memoryIsVisible reports whether the pool can see a worker's memory: not
// where /proc is not mounted.
func memoryIsVisible() bool {
	_, err := statm("self", statmResident)
	return err == nil
}

// statm reads one column of /proc/PID/statm, in bytes.
func statm(pid string, column int) (int64, error) {
	b, err := os.ReadFile("/proc/" + pid + "/statm")
	if err != nil {
		return 0, err
	}
	fields := bytes.Fields(b)
	if len(fields) <= column {
		return 0, fmt.Errorf("/proc/%s/statm: %q", pid, b)
	}
	pages, err := strconv.ParseInt(string(fields[column]), 10, 64)
	return pages * int64(os.Getpagesize()), err
}

// The columns of statm, proc_pid_statm(5).
const (
	statmResident = 1
	statmData     = 5
)

// residentBytes is the memory that the process and its children have in RAM; 0 when
// it cannot be known, as for one that has just ended.
func residentBytes(pid int) int64 {
	n, err := statm(strconv.Itoa(pid), statmResident)
	if err != nil {
		return 0
	}
	for _, child := range children(pid) {
		if m, err := statm(child, statmResident); err == nil {
			n += m
		}
	}
	return n
}

// children are the processes that the process has started, by any of its threads, where the
// kernel lists them (proc_pid_task_tid_children(5)).
func children(pid int) []string {
	lists, _ := filepath.Glob("/proc/" + strconv.Itoa(pid) + "/task/*/children")
	var pids []string
	for _, l := range lists {
		if b, err := os.ReadFile(l); err == nil {
			pids = append(pids, strings.Fields(string(b))...)
		}
	}
	return pids
}

// capMemory has the kernel refuse memory to this process from twice the limit
// on. What the Go runtime has given back still counts as data, hence the
// distance.
func capMemory(limitBytes int64) error {
	used, err := statm("self", statmData)
	if err != nil {
		return nil // watchMemory stands in
	}
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_DATA, &limit); err != nil {
		return os.NewSyscallError("getrlimit", err)
	}
	limit.Cur = min(limit.Max, uint64(used+2*limitBytes))
	return os.NewSyscallError("setrlimit", syscall.Setrlimit(syscall.RLIMIT_DATA, &limit))
}
