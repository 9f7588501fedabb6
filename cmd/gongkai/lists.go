package main

import (
	"fmt"
	"os"
	"path/filepath"

	"gongkai"
	"gongkai/extract/form"
)

// readLists reads the indicator lists in a folder: every file NAME.json in it,
// in the order of their names. Errors name the file, the place and the reason.
func readLists(folder string) ([]gongkai.List, error) {
	if folder == "" {
		return nil, nil
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, usageError{fmt.Errorf("--lists: %w", err)}
	}
	var files []string
	for _, e := range entries {
		if !e.IsDir() && filepath.Ext(e.Name()) == ".json" {
			files = append(files, filepath.Join(folder, e.Name()))
		}
	}
	if len(files) == 0 {
		return nil, listsError("--lists %s: there is no file *.json in it", folder)
	}
	taken := map[string]string{}
	for _, layout := range []gongkai.Layout{gongkai.Layout2014, gongkai.Layout2019, gongkai.Layout2021} {
		taken[string(layout)] = "a built-in layout"
	}
	for _, l := range form.Lists() {
		taken[l.ID] = "a built-in list"
	}
	var lists []gongkai.List
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		l, err := gongkai.ParseList(data)
		if err != nil {
			return nil, listsError("%s: %w", file, err)
		}
		if owner := taken[l.ID]; owner != "" {
			return nil, listsError("%s: id %q is that of %s", file, l.ID, owner)
		}
		taken[l.ID] = file
		lists = append(lists, l)
	}
	return lists, nil
}

// listsError says that a list cannot be used.
func listsError(format string, args ...any) error {
	return hintedError{fmt.Errorf(format, args...), "docs/LISTS.md describes the format of list files"}
}
