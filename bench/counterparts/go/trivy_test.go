package main

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	checks "github.com/aquasecurity/trivy-checks"
	"sigs.k8s.io/yaml"
)

// Trivy's checks come with examples of what they must and must not fire on. That they do so here shows that they get
// the input they are made for.
func TestTrivyChecksOnTheirOwnExamples(t *testing.T) {
	read, err := newTrivy()
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Glob(checks.EmbeddedPolicyFileSystem, "checks/docker/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no examples", err)
	}
	idLine := regexp.MustCompile(`(?m)^#   id: (\S+)$`)
	for _, file := range files {
		text, _ := fs.ReadFile(checks.EmbeddedPolicyFileSystem, file)
		var examples struct{ Dockerfile struct{ Good, Bad []string } }
		if err := yaml.Unmarshal(text, &examples); err != nil {
			t.Fatal(file, err)
		}
		rego, err := fs.ReadFile(checks.EmbeddedPolicyFileSystem, strings.TrimSuffix(file, "yaml")+"rego")
		if err != nil {
			t.Fatal(err)
		}
		id := string(idLine.FindSubmatch(rego)[1])
		fires := func(dockerfile string) bool {
			found, err := read("", []byte(dockerfile))
			if err != nil {
				t.Fatal(id, err)
			}
			return slices.ContainsFunc(found, func(v verdict) bool { return v.rule == id })
		}
		for _, dockerfile := range examples.Dockerfile.Bad {
			if !fires(dockerfile) {
				t.Errorf("%s is silent on its bad example:\n%s", id, dockerfile)
			}
		}
		for _, dockerfile := range examples.Dockerfile.Good {
			if fires(dockerfile) {
				t.Errorf("%s fires on its good example:\n%s", id, dockerfile)
			}
		}
	}
}
