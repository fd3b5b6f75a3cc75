//go:build tools

// Package registry names the registry of container images, so that go.mod and go.sum pin it; nothing is compiled from here.
package registry

import (
	_ "github.com/distribution/distribution/v3/cmd/registry"
)
