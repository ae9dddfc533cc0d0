// Command counterparts prints the findings of BuildKit's build checks or Trivy's Dockerfile checks for a folder of cases.
//
//	counterparts buildkit|trivy FOLDER
//
// FOLDER/<case>/Dockerfile with an optional .dockerignore next to it. Output, JSON: {"<case>": [["<rule>", <line>], …]}.
// A case that the tool cannot read, or not to its end, has the rule "unread".
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// verdict is one rule that fired and its line, 0 where the tool names none.
type verdict struct {
	rule string
	line int
}

func (v verdict) MarshalJSON() ([]byte, error) {
	return json.Marshal([]any{v.rule, v.line})
}

var unread = []verdict{{"unread", 0}}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("usage: counterparts buildkit|trivy FOLDER")
	}
	tools := map[string]func() (func(dir string, dockerfile []byte) ([]verdict, error), error){
		"buildkit": func() (func(string, []byte) ([]verdict, error), error) { return buildkit, nil },
		"trivy":    newTrivy,
	}
	start, ok := tools[args[0]]
	if !ok {
		return fmt.Errorf("unknown tool %q", args[0])
	}
	read, err := start()
	if err != nil {
		return err
	}
	cases, err := os.ReadDir(args[1])
	if err != nil {
		return err
	}
	verdicts := map[string][]verdict{}
	for _, entry := range cases {
		dir := filepath.Join(args[1], entry.Name())
		dockerfile, err := os.ReadFile(filepath.Join(dir, "Dockerfile"))
		if err != nil {
			return err
		}
		found, err := read(dir, dockerfile)
		if err != nil {
			return fmt.Errorf("%s: %w", entry.Name(), err)
		}
		verdicts[entry.Name()] = append([]verdict{}, found...)
	}
	return json.NewEncoder(os.Stdout).Encode(verdicts)
}
