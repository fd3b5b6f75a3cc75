//go:build tools

// Package engine names the Pulumi CLI, so that go.mod and go.sum pin it; nothing is compiled from here.
package engine

import (
	_ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
)
