//go:build tools

// Package trivy names the scanner, so that go.mod and go.sum pin it; nothing is compiled from here.
package trivy

import (
	_ "github.com/aquasecurity/trivy/cmd/trivy"
)
