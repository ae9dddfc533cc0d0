package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"

	checks "github.com/aquasecurity/trivy-checks"
	checksrego "github.com/aquasecurity/trivy-checks/pkg/rego"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/types"
)

// Trivy itself is no module that can be required, its checks are. What follows gives them what Trivy gives them:
// the input of pkg/iac/scanners/dockerfile/parser and the function result.new of pkg/iac/rego (aquasecurity/trivy).

type trivyCommand struct {
	Cmd, SubCmd        string
	Flags, Value       []string
	Original           string
	JSON               bool
	Stage              int
	Path               string
	StartLine, EndLine int
}

type trivyStage struct {
	Name     string
	Commands []trivyCommand
}

// newTrivy compiles every Dockerfile check, deprecated ones too, which Trivy runs where it is asked to.
func newTrivy() (func(string, []byte) ([]verdict, error), error) {
	checksrego.RegisterBuiltins()
	rego.RegisterBuiltin2(&rego.Function{Name: "result.new", Decl: types.NewFunction(types.Args(types.S, types.A), types.A)},
		func(_ rego.BuiltinContext, _, cause *ast.Term) (*ast.Term, error) {
			line := cause.Get(ast.StringTerm("StartLine"))
			if line == nil {
				line = ast.IntNumberTerm(0)
			}
			return ast.ObjectTerm([2]*ast.Term{ast.StringTerm("line"), line}), nil
		})
	rules, modules, err := loadTrivyChecks()
	if err != nil {
		return nil, err
	}
	compiler := ast.NewCompiler()
	if compiler.Compile(modules); compiler.Failed() {
		return nil, compiler.Errors
	}
	queries := map[string]rego.PreparedEvalQuery{}
	for id, path := range rules {
		if queries[id], err = rego.New(rego.Query(path+".deny"), rego.Compiler(compiler)).PrepareForEval(context.Background()); err != nil {
			return nil, err
		}
	}
	return func(_ string, dockerfile []byte) ([]verdict, error) { return evaluate(queries, dockerfile) }, nil
}

// loadTrivyChecks gives each check's Rego path by its id, and all modules that they need.
func loadTrivyChecks() (map[string]string, map[string]*ast.Module, error) {
	rules := map[string]string{}
	modules := map[string]*ast.Module{}
	load := func(from fs.FS, root string) error {
		return fs.WalkDir(from, root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".rego") || strings.HasSuffix(path, "_test.rego") {
				return err
			}
			text, err := fs.ReadFile(from, path)
			if err != nil {
				return err
			}
			module, err := ast.ParseModuleWithOpts(path, string(text), ast.ParserOptions{ProcessAnnotation: true, RegoVersion: ast.RegoV1})
			if err != nil {
				return err
			}
			modules[path] = module
			for _, annotation := range module.Annotations {
				if id, isRule := annotation.Custom["id"].(string); isRule {
					rules[id] = module.Package.Path.String()
				}
			}
			return nil
		})
	}
	if err := load(checks.EmbeddedPolicyFileSystem, "checks/docker"); err != nil {
		return nil, nil, err
	}
	for _, library := range []string{"lib/docker", "lib/sh"} {
		if err := load(checks.EmbeddedLibraryFileSystem, library); err != nil {
			return nil, nil, err
		}
	}
	if len(rules) == 0 {
		return nil, nil, fmt.Errorf("no Dockerfile checks found")
	}
	return rules, modules, nil
}

func evaluate(queries map[string]rego.PreparedEvalQuery, dockerfile []byte) ([]verdict, error) {
	stages, err := trivyInput(dockerfile)
	if err != nil {
		return unread, nil
	}
	var input any
	text, err := json.Marshal(map[string]any{"Stages": stages})
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, &input); err != nil {
		return nil, err
	}
	var found []verdict
	for id, query := range queries {
		results, err := query.Eval(context.Background(), rego.EvalInput(input))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", id, err)
		}
		for _, result := range results {
			for _, denied := range result.Expressions[0].Value.([]any) {
				line, err := denied.(map[string]any)["line"].(json.Number).Int64()
				if err != nil {
					return nil, err
				}
				found = append(found, verdict{id, int(line)})
			}
		}
	}
	return found, nil
}

func trivyInput(dockerfile []byte) ([]trivyStage, error) {
	parsed, err := parser.Parse(bytes.NewReader(dockerfile))
	if err != nil {
		return nil, err
	}
	stages := []trivyStage{}
	stage := trivyStage{}
	index, fromSeen := 0, false
	for _, node := range parsed.AST.Children {
		node.Value = strings.ToLower(node.Value)
		instruction, err := instructions.ParseInstruction(node)
		if err != nil {
			return nil, err
		}
		if _, isFrom := instruction.(*instructions.Stage); isFrom {
			if len(stage.Commands) > 0 {
				stages = append(stages, stage)
			}
			if fromSeen {
				index++
			}
			fromSeen = true
			stage = trivyStage{Name: strings.TrimSpace(strings.TrimPrefix(node.Original, "FROM "))}
		}
		stage.Commands = append(stage.Commands, trivyCommandOf(node, index))
	}
	if len(stage.Commands) > 0 {
		stages = append(stages, stage)
	}
	return stages, nil
}

func trivyCommandOf(node *parser.Node, stage int) trivyCommand {
	command := trivyCommand{
		Cmd: node.Value, Original: node.Original, Flags: node.Flags, Stage: stage,
		Path: "Dockerfile", StartLine: node.StartLine, EndLine: node.EndLine,
	}
	if node.Next != nil && len(node.Next.Children) > 0 { // ONBUILD
		node = node.Next.Children[0]
		command.SubCmd = node.Value
	}
	command.JSON = node.Attributes["json"]
	if len(node.Heredocs) > 0 && node.Next != nil {
		for i, heredoc := range node.Heredocs {
			if i == 0 {
				command.Original = node.Original
			}
			command.Original += "\n" + heredoc.Content + heredoc.Name
		}
		command.Value = []string{trivyScript(node)}
		return command
	}
	for value := node.Next; value != nil; value = value.Next {
		command.Value = append(command.Value, value.Value)
	}
	return command
}

func trivyScript(node *parser.Node) string {
	first := node.Heredocs[0]
	if parser.MustParseHeredoc(node.Next.Value) == nil || strings.HasPrefix(first.Content, "#!") {
		script := node.Next.Value
		for _, heredoc := range node.Heredocs {
			script += "\n" + heredoc.Content + heredoc.Name
		}
		return script
	}
	content := first.Content
	if first.Chomp {
		content = parser.ChompHeredocContent(content)
	}
	lines := strings.Split(strings.TrimSuffix(strings.ReplaceAll(content, "\r\n", "\n"), "\n"), "\n")
	return strings.Join(lines, " ; ")
}
