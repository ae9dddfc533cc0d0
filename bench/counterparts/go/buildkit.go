package main

import (
	"context"
	"os"
	"path/filepath"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/buildkit/frontend/gateway/client"
	gwpb "github.com/moby/buildkit/frontend/gateway/pb"
	"github.com/moby/buildkit/solver/pb"
	digest "github.com/opencontainers/go-digest"
	fstypes "github.com/tonistiigi/fsutil/types"
)

// buildkit gives the build checks of the Dockerfile frontend, those switched off by default too, as `docker build
// --check` does. Base images are taken to be empty: nothing is fetched.
func buildkit(dir string, dockerfile []byte) ([]verdict, error) {
	ctx := context.Background()
	ui, err := dockerui.NewClient(&folder{dir: dir})
	if err != nil {
		return nil, err
	}
	ui.LinterConfig = &linter.Config{ExperimentalAll: true}
	source := llb.NewSourceMap(nil, "Dockerfile", "Dockerfile", dockerfile)
	source.Definition = &llb.Definition{}
	results, err := dockerfile2llb.DockerfileLint(ctx, dockerfile, dockerfile2llb.ConvertOpt{
		Config:       ui.Config,
		Client:       ui,
		SourceMap:    source,
		MetaResolver: emptyImages{},
	})
	if err != nil {
		return nil, err
	}
	var found []verdict
	for _, warning := range results.Warnings {
		line := 0
		if ranges := warning.Location.GetRanges(); len(ranges) > 0 {
			line = int(ranges[0].GetStart().GetLine())
		}
		found = append(found, verdict{warning.RuleName, line})
	}
	if results.Error != nil { // nothing after the error was checked
		found = append(found, unread...)
	}
	return found, nil
}

// emptyImages answers for every image reference with a configuration that sets nothing.
type emptyImages struct{}

func (emptyImages) ResolveImageConfig(_ context.Context, ref string, _ sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	config := []byte(`{"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers"}}`)
	return ref, digest.FromBytes(config), config, nil
}

// folder is a builder that can do one thing: read the .dockerignore of a build context.
type folder struct {
	client.Client
	dir string
}

func (f *folder) BuildOpts() client.BuildOpts {
	return client.BuildOpts{Opts: map[string]string{}, LLBCaps: pb.Caps.CapSet(pb.Caps.All()), Caps: gwpb.Caps.CapSet(nil)}
}

func (f *folder) Solve(context.Context, client.SolveRequest) (*client.Result, error) {
	result := client.NewResult()
	result.SetRef(&file{dir: f.dir})
	return result, nil
}

type file struct {
	client.Reference
	dir string
}

func (f *file) ReadFile(_ context.Context, request client.ReadRequest) ([]byte, error) {
	return os.ReadFile(filepath.Join(f.dir, request.Filename))
}

func (f *file) StatFile(_ context.Context, request client.StatRequest) (*fstypes.Stat, error) {
	info, err := os.Stat(filepath.Join(f.dir, request.Path))
	if err != nil {
		return nil, err
	}
	return &fstypes.Stat{Path: request.Path, Size: info.Size(), Mode: uint32(info.Mode())}, nil
}
