// Reads a dashboard with Grafana's own types, which reject unknown and missing fields.
package main

import (
	"fmt"
	"os"

	"github.com/grafana/grafana-foundation-sdk/go/cog/plugins"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

func main() {
	plugins.RegisterDefaultPlugins()
	text, err := os.ReadFile(os.Args[1])
	exitOn(err)
	var read dashboard.Dashboard
	exitOn(read.UnmarshalJSONStrict(text))
	exitOn(read.Validate())
}

// exitOn reports an error. The SDK returns an empty list of errors where there are none.
func exitOn(err error) {
	if err == nil || err.Error() == "" {
		return
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
