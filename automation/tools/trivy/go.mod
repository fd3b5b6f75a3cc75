module trivy

go 1.26

require github.com/aquasecurity/trivy v0.57.1
